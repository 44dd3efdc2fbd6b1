import { probabilisticSearch, type Searched } from "../../src/prove/probabilisticSearch";
import type { Trial, Tried } from "../../src/prove/commitTrials";
import { randomBy } from "./random";

export interface Simulation {
  readonly seed: number;
  readonly commits: number;
  /** How often the bug shows in a commit that has it. */
  readonly rate: number;
  /** Places of commits that cannot be run; 0 is the newest. */
  readonly unusable?: readonly number[];
  /** The place of the change; by the seed unless told. */
  readonly change?: number;
  readonly maxRuns?: number;
}

/** A search among commits in a line, with runs that are drawn by a seed. */
export async function simulateSearch(
  simulation: Simulation,
): Promise<Searched & { readonly isRight: boolean; readonly runs: number }> {
  const { seed, commits, rate, unusable = [], maxRuns = 5000 } = simulation;
  const random = randomBy(seed);
  const change = simulation.change ?? Math.floor(random() * commits);
  const tried = new Map<string, Tried>();
  let runs = 0;
  const runAt = async (commit: string): Promise<Trial> => {
    const kind = unusable.includes(Number(commit))
      ? "unusable"
      : Number(commit) <= change && random() < rate
        ? "failed"
        : "passed";
    const { failures, passes } = tried.get(commit) ?? { failures: 0, passes: 0 };
    if (kind === "unusable") {
      tried.set(commit, { failures, passes, why: "it is broken" });
      return Promise.resolve({ kind, why: "it is broken" });
    }
    runs += 1;
    tried.set(commit, {
      failures: failures + Number(kind === "failed"),
      passes: passes + Number(kind === "passed"),
    });
    return Promise.resolve({ kind });
  };
  // As when both ends are checked.
  for (let first = 0; first < 20 && (first < 5 || (tried.get("0")?.failures ?? 0) < 3); first += 1)
    await runAt("0");
  const base = String(commits);
  for (let first = 0; first < 5; first += 1) await runAt(base);
  const places = Array.from({ length: commits }, (_, place) => String(place));
  const found = await probabilisticSearch(
    { runAt, tried },
    {
      candidates: { commits: places, holds: (commit) => (candidate) => candidate >= Number(commit) },
      ...{ runnable: places, base, confidence: 0.95, maxRuns, onProgress: () => undefined },
    },
  );
  return { ...found, runs, isRight: found.commits[0] === String(change) };
}
