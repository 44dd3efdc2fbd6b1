import { redactKnown } from "../capture/redaction/knownSecrets";
import { refsWithCommits } from "../capture/git/refsWithCommits";
import { tagVersion } from "../capture/git/tagVersion";
import { haltTerms, type HaltTerms, type LedgerCriterion, type ScopeChange } from "../halt/ledgerRecord";
import type { Halt } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import type { Git } from "../system/git";
import { Ancestry } from "./rules/ancestry";
import { patchIdOf } from "./rules/patchIds";

/** More commits in one question, and git's own quadratic search shows. */
const chunk = 300;
const mostReleased = 2000;
const mostWords = 4000;

/**
 * What the ledger says of a halt: its title, its reason, its scope and what lifts it. Of the evidence nothing, and of what
 * a person typed no secret.
 * @param released the commits that were out when it was placed; looked up now when it is not placed yet
 * @throws UnfitTerms where the ledger cannot hold what the halt says
 */
export async function termsOf(
  git: Git,
  top: string,
  halt: Halt,
  settings: Settings,
  released?: readonly string[],
): Promise<HaltTerms> {
  const { title, placement, release, scope, targets, cause } = halt;
  const components = unique(targets.map(({ component }) => component));
  const [first] = targets;
  const causes = await changesOf(git, top, cause.commit);
  const byLine = scope.refs.length === 0 && scope.everything !== true && targets.length === 1;
  const named = await namedCommits(git, top, halt);
  const known = released?.some((commit) => named.has(commit)) === true ? undefined : released;
  const lookUp = async (notOut: typeof named): Promise<readonly string[]> =>
    releasedCommits(git, top, halt, components, settings, notOut);
  const out = known ?? (await lookUp(named));
  const ahead = await holdingTargets(new Ancestry(git, top), targets, out);
  const onward = ahead.length > 0 && targets.length === 1 ? first?.commit : undefined;
  const ofBranch = byLine ? await lineOf(git, top, first?.commit, out) : undefined;
  const line = causes.length > 0 ? onward : ofBranch;
  // Without a line, all that leads up to these would pass for a way back, and so would the target.
  const wayBack = line === undefined && ahead.length > 0 ? await lookUp(new Set([...named, ...ahead])) : out;
  const terms = haltTerms.safeParse({
    title: safe(title),
    reason: safe(placement?.reason ?? title),
    mode: scope.mode ?? "halted",
    ...(release !== undefined && { release: safe(release) }),
    ...(placement?.reviewAt !== undefined && { reviewAt: placement.reviewAt }),
    scope: {
      refs: scope.refs.length > 0 ? scope.refs : namesOf(halt, components),
      components,
      environments: unique(targets.flatMap(({ environments }) => environments)),
      ...(line !== undefined && { line }),
      causes,
      fixes: await changesOf(git, top, cause.fixCommit),
      released: wayBack,
    },
    criteria: criteriaOf(halt),
  });
  if (terms.success) return terms.data;
  const [issue] = terms.error.issues;
  throw new UnfitTerms(`No ledger can hold this: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}.`);
}

/** A halt says what no record of it could: a file may hold more than what everybody's clone gets. */
export class UnfitTerms extends Error {}

/** What a halt's file declares that lifts it; what is not filled in yet is left out, or counts as what it says in words. */
export function criteriaOf({ liftCriteria }: Pick<Halt, "liftCriteria">): LedgerCriterion[] {
  return liftCriteria.flatMap(criterionOf);
}

