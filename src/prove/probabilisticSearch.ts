import { setImmediate } from "node:timers/promises";
import type { SearchProgress } from "./bisect";
import { beliefOf, gainOf, likeliest, type Belief, type Evidence } from "./changeBelief";
import type { NoTrial, Trials } from "./commitTrials";

/** The commits that may have brought the bug, and which of them each holds. */
export interface Candidates {
  readonly commits: readonly string[];
  /** Of any commit that is run: whether it holds a candidate, by its place among `commits`. */
  readonly holds: (commit: string) => Evidence["holds"];
}

export interface SearchOptions {
  readonly candidates: Candidates;
  /** Commits that may be run. */
  readonly runnable: readonly string[];
  /** A commit without any of them: what runs there tell is how often one fails before the change. */
  readonly base: string;
  /** From 0 to 1; it ends when it is so sure of one. */
  readonly confidence: number;
  readonly maxRuns: number;
  readonly onProgress: (progress: SearchProgress) => void;
}

export interface Searched {
  /** `several`: what would tell them apart cannot be run. `runsOut`: all runs were made. */
  readonly kind: "one" | "several" | "runsOut" | NoTrial["kind"];
  /** The likeliest first, as many as hold the confidence that was asked for. */
  readonly commits: readonly string[];
  /** How likely it is one of them; of `one` how likely it is that one. */
  readonly confidence: number;
}

/**
 * Looks for the change that brought an intermittent bug: each run is made where it tells most, so that commits are run again
 * as often as it is worth it, and no commit is given up for a run that passed by luck. It goes on from what the trials know
 * already.
 */
export async function probabilisticSearch(trials: Trials, options: SearchOptions): Promise<Searched> {
  const { candidates, runnable, base, confidence, maxRuns, onProgress } = options;
  const [newest = ""] = candidates.commits;
  for (let run = 0; ; run += 1) {
    const evidence = evidenceOf(trials, candidates, base);
    const belief = beliefOf(candidates.commits.length, evidence);
    const testable = runnable.filter((commit) => trials.tried.get(commit)?.why === undefined);
    const found = decided(belief, candidates, testable, confidence);
    if (found !== undefined) return found;
    const next = await mostTelling(belief, candidates, testable);
    if (run === maxRuns || next === undefined)
      return { kind: next === undefined ? "several" : "runsOut", ...range(belief, candidates, confidence) };
    const ends = [newest, base].filter((end) => trials.tried.get(end)?.why === undefined);
    const end = next.gain < littleGain && run % 2 === 1 ? ends[((run - 1) / 2) % ends.length] : undefined;
    const commit = end ?? next.commit;
    const likely = belief.chance[likeliest(belief) ?? 0] ?? 0;
    onProgress({
      left: range(belief, candidates, confidence).commits.length,
      steps: Math.ceil(uncertainty(belief) / next.gain),
      confidence: likely,
      commit,
    });
    const { kind } = await trials.runAt(commit);
    if (kind === "cancelled" || kind === "outOfTime")
      return { kind, ...range(belief, candidates, confidence) };
  }
}

/** What was seen elsewhere outside of the range is of no part in it. */
function evidenceOf(
  { tried }: Pick<Trials, "tried">,
  { commits, holds }: Candidates,
  base: string,
): readonly Evidence[] {
  const inRange = new Set([...commits, base]);
  return [...tried].flatMap(([commit, told]): Evidence[] =>
    inRange.has(commit) && told.failures + told.passes > 0
      ? [{ ...told, holds: commit === base ? () => false : holds(commit) }]
      : [],
  );
}

/** It is sure of one, or of some that no run can tell apart. */
function decided(
  { chance }: Belief,
  candidates: Candidates,
  testable: readonly string[],
  confidence: number,
): Searched | undefined {
  const first = chance.indexOf(chance.reduce((one, other) => Math.max(one, other), 0));
  const held = testable.map(candidates.holds);
  const alike = chance.flatMap((likely, candidate) =>
    likely > negligible && held.every((holds) => holds(candidate) === holds(first)) ? [candidate] : [],
  );
  const sure = alike.reduce((sum, candidate) => sum + (chance[candidate] ?? 0), 0);
  if (sure < confidence) return undefined;
  const commits = alike.flatMap((candidate) => candidates.commits[candidate] ?? []);
  const own = chance[first] ?? 0;
  return own >= confidence
    ? { kind: "one", commits: [candidates.commits[first] ?? ""], confidence: own }
    : { kind: "several", commits, confidence: sure };
}

async function mostTelling(
  belief: Belief,
  { holds }: Candidates,
  testable: readonly string[],
): Promise<{ readonly commit: string; readonly gain: number } | undefined> {
  const gainAt = gainOf(belief);
  let best: { readonly commit: string; readonly gain: number } | undefined;
  let since = performance.now();
  for (const commit of testable) {
    const gain = gainAt(holds(commit));
    if (gain > (best?.gain ?? negligible)) best = { commit, gain };
    if (performance.now() - since < longestMs) continue;
    await setImmediate();
    since = performance.now();
  }
  return best;
}

/** Whoever waits for this process, as an editor for its extensions, gets a turn after so long. */
const longestMs = 20;

const negligible = 1e-9;
/** In bits. With so little to win it is the rates that are not known: runs at the target, which holds all, and the base tell of these. */
const littleGain = 0.02;

/** The fewest candidates that hold a confidence, the likeliest first. */
function range(
  { chance }: Belief,
  { commits }: Candidates,
  confidence: number,
): Pick<Searched, "commits" | "confidence"> {
  const sorted = [...chance.entries()].sort(([, one], [, other]) => other - one);
  const held: string[] = [];
  let sum = 0;
  for (const [candidate, likely] of sorted) {
    if (sum >= confidence) break;
    held.push(commits[candidate] ?? "");
    sum += likely;
  }
  return { commits: held, confidence: Math.min(1, sum) };
}

function uncertainty({ chance }: Belief): number {
  return chance.reduce((sum, likely) => (likely > 0 ? sum - likely * Math.log2(likely) : sum), 0);
}
