import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { haltSchema } from "../../src/halt/schema/halt";
import { planFor, verifyHalt } from "../../src/prove/verifyHalt";
import { createGit } from "../../src/system/git";
import { runCommand } from "../../src/system/runCommand";
import { emptyInput } from "../support/halts";
import { makeLargeRepository } from "../support/largeRepository";
import { randomBy } from "../support/random";
import { simulateSearch } from "../support/simulateSearch";

export interface SearchFigures {
  readonly searches: number;
  readonly commits: number;
  readonly rate: number;
  readonly right: number;
  /** On average, as the searches stated it. */
  readonly confidence: number;
  /** Of each search. */
  readonly runs: readonly number[];
  /** Bisection that repeats each step until it fails, or this often: the fewest with which it is right as often as wanted. */
  readonly repeats: number;
  readonly repeatedRight: number;
  readonly repeatedRuns: readonly number[];
  /** The same, sized by the rate that runs at the target showed, for the lowest confidence with which it is right as often. */
  readonly sizedFor: number;
  readonly estimatedRight: number;
  readonly estimatedRuns: readonly number[];
}

/** Seeded searches for a bug that shows in three runs of ten, and plain bisection that runs each step again and again. */
export async function measureSearches(searches = 100, commits = 200, rate = 0.3): Promise<SearchFigures> {
  const found = [];
  for (let seed = 0; seed < searches; seed += 1) found.push(await simulateSearch({ seed, commits, rate }));
  const wanted = 0.95;
  let repeats = 1;
  // Over many searches, so that the number is no matter of luck; it is given the rate, which nobody knows beforehand.
  while (rightOf(repeated(5000, commits, rate, () => ({ repeats, runs: 0 }))) < wanted) repeats += 1;
  const plain = repeated(searches, commits, rate, () => ({ repeats, runs: 0 }));
  let sizedFor = wanted;
  const byEstimate = (random: () => number): Repeats => estimate(random, commits, rate, sizedFor);
  // A rate that is estimated too high overlooks the bug, so that more must be asked for than is wanted.
  while (rightOf(repeated(5000, commits, rate, byEstimate)) < wanted) sizedFor = 1 - (1 - sizedFor) / 1.25;
  const estimated = repeated(searches, commits, rate, byEstimate);
  return {
    ...{ searches, commits, rate, repeats, sizedFor },
    right: found.filter(({ isRight }) => isRight).length / searches,
    confidence: found.reduce((sum, { confidence }) => sum + confidence, 0) / searches,
    runs: found.map(({ runs }) => runs),
    repeatedRight: rightOf(plain),
    repeatedRuns: plain.map(({ runs }) => runs),
    estimatedRight: rightOf(estimated),
    estimatedRuns: estimated.map(({ runs }) => runs),
  };
}

interface Repeated {
  readonly isRight: boolean;
  readonly runs: number;
}

interface Repeats {
  /** Of each step. */
  readonly repeats: number;
  /** That were made to know how many. */
  readonly runs: number;
}

/** How often each step is run so that none of them is overlooked, by the rate of some runs at the target. */
function estimate(random: () => number, commits: number, rate: number, wanted: number): Repeats {
  let [failures, runs] = [0, 0];
  while (failures < 3 && runs < 20) {
    runs += 1;
    if (random() < rate) failures += 1;
  }
  const overlooked = (1 - wanted) / Math.ceil(Math.log2(commits));
  const estimated = (failures + 1) / (runs + 2);
  return { repeats: Math.ceil(Math.log(overlooked) / Math.log(1 - estimated)), runs };
}

function repeated(
  searches: number,
  commits: number,
  rate: number,
  sizeOf: (random: () => number) => Repeats,
): readonly Repeated[] {
  return Array.from({ length: searches }, (_, seed) => {
    const random = randomBy(seed);
    const change = Math.floor(random() * commits);
    // From the newest that shows it to the newest that does not.
    const { repeats, runs: before } = sizeOf(random);
    let [bad, good, runs] = [0, commits, before];
    while (good - bad > 1) {
      const middle = Math.floor((bad + good) / 2);
      let isBad = false;
      for (let run = 0; run < repeats && !isBad; run += 1) {
        runs += 1;
        isBad = middle <= change && random() < rate;
      }
      if (isBad) bad = middle;
      else good = middle;
    }
    return { isRight: bad === change, runs };
  });
}

function rightOf(searches: readonly Repeated[]): number {
  return searches.filter(({ isRight }) => isRight).length / searches.length;
}

export interface OverheadFigures {
  readonly files: number;
  /** Of each of two commits. */
  readonly runs: number;
  /** The command alone, as often. */
  readonly bareMs: number;
  /** From the plan to the record that is written into the halt. */
  readonly verificationMs: number;
}

/** A verification of a command that takes a second, and that command run as often one after the other, in the same folder. */
export async function measureOverhead(runs = 10): Promise<OverheadFigures> {
  const folder = await mkdtemp(join(tmpdir(), "release-halt-overhead-"));
  const git = createGit();
  try {
    await makeLargeRepository(folder, 2000, 20);
    const base = await git.run(folder, ["rev-parse", "HEAD~10"]);
    if (!base.ok) throw new Error(base.message);
    const halt = haltSchema.parse({
      ...emptyInput,
      base: { ref: "v1", kind: "tag", commit: base.out.trim(), why: "bench" },
    });
    const command = "sleep 1";
    const bare = async (): Promise<number> => {
      const bareStarted = performance.now();
      for (let run = 0; run < runs; run += 1) await runCommand(command, { cwd: folder });
      return performance.now() - bareStarted;
    };
    // Half before and half after, so that what else the machine does meets both.
    const before = await bare();
    const started = performance.now();
    const asked = { runs, budgetMs: 3_600_000, timeoutMs: 60_000, parallel: 1 };
    const deciding = { command, decidedBy: { kind: "exitCode" } } as const;
    const planned = await planFor(git, folder, halt, { ...asked, deciding }, []);
    if (!planned.ok) throw new Error(planned.message);
    await verifyHalt(planned.plan, { git, top: folder, now: () => new Date().toISOString() });
    const verificationMs = performance.now() - started;
    return { files: 500, runs, bareMs: before + (await bare()), verificationMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
