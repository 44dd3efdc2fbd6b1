import type { CommandRun, TestResultFile } from "../../halt/schema/halt";
import type { AttachedTests } from "../readTestFile";
import type { FinishedRun } from "./finishedRun";

type ReadResults = AttachedTests & { readonly ok: true };
type Problem = TestResultFile["problems"][number];

/**
 * The results of a run with the run that they are from. Where how it ended and what they say do not go together, or it did
 * not come to its end, that is a problem of them.
 */
export function withRun(
  files: readonly ReadResults[],
  run: FinishedRun,
  record: CommandRun,
): readonly ReadResults[] {
  const failing = files.some(({ file: { totals } }) => totals.failed + totals.errored > 0);
  const broken = files.some(({ file }) => file.problems.some(({ severity }) => severity === "error"));
  return files.map((read) => {
    const { captured, problems, ...rest } = read.file;
    const isCut = run.end.kind === "signalled" || run.end.kind === "timedOut";
    const file: TestResultFile = {
      ...rest,
      captured: { ...captured, run: captured.run ?? record },
      problems: [...problems, ...endProblems(run, { failing, broken }), ...movedProblems(run)],
      ...(isCut && { partial: true }),
    };
    return { ...read, file };
  });
}

function endProblems(
  { end, durationMs }: FinishedRun,
  { failing, broken }: { readonly failing: boolean; readonly broken: boolean },
): Problem[] {
  switch (end.kind) {
    case "timedOut": {
      const seconds = Math.round(durationMs / 1000);
      return [
        { severity: "error", message: `The command was stopped after ${seconds} s: tests may be missing.` },
      ];
    }
    case "signalled":
      return [
        { severity: "error", message: `The command was ended by ${end.signal}: tests may be missing.` },
      ];
    case "exited":
      if (end.exitCode !== 0 && !failing && !broken) {
        const message = `The command ended with ${end.exitCode}, though no test failed.`;
        return [{ severity: "error", message, about: "exitCode" }];
      }
      if (end.exitCode === 0 && failing)
        return [
          {
            severity: "warning",
            message: "The command ended with 0, though tests failed: who goes by that misses them.",
          },
        ];
      return [];
    case "unknown":
      return [];
    default:
      return end satisfies never;
  }
}

function movedProblems({ movedTo }: FinishedRun): Problem[] {
  if (movedTo === undefined) return [];
  const message = `Another commit was checked out while it ran: ${movedTo.slice(0, 10)}.`;
  return [{ severity: "warning", message }];
}
