import { bisect, type SearchEnd, type SearchProgress } from "./bisect";
import { allCandidates, candidatesFor } from "./candidates";
import { commitsSinceBase, isCutOff, type RangeEnds } from "./commitRange";
import {
  WorktreeTrials,
  type NoTrial,
  type TrialContext,
  type TrialPlan,
  type Tried,
  type Trials,
} from "./commitTrials";
import { probabilisticSearch, type Searched } from "./probabilisticSearch";
import { checkEnds, type EndsProblem } from "./searchEnds";
import type { Outcome } from "./deciding";

export interface ChangeSearch extends TrialPlan {
  readonly ends: RangeEnds;
  /** Of each commit, while none fails; 1 tells enough of a bug that shows every time. */
  readonly runs: number;
  /** It is known that the bug does not show every time. */
  readonly isIntermittent: boolean;
}

/** How sure it is before it names a change. */
const wantedConfidence = 0.95;

/** What was found, or what is known by then. */
export interface ChangeFound {
  readonly result:
    | { readonly kind: "found"; readonly commit: string }
    | {
        readonly kind: "several" | "runsOut" | "outOfTime" | "cancelled";
        /** One of them brought it; newest or likeliest first. */
        readonly commits: readonly string[];
      }
    | { readonly kind: "noCommits" }
    /** The history in this clone ends between base and target. */
    | { readonly kind: "cutOff" }
    | Exclude<EndsProblem, NoTrial>;
  /** From 0 to 1, that it is the change, or among those that are left; undefined where none was looked for. */
  readonly confidence?: number;
  readonly how: "bisection" | "probabilisticSearch";
  /** Commits between base and target. */
  readonly commits: number;
  /** Runs that told something, those at both ends among them. */
  readonly runs: number;
  /** Commits that could not be run. */
  readonly unusable: number;
  readonly remarks: readonly string[];
  readonly durationMs: number;
  /** What runs told of each commit: another search goes on from there. */
  readonly tried: ReadonlyMap<string, Tried>;
}

export type ChangeEvent =
  | { readonly kind: "move"; readonly commit: string }
  /** `tried` holds what this run told, too. */
  | {
      readonly kind: "run";
      readonly commit: string;
      readonly outcome: Outcome;
      readonly tried: ReadonlyMap<string, Tried>;
    }
  | ({ readonly kind: "progress" } & SearchProgress);

export interface ChangeContext extends TrialContext {
  /** What an earlier search of the same told, which was stopped. */
  readonly known?: ReadonlyMap<string, Tried>;
  readonly onEvent?: (event: ChangeEvent) => void;
}

/**
 * Looks for the change between base and target that brought the bug, in one worktree of its own that is gone when it answers.
 * A bug that shows every time is found by halving, and the result is run again until it is sure enough; one that does not is
 * found by a probabilistic search, which takes over with all that is known as soon as runs of a commit differ.
 */
export async function findChange(search: ChangeSearch, context: ChangeContext): Promise<ChangeFound> {
  const started = performance.now();
  const onMove = (commit: string): void => context.onEvent?.({ kind: "move", commit });
  const trials = new WorktreeTrials(search, context, onMove, context.known);
  const all = await commitsSinceBase(context, search.ends.target, search.ends);
  let found: Looked = { result: { kind: "noGit", message: all.ok ? "" : all.message }, how: "bisection" };
  try {
    if (all.ok) found = await lookFor(search, context, heard(trials, context), all.commits);
  } finally {
    await trials.remove();
  }
  const told = [...trials.tried.values()];
  return {
    ...found,
    commits: all.ok ? all.commits.length : 0,
    runs: told.reduce((sum, { failures, passes }) => sum + failures + passes, 0),
    unusable: told.filter(({ why }) => why !== undefined).length,
    remarks: trials.remarks,
    durationMs: Math.round(performance.now() - started),
    tried: trials.tried,
  };
}

type Looked = Pick<ChangeFound, "result" | "confidence" | "how">;