/** The names that a halt without patterns of its own stops: of its component, or of its targets when they are several. */
function namesOf({ targets, scope }: Halt, components: readonly string[]): readonly string[] {
  if (scope.everything === true) return [];
  if (components.length > 0) {
    const named = components.filter((name) => /^[^\p{Cc} ~^:?*[\\]+$/u.test(name));
    return named.flatMap((name) => [
      `refs/tags/${name}@*`,
      `refs/tags/${name}/*`,
      `refs/tags/${name}-*`,
      `refs/tags/${name}_*`,
      `refs/heads/release/${name}*`,
      `refs/heads/releases/${name}*`,
    ]);
  }
  if (targets.length < 2) return [];
  return targets.flatMap(({ kind, name }) =>
    kind === "tag" ? [`refs/tags/${name}`] : kind === "branch" ? [`refs/heads/${name}`] : [],
  );
}

/**
 * The commit that stands for the line of history. One that no remote has says nothing in another clone; the newest before
 * it that a remote has is on the same line, unless that one is released already.
 */
async function lineOf(
  git: Git,
  top: string,
  commit: string | undefined,
  released: readonly string[],
): Promise<string | undefined> {
  if (commit === undefined) return undefined;
  const walked = await git.run(top, [
    "rev-list",
    "--first-parent",
    "--boundary",
    commit,
    "--not",
    "--remotes",
  ]);
  const [, known] = /^-([0-9a-f]+)$/m.exec(walked.ok ? walked.out : "") ?? [];
  if (known === undefined) return commit;
  return (await new Ancestry(git, top).leadsUpTo(known, released)) === "no" ? known : commit;
}

async function changesOf(git: Git, top: string, commit: string | undefined): Promise<ScopeChange[]> {
  if (commit === undefined) return [];
  const patchId = await patchIdOf(git, top, commit);
  return [{ commit, ...(patchId !== undefined && { patchId }) }];
}

/** The commits that a halt names: its targets, and the tags of whole names. They are not out, whatever tag they have. */
async function namedCommits(
  git: Git,
  top: string,
  { targets, scope }: Halt,
): Promise<ReadonlySet<string | undefined>> {
  const tags = [
    ...scope.refs.filter((ref) => /^refs\/tags\/[^*]+$/.test(ref)),
    ...targets.flatMap(({ kind, name }) => (kind === "tag" ? [`refs/tags/${name}`] : [])),
  ];
  const listed = tags.length === 0 ? undefined : await refsWithCommits(git, top, tags);
  const refs = listed?.ok === true ? listed.refs.filter(({ ref }) => tags.includes(ref)) : [];
  return new Set([...targets, ...refs].map(({ commit }) => commit));
}

/**
 * The commits that are out: of the tags with a final version (of the component, where there is one) those that do not
 * contain the target, and the base. Of commits that lead up to another one, the other one is enough.
 * @param named what is not out, although its tag looks so
 */
async function releasedCommits(
  git: Git,
  top: string,
  { targets: [target], base }: Halt,
  components: readonly string[],
  settings: Settings,
  named: ReadonlySet<string | undefined>,
): Promise<readonly string[]> {
  const component = components.length === 1 ? components[0] : settings.component;
  const listed = await refsWithCommits(git, top, ["refs/tags"], {
    newestFirst: true,
    notContaining: target?.commit,
  });
  const tagged = (listed.ok ? listed.refs : []).flatMap(({ ref, commit }) => {
    const version = tagVersion(ref.replace(/^refs\/tags\//, ""));
    const counts =
      version?.preRelease === false && (component === undefined || version.component === component);
    return counts ? [commit] : [];
  });
  const all = unique([base?.commit, ...tagged]).filter((commit) => !named.has(commit));
  const reduced: string[] = [];
  for (let from = 0; from < all.length; from += chunk) {
    const part = all.slice(from, from + chunk);
    const independent = await git.run(top, ["merge-base", "--independent", ...part]);
    // A base whose commit is not here cannot be compared, and counts by its name.
    reduced.push(...(independent.ok ? independent.out.split("\n").filter((id) => id !== "") : part));
  }
  return reduced.slice(0, mostReleased);
}

/**
 * Of what is out, the commits that hold a target, as where branches are merged forward: what leads up to them is no way
 * back. Where the history is cut off, those that are known to.
 */
async function holdingTargets(
  ancestry: Ancestry,
  targets: Halt["targets"],
  released: readonly string[],
): Promise<readonly string[]> {
  const holding: string[] = [];
  for (const { commit } of targets) {
    if (commit === undefined || (await ancestry.leadsUpTo(commit, released)) !== "yes") continue;
    for (const one of released) if ((await ancestry.contains(one, commit)) === "yes") holding.push(one);
  }
  return holding;
}

function criterionOf(criterion: Halt["liftCriteria"][number]): LedgerCriterion[] {
  const { id, kind = "stated", text = "", commit, at, names = [], runs } = criterion;
  const stated = { id, kind: "stated" as const, text: safe(text) };
  switch (kind) {
    case "approval":
      return [{ id, kind }];
    case "notBefore":
      return [at === undefined ? stated : { id, kind, at }];
    case "change":
      return [commit === undefined ? stated : { id, kind, commit }];
    case "tests":
      return [names.length === 0 ? stated : { id, kind, names: names.map(safe) }];
    case "reproduction":
      return [{ id, kind, runs: runs ?? 1 }];
    case "stated":
      return text.trim() === "" ? [] : [stated];
    default:
      return kind satisfies never;
  }
}

/** Everybody's clone gets these texts. */
function safe(text: string): string {
  return redactKnown(text).text.slice(0, mostWords);
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
