import { commitsSinceBase, type Place, type RangeEnds } from "./commitRange";
import type { Candidates } from "./probabilisticSearch";

type Found =
  { readonly ok: true; readonly candidates: Candidates } | { readonly ok: false; readonly message: string };

/** A square of so many commits holds what each of them contains, a byte for each pair. */
const mostInGraph = 3000;

/** The commits between base and target, with what some commits hold of them. */
export async function candidatesFor(place: Place, ends: RangeEnds, asked: Iterable<string>): Promise<Found> {
  const all = await commitsSinceBase(place, ends.target, ends);
  if (!all.ok) return all;
  const held = new Map<string, ReadonlySet<string>>();
  for (const commit of asked) {
    const inside = await commitsSinceBase(place, commit, ends);
    if (!inside.ok) return inside;
    held.set(commit, new Set(inside.commits));
  }
  const { commits } = all;
  const none: ReadonlySet<string> = new Set();
  const holds: Candidates["holds"] = (commit) => {
    const inside = held.get(commit) ?? none;
    return (candidate) => inside.has(commits[candidate] ?? "");
  };
  return { ok: true, candidates: { commits, holds } };
}

/**
 * The commits between base and target, with what each of them holds. In a range of more than some thousand, merges are taken
 * as a whole.
 */
export async function allCandidates(place: Place, ends: RangeEnds): Promise<Found> {
  const all = await commitsSinceBase(place, ends.target, ends);
  if (!all.ok) return all;
  const { commits } = all;
  if (ends.firstParent) return { ok: true, candidates: inLine(commits) };
  if (commits.length > mostInGraph) return allCandidates(place, { ...ends, firstParent: true });
  const args = ["rev-list", "--topo-order", "--parents", ends.target, `^${ends.base}`];
  const found = await place.git.run(place.top, args, { maxBytes: 64 * 1024 * 1024 });
  if (!found.ok) return found;
  return { ok: true, candidates: inGraph(commits, found.out) };
}

/** Newest first, each the parent of the one before. */
function inLine(commits: readonly string[]): Candidates {
  const places = new Map(commits.map((commit, index) => [commit, index]));
  return {
    commits,
    holds: (commit) => {
      const own = places.get(commit) ?? commits.length;
      return (candidate) => candidate >= own;
    },
  };
}

/** @param out lines of a commit and its parents, children before parents */
function inGraph(commits: readonly string[], out: string): Candidates {
  const places = new Map(commits.map((commit, index) => [commit, index]));
  const rows = commits.map(() => new Uint8Array(commits.length));
  for (const line of out.trim().split("\n").reverse()) {
    const [commit = "", ...parents] = line.split(" ");
    const own = places.get(commit);
    const row = own === undefined ? undefined : rows[own];
    if (own === undefined || row === undefined) continue;
    row[own] = 1;
    for (const parent of parents) {
      const held = rows[places.get(parent) ?? -1];
      held?.forEach((isHeld, candidate) => {
        if (isHeld === 1) row[candidate] = 1;
      });
    }
  }
  const none = new Uint8Array(0);
  return {
    commits,
    holds: (commit) => {
      const row = rows[places.get(commit) ?? -1] ?? none;
      return (candidate) => row[candidate] === 1;
    },
  };
}
