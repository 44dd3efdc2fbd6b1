import { byHalving, type Place, type RangeEnds } from "./commitRange";
import type { NoTrial, Trials } from "./commitTrials";

/** What is heard of a search before each run. */
export interface SearchProgress {
  /** Commits that may still have brought the bug. */
  readonly left: number;
  /** How many more commits will be run, about. */
  readonly steps: number;
  /** How sure it is of the likeliest one; undefined where that is not counted. */
  readonly confidence?: number;
  /** What runs next. */
  readonly commit: string;
}

/** How a search ended; `commits` are those that may have brought the bug by then. */
export type SearchEnd =
  | { readonly kind: "one"; readonly commit: string }
  /** What lies between them cannot be run. */
  | { readonly kind: "several"; readonly commits: readonly string[] }
  /** Runs at one commit ended both ways. */
  | { readonly kind: "intermittent" }
  | { readonly kind: NoTrial["kind"]; readonly commits: readonly string[] }
  | { readonly kind: "noGit"; readonly message: string };

export interface BisectOptions {
  readonly ends: RangeEnds;
  /** Commits without the bug that are known beside the base. */
  readonly good: readonly string[];
  /** Of each commit, while none fails. */
  readonly runs: number;
  readonly onProgress: (progress: SearchProgress) => void;
}

/**
 * Halves the commits between base and target until one is left, on merges, too: a run tells of all that the commit holds.
 * What cannot be run is passed over; where only such are left, it answers with all of them.
 */
export async function bisect(place: Place, trials: Trials, options: BisectOptions): Promise<SearchEnd> {
  const { ends, runs, onProgress } = options;
  let bad = ends.target;
  const good = [ends.base, ...options.good];
  const skipped = new Set<string>();
  for (;;) {
    const found = await byHalving(place, bad, good, ends.firstParent);
    if (!found.ok) return { kind: "noGit", message: found.message };
    const left = found.commits;
    const next = nextCommit(
      left.filter((commit) => commit !== bad),
      skipped,
    );
    if (next === undefined)
      return left.length === 1 ? { kind: "one", commit: bad } : { kind: "several", commits: left };
    onProgress({ left: left.length, steps: Math.ceil(Math.log2(left.length)), commit: next });
    const trial = await runsAt(next, runs, trials);
    switch (trial) {
      case "failed":
        bad = next;
        break;
      case "passed":
        good.push(next);
        break;
      case "unusable":
        skipped.add(next);
        break;
      case "mixed":
        return { kind: "intermittent" };
      case "cancelled":
      case "outOfTime":
        return { kind: trial, commits: left };
      default:
        trial satisfies never;
    }
  }
}

type Verdict = "failed" | "passed" | "unusable" | "mixed" | NoTrial["kind"];

/** Some runs at a commit, those that were made before among them: it passed when all did. */
async function runsAt(commit: string, runs: number, trials: Trials): Promise<Verdict> {
  for (;;) {
    const { failures = 0, passes = 0 } = trials.tried.get(commit) ?? {};
    if (failures > 0) return passes > 0 ? "mixed" : "failed";
    if (passes >= runs) return "passed";
    const { kind } = await trials.runAt(commit);
    if (kind !== "passed" && kind !== "failed") return kind;
  }
}

/**
 * The best one; after some that cannot be run, one further off: what lies beside them is often broken, too. `git bisect`
 * leaves the best by chance, this by the golden ratio, so that a second search takes the same way.
 */
function nextCommit(sorted: readonly string[], skipped: ReadonlySet<string>): string | undefined {
  const testable = sorted.filter((commit) => !skipped.has(commit));
  const [best] = testable;
  if (best === undefined || best === sorted[0]) return best;
  const spread = ((skipped.size * golden) % 1) ** 1.5;
  return testable[Math.floor(testable.length * spread)] ?? best;
}

const golden = (Math.sqrt(5) - 1) / 2;
