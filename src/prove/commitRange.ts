import type { Git } from "../system/git";

/** What the search is in: all that the target holds and the base does not. */
export interface RangeEnds {
  /** Whole ids. */
  readonly target: string;
  readonly base: string;
  /** Of merges only what they are as a whole. */
  readonly firstParent: boolean;
}

type Listed =
  | { readonly ok: true; readonly commits: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Where git looks for the commits of a range. */
export interface Place {
  readonly git: Git;
  readonly top: string;
}

/** The commits that a commit holds and the base does not, newest first, itself among them. */
export async function commitsSinceBase(
  place: Place,
  commit: string,
  { base, firstParent }: RangeEnds,
): Promise<Listed> {
  return listed(place, ["--topo-order", ...firstParentOnly(firstParent), commit, `^${base}`]);
}

/**
 * The commits that may have brought the bug, that one first which halves them best whichever way its run ends; the last is
 * `bad`. It is what `git bisect` goes by (https://git-scm.com/docs/git-rev-list#_bisection_helpers), without its state.
 * @param bad the bug shows there
 * @param good it does not show there
 */
export async function byHalving(
  place: Place,
  bad: string,
  good: readonly string[],
  firstParent: boolean,
): Promise<Listed> {
  const excluded = good.map((commit) => `^${commit}`);
  return listed(place, ["--bisect-all", ...firstParentOnly(firstParent), bad, ...excluded]);
}

/** The commits at which target and base part; the base itself where the target holds it. */
export async function partings(place: Place, { target, base }: RangeEnds): Promise<Listed> {
  const found = await place.git.run(place.top, ["merge-base", "--all", target, base]);
  if (found.ok) return { ok: true, commits: linesOf(found.out) };
  return found.exitCode === 1 ? { ok: true, commits: [] } : found;
}

/** Whether this is a shallow clone in which the history from the target ends before it comes to the base. */
export async function isCutOff({ git, top }: Place, { target, base }: RangeEnds): Promise<boolean> {
  const shallow = await git.run(top, ["rev-parse", "--is-shallow-repository"]);
  if (!shallow.ok || shallow.out.trim() !== "true") return false;
  const ends = await git.run(top, ["rev-list", "--max-parents=0", "--max-count=1", target, `^${base}`]);
  return !ends.ok || ends.out.trim() !== "";
}

function firstParentOnly(isAsked: boolean): readonly string[] {
  return isAsked ? ["--first-parent"] : [];
}

async function listed({ git, top }: Place, args: readonly string[]): Promise<Listed> {
  const found = await git.run(top, ["rev-list", ...args], { maxBytes: 256 * 1024 * 1024 });
  return found.ok ? { ok: true, commits: linesOf(found.out) } : found;
}

/** The ids at the beginning of the lines; `--bisect-all` writes names and weights after them. */
function linesOf(out: string): readonly string[] {
  return out.split("\n").flatMap((line) => /^[0-9a-f]+/.exec(line)?.[0] ?? []);
}
