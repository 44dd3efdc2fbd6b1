import type { NoTrial, Tried, Trials } from "./commitTrials";
import { partings, type Place, type RangeEnds } from "./commitRange";

export type EndsProblem =
  | NoTrial
  | { readonly kind: "noGit"; readonly message: string }
  /** It showed in none of the runs at the target. */
  | { readonly kind: "notAtTarget"; readonly runs: number }
  /** It shows in the base, too. */
  | { readonly kind: "inBase" }
  /** It shows where base and target part, and the base does not have it any more. */
  | { readonly kind: "mendedInBase"; readonly commit: string }
  | { readonly kind: "unusable"; readonly end: "target" | "base"; readonly why: string };

export type Ends =
  | { readonly ok: true; readonly isIntermittent: boolean; readonly good: readonly string[] }
  | { readonly ok: false; readonly problem: EndsProblem };

/** Without both ends a search finds something, whatever there is. */
const leastRuns = 2;
const leastRunsIntermittent = 5;
const mostRuns = 20;
const enoughFailures = 3;
/** The base is run so often that the bug, if it had it, would have shown but for this chance. */
const overlooked = 0.05;

/**
 * Makes sure that the bug shows at the target and does not show at the base, nor where they part; and sees whether it shows
 * in every run.
 */
export async function checkEnds(
  place: Place,
  trials: Trials,
  ends: RangeEnds,
  asked: { readonly runs: number; readonly isIntermittent: boolean },
): Promise<Ends> {
  const runs = Math.max(asked.runs, leastRuns);
  const often = ({ failures, passes }: Tried): boolean =>
    failures >= runs ||
    (failures + passes >= leastRunsIntermittent && failures >= enoughFailures) ||
    failures + passes >= mostRuns;
  const once = ({ failures, passes }: Tried): boolean => failures + passes >= runs && failures !== 1;
  const seldom = asked.isIntermittent;
  const target = await runUntil(ends.target, trials, (told) =>
    seldom ? often(told) : told.passes > 0 && told.failures > 0 ? often(told) : once(told),
  );
  if (!("failures" in target)) return ended("target", target);
  if (target.failures === 0) {
    const problem: EndsProblem = { kind: "notAtTarget", runs: target.passes };
    return { ok: false, problem };
  }
  const isIntermittent = seldom || target.passes > 0;
  const needed = isIntermittent ? runsToSee(target) : runs;
  const base = await runUntil(ends.base, trials, ({ failures, passes }) => failures > 0 || passes >= needed);
  if (!("failures" in base)) return ended("base", base);
  if (base.failures > 0) return { ok: false, problem: { kind: "inBase" } };
  const parting = await partings(place, ends);
  if (!parting.ok) return { ok: false, problem: { kind: "noGit", message: parting.message } };
  const good: string[] = [];
  for (const commit of parting.commits.filter((one) => one !== ends.base)) {
    const told = await runUntil(commit, trials, ({ failures, passes }) => failures > 0 || passes >= needed);
    if (!("failures" in told)) {
      if (told.kind === "unusable") continue;
      return { ok: false, problem: told };
    }
    if (told.failures > 0) return { ok: false, problem: { kind: "mendedInBase", commit } };
    good.push(commit);
  }
  return { ok: true, isIntermittent, good };
}

type Untold = NoTrial | { readonly kind: "unusable"; readonly why: string };

function ended(end: "target" | "base", untold: Untold): Ends {
  return { ok: false, problem: untold.kind === "unusable" ? { ...untold, end } : untold };
}

async function runUntil(
  commit: string,
  trials: Trials,
  isEnough: (told: Tried) => boolean,
): Promise<Tried | Untold> {
  for (;;) {
    const told = trials.tried.get(commit);
    if (told !== undefined && isEnough(told)) return told;
    const trial = await trials.runAt(commit);
    if (trial.kind === "unusable" || trial.kind === "cancelled" || trial.kind === "outOfTime") return trial;
  }
}

/** How many runs would show a bug as frequent as at the target. */
function runsToSee({ failures, passes }: Tried): number {
  const rate = (failures + 1) / (failures + passes + 2);
  const runs = Math.ceil(Math.log(overlooked) / Math.log(1 - rate));
  return Math.min(mostRuns, Math.max(leastRunsIntermittent, runs));
}
