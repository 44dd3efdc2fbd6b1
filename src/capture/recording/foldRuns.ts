import { dropReason } from "./dropReason";
import type { RecordedRun } from "./recording";

/**
 * Groups of runs that are the same, in the order of their first: same command, folder and outcome, one after the other.
 * What only looks does not stand between two. A run that came out otherwise is never folded into another.
 */
export function foldRuns(runs: readonly RecordedRun[]): readonly (readonly RecordedRun[])[] {
  const groups: RecordedRun[][] = [];
  for (const run of runs) {
    const last = groups.findLast(([first]) => first !== undefined && !standsAside(first, run));
    if (last?.[0] !== undefined && sameness(last[0]) === sameness(run)) last.push(run);
    else groups.push([run]);
  }
  return groups;
}

/** What looks is passed over on the way back; what took the screen may have changed anything. */
function standsAside(group: RecordedRun, run: RecordedRun): boolean {
  return dropReason(group) !== undefined && group.isFullScreen !== true && sameness(group) !== sameness(run);
}

function sameness(run: RecordedRun): string {
  const { source, command, isCut, folder, isOutside, commit, end, exitCode, output, isFullScreen } = run;
  // Two of which the command is not known may be anything.
  const what = command ?? (source.kind === "terminal" ? run.id : "");
  const going = end === "running" ? run.id : end;
  const printed = output === undefined ? null : withoutTimes(output);
  const where = [folder, isOutside, commit];
  return JSON.stringify([source, what, isCut, where, going, exitCode, printed, isFullScreen]);
}

/** Times and durations differ from run to run, and are no other outcome. */
function withoutTimes(output: string): string {
  return output
    .replaceAll(/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?/g, "TIME")
    .replaceAll(/\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b/g, "TIME")
    .replaceAll(/\b\d+(?:\.\d+)?\s?(?:ns|µs|us|ms|s|sec|seconds|m|min|minutes)\b/g, "DURATION")
    .replaceAll(/\bduration_ms:? \d+(?:\.\d+)?/g, "DURATION");
}