async function lookFor(
  search: ChangeSearch,
  context: ChangeContext,
  trials: Trials,
  all: readonly string[],
): Promise<Looked> {
  const { ends } = search;
  if (all.length === 0) return { result: { kind: "noCommits" }, how: "bisection" };
  // The oldest commit that is here would be found to have brought what is older than it.
  if (await isCutOff(context, ends)) return { result: { kind: "cutOff" }, how: "bisection" };
  const checked = await checkEnds(context, trials, ends, search);
  if (!checked.ok) {
    const { problem } = checked;
    if (problem.kind === "cancelled" || problem.kind === "outOfTime")
      return { result: { kind: problem.kind, commits: all }, how: "bisection" };
    return { result: problem, how: "bisection" };
  }
  const onProgress = (progress: SearchProgress): void => {
    context.onEvent?.({ kind: "progress", ...progress });
  };
  if (!checked.isIntermittent) {
    const { good } = checked;
    const halved = await bisect(context, trials, { ends, good, runs: search.runs, onProgress });
    const sure = await makeSure(newestFirst(halved, all), search, context, trials, onProgress);
    if (sure !== undefined) return sure;
  }
  const wide = await allCandidates(context, ends);
  if (!wide.ok) return { result: { kind: "noGit", message: wide.message }, how: "probabilisticSearch" };
  const { candidates } = wide;
  const found = await probabilisticSearch(trials, {
    ...{ candidates, runnable: candidates.commits, base: ends.base, onProgress },
    ...{ confidence: wantedConfidence, maxRuns: mostRuns },
  });
  return { ...resultOf(found), how: "probabilisticSearch" };
}

/** The commits that halving left are in an order of its own. */
function newestFirst(end: SearchEnd, all: readonly string[]): SearchEnd {
  if (!("commits" in end)) return end;
  const left = new Set(end.commits);
  return { ...end, commits: all.filter((commit) => left.has(commit)) };
}

const mostRuns = 1000;
const mostRunsToMakeSure = 12;

/**
 * Runs once more what the halving rests on, until it is sure enough: a bug that shows not quite every time would have sent it
 * astray. Answers with nothing where that is what happened.
 */
async function makeSure(
  halved: SearchEnd,
  { ends }: ChangeSearch,
  context: ChangeContext,
  trials: Trials,
  onProgress: (progress: SearchProgress) => void,
): Promise<Looked | undefined> {
  const how = "bisection";
  if (halved.kind === "intermittent") return undefined;
  if (halved.kind === "noGit") return { result: halved, how };
  if (halved.kind === "cancelled" || halved.kind === "outOfTime") return { result: halved, how };
  const known = await candidatesFor(context, ends, trials.tried.keys());
  if (!known.ok) return { result: { kind: "noGit", message: known.message }, how };
  const left = halved.kind === "one" ? [halved.commit] : halved.commits;
  const found = await probabilisticSearch(trials, {
    ...{ candidates: known.candidates, runnable: [...trials.tried.keys()], base: ends.base },
    ...{ confidence: wantedConfidence, maxRuns: mostRunsToMakeSure },
    onProgress: (progress) => {
      onProgress({ ...progress, left: left.length });
    },
  });
  // Stopped while it made sure, it still knows what the halving left.
  if (found.kind === "cancelled") return { ...resultOf(found), how };
  const isSame = left.length === found.commits.length && found.commits.every((one) => left.includes(one));
  return isSame || found.kind === "outOfTime" ? { ...resultOf(found), how } : undefined;
}

function resultOf({ kind, commits, confidence }: Searched): Pick<Looked, "result" | "confidence"> {
  const [commit] = commits;
  if (kind === "one" && commit !== undefined) return { result: { kind: "found", commit }, confidence };
  return { result: { kind: kind === "one" ? "several" : kind, commits }, confidence };
}

function heard(trials: Trials, { onEvent }: ChangeContext): Trials {
  return {
    tried: trials.tried,
    runAt: async (commit) => {
      const trial = await trials.runAt(commit);
      if (trial.kind !== "cancelled" && trial.kind !== "outOfTime")
        onEvent?.({ kind: "run", commit, outcome: trial, tried: trials.tried });
      return trial;
    },
  };
}
