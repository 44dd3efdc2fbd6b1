import type { BaseCandidate } from "../../halt/facts";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { refsWithCommits, type RefWithCommit } from "./refsWithCommits";
import { compareVersions, tagVersion, type TagVersion } from "./tagVersion";

interface Tag {
  readonly name: string;
  readonly commit: string;
  readonly createdAt: number;
  readonly read: TagVersion | undefined;
}

export interface BaseChoice {
  readonly base: BaseCandidate | null;
  readonly candidates: readonly BaseCandidate[];
  readonly tagsAtCommit: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * The released states that a target may be compared with. Of the component's versions the newest of all is what
 * production most likely runs; the newest that the target contains is offered beside it where the two differ. Moving
 * tags, pre-releases and tags on the target itself count only where there is nothing else.
 */
export async function suggestBase(
  git: Git,
  top: string,
  commit: string,
  options: { readonly settings: Settings; readonly signal?: AbortSignal },
): Promise<BaseChoice> {
  const { settings, signal } = options;
  const failed: string[] = [];
  const run = async (args: readonly string[]): Promise<string> => {
    const result = await git.run(top, args, signal && { signal });
    // Without a common ancestor, or a ref that is asked for, git just ends with 1.
    if (!result.ok && result.exitCode !== 1) failed.push(result.message);
    return result.ok ? result.out : "";
  };
  const [listed, merged] = await Promise.all([
    refsWithCommits(git, top, ["refs/tags"], { signal }),
    // A name that a branch has, too, is shortened to `tags/v1`: so the prefix is cut instead.
    run(["for-each-ref", "--format=%(refname:lstrip=2)", `--merged=${commit}`, "refs/tags"]),
  ]);
  if (!listed.ok) failed.push(listed.message);
  const tags = listed.ok ? listed.refs.map(tagOf) : [];
  const reachable = new Set(merged.split("\n"));
  const tagsAtCommit = tags.filter((tag) => tag.commit === commit).map(({ name }) => name);
  const component = componentOf(tags, reachable, settings.component);
  const { usable, warning } = usableTags(tags, component, commit);
  const newest = newestOf(usable);
  const newestReachable = newestOf(usable.filter(({ name }) => reachable.has(name)));
  const chosen = [
    ...(newest === undefined
      ? []
      : [
          {
            tag: newest,
            why:
              newest === newestReachable
                ? "newest release, contained in the target"
                : "newest release of all; the target does not contain it",
          },
        ]),
    ...(newestReachable === undefined || newestReachable === newest
      ? []
      : [{ tag: newestReachable, why: "newest release that the target contains" }]),
  ];
  const candidates = await Promise.all(
    chosen.map(async ({ tag, why }) =>
      candidate(run, commit, {
        ref: tag.name,
        kind: "tag",
        commit: tag.commit,
        version: tag.read?.version ?? null,
        why,
      }),
    ),
  );
  const found = candidates.filter((one) => one !== undefined);
  return {
    base: found[0] ?? null,
    candidates: found,
    tagsAtCommit,
    warnings: [
      ...(failed[0] === undefined ? [] : [`Git could not tell all about the tags: ${failed[0]}`]),
      ...(warning === undefined ? [] : [warning]),
    ],
  };
}

/** A ref that the person typed, as a base; undefined where git knows no such commit. */
export async function typedBase(
  git: Git,
  top: string,
  commit: string,
  ref: string,
  signal?: AbortSignal,
): Promise<BaseCandidate | undefined> {
  const run = async (args: readonly string[]): Promise<string> => {
    const result = await git.run(top, args, signal && { signal });
    return result.ok ? result.out : "";
  };
  const id = (await run(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])).trim();
  if (id === "") return undefined;
  const named = (
    await run(["rev-parse", "--symbolic-full-name", "--verify", "--quiet", "--end-of-options", ref])
  ).trim();
  const kind = named.startsWith("refs/tags/") ? "tag" : named === "" || ref === "HEAD" ? "commit" : "branch";
  return candidate(run, commit, {
    ref,
    kind,
    commit: id,
    version: tagVersion(ref)?.version ?? null,
    why: "chosen by hand",
  });
}

async function candidate(
  run: (args: readonly string[]) => Promise<string>,
  commit: string,
  known: Omit<BaseCandidate, "distance" | "mergeBase">,
): Promise<BaseCandidate | undefined> {
  const [count, mergeBase] = await Promise.all([
    run(["rev-list", "--count", `${known.commit}..${commit}`]),
    run(["merge-base", known.commit, commit]),
  ]);
  const distance = Number.parseInt(count, 10);
  if (Number.isNaN(distance)) return undefined;
  const parting = mergeBase.trim();
  return { ...known, distance, mergeBase: parting === "" || parting === known.commit ? null : parting };
}

function tagOf({ ref, commit, createdAt }: RefWithCommit): Tag {
  const name = ref.replace(/^refs\/tags\//, "");
  return { name, commit, createdAt, read: tagVersion(name) };
}

/** The component that the settings name, else the one whose tags the target contains most of, else the largest. */
function componentOf(
  tags: readonly Tag[],
  reachable: ReadonlySet<string>,
  wanted: string | undefined,
): string {
  if (wanted !== undefined) return wanted;
  const counts = new Map<string, number>();
  for (const { name, read } of tags) {
    if (read !== undefined)
      counts.set(read.component, (counts.get(read.component) ?? 0) + (reachable.has(name) ? 1000 : 1));
  }
  if (counts.has("")) return "";
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

function usableTags(
  tags: readonly Tag[],
  component: string,
  commit: string,
): { readonly usable: readonly Tag[]; readonly warning?: string } {
  const versions = tags.filter(({ read }) => read?.component === component);
  const before = versions.filter((tag) => tag.commit !== commit);
  const releases = before.filter(({ read }) => read?.preRelease === false);
  if (releases.length > 0) return { usable: releases };
  if (before.length > 0)
    return {
      usable: before,
      warning: "There are only pre-release tags before the target: the base is one of them.",
    };
  if (versions.length > 0)
    return {
      usable: versions,
      warning: "The only version tags are on the target itself: choose the base that production runs.",
    };
  if (tags.length > 0)
    return {
      usable: tags,
      warning: "No tag names a version, only moving tags are there: choose the base that production runs.",
    };
  return { usable: [], warning: "There is no tag to compare with: choose the base that production runs." };
}

function newestOf(tags: readonly Tag[]): Tag | undefined {
  return [...tags].sort((a, b) => {
    if (a.read !== undefined && b.read !== undefined)
      return compareVersions(b.read, a.read) || b.createdAt - a.createdAt;
    return b.createdAt - a.createdAt;
  })[0];
}
