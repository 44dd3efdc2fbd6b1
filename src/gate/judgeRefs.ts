import { refsWithCommits } from "../capture/git/refsWithCommits";
import type { LedgerState } from "../halt/ledgerState";
import type { Settings } from "../halt/settings";
import type { Git } from "../system/git";
import { History } from "./rules/history";
import { judgeHalt } from "./rules/judgeHalt";
import { isOwnRef, isRelease, matchesPattern } from "./rules/question";

/** A branch or a tag, and whether a halt stops it. */
interface JudgedRef {
  /** As a person names it: `release/2.4`, `v2.4.0`, `origin/release/2.4`. */
  readonly name: string;
  readonly kind: "branch" | "remoteBranch" | "tag";
  readonly commit: string;
  readonly judgement: "halted" | "approvalRequired" | "open" | "cannotTell";
  /** Why it is open, or cannot be told, as part of a sentence; empty where it is halted. */
  readonly why: string;
}

export interface JudgedRefs {
  readonly refs: readonly JudgedRef[];
  /** How many refs that are released from were left out, because there are too many. */
  readonly leftOut: number;
}

const most = 200;

/**
 * Which branches and tags a halt stops now, of those that are released from: local ones and those of remotes, newest
 * first. A remote's branch that is where the local one is, is named once. Throws when git cannot list the refs, and what
 * the signal aborts with.
 */
export async function judgeRefs(
  git: Git,
  top: string,
  state: LedgerState,
  { settings, signal }: { readonly settings: Settings; readonly signal: AbortSignal },
): Promise<JudgedRefs> {
  const asked = (await listRefs(git, top)).filter(
    ({ ref }) =>
      !isOwnRef(ref, settings) &&
      (isRelease({ ref, commit: undefined, component: undefined, environment: undefined }, settings) ||
        state.terms.scope.refs.some((pattern) => matchesPattern(ref, pattern))),
  );
  const judged = asked.slice(0, most);
  const history = new History(git, top, [...new Set(judged.map(({ commit }) => commit))]);
  const refs: JudgedRef[] = [];
  for (const { ref, name, kind, commit } of judged) {
    signal.throwIfAborted();
    const release = { ref, commit, component: undefined, environment: undefined };
    const judgement = await judgeHalt(state, release, history);
    refs.push({
      name,
      kind,
      commit,
      judgement: judgement.kind,
      why: judgement.kind === "open" || judgement.kind === "cannotTell" ? judgement.why : "",
    });
  }
  return { refs, leftOut: Math.max(0, asked.length - most) };
}

interface ListedRef extends Pick<JudgedRef, "name" | "kind" | "commit"> {
  /** The full name by which the gate judges it. */
  readonly ref: string;
}

async function listRefs(git: Git, top: string): Promise<readonly ListedRef[]> {
  const listed = await refsWithCommits(git, top, ["refs/heads", "refs/tags", "refs/remotes"], {
    newestFirst: true,
  });
  if (!listed.ok) throw new Error(`The branches and tags could not be listed: ${listed.message}`);
  const refs = listed.refs.flatMap(({ ref: full, commit }): ListedRef[] => {
    if (full.endsWith("/HEAD")) return [];
    const name = full.replace(/^refs\/(heads|tags|remotes)\//, "");
    if (full.startsWith("refs/tags/")) return [{ ref: full, name, kind: "tag", commit }];
    if (full.startsWith("refs/heads/")) return [{ ref: full, name, kind: "branch", commit }];
    const ref = `refs/heads/${name.replace(/^[^/]*\//, "")}`;
    return [{ ref, name, kind: "remoteBranch", commit }];
  });
  const local = new Set(
    refs.flatMap(({ kind, ref, commit }) => (kind === "branch" ? [`${ref} ${commit}`] : [])),
  );
  return refs.filter(({ kind, ref, commit }) => kind !== "remoteBranch" || !local.has(`${ref} ${commit}`));
}
