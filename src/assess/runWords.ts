import type { CommandRun, TestResultFile } from "../halt/schema/halt";
import { durationWords } from "./durationWords";
import { phrase } from "./phrase";
import { counted } from "./rangeWords";

/** What a person had run, to be shown as code: its command, else its name as a task. */
export function runName({ command, task }: CommandRun): string {
  return shortened(command ?? task ?? "", 200);
}

/** The same as the subject of a sentence: `the command npm test`, `the task npm: test`. */
export function runSubject({ command, task }: CommandRun): string {
  return task === undefined
    ? `the command ${shortened(command ?? "", 60)}`.trimEnd()
    : `the task ${shortened(task, 60)}`;
}

function shortened(text: string, length: number): string {
  const line = phrase(text);
  return line.length <= length ? line : `${line.slice(0, length).trimEnd()}…`;
}

/** How it ended, as in `ended with 1` or `was stopped after 5 min`. */
export function runEndWords({ exitCode, signal, timedOut, durationMs }: CommandRun): string {
  if (timedOut === true) return `was stopped after ${durationWords(durationMs)}`;
  if (signal !== undefined) return `was ended by ${phrase(signal)}`;
  return exitCode === undefined ? "ended; its exit code is not known" : `ended with ${exitCode}`;
}

/**
 * The circumstances of a run, to stand after its name: `exit code 1, ran 12 s at 14:03, with uncommitted changes`.
 * @param when how a point in time is written
 */
export function runCircumstances(run: CommandRun, when: (iso: string) => string): string {
  const { exitCode, signal, timedOut, folder, startedAt, durationMs, uncommitted, task, command } = run;
  const end =
    exitCode === undefined && signal === undefined && timedOut !== true
      ? "exit code not known"
      : exitCode === undefined
        ? runEndWords(run)
        : `exit code ${exitCode}`;
  return [
    task !== undefined && command !== undefined ? `task ${phrase(task)}` : "",
    folder === undefined || folder === "." ? "" : `in ${phrase(folder)}`,
    end,
    `ran ${durationWords(durationMs)} from ${when(startedAt)}`,
    uncommitted === true ? "with uncommitted changes" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** What results say that were read whole, against how their command ended; undefined where that does not contradict them. */
export function contradictionWords({ problems, totals, captured }: TestResultFile): string | undefined {
  const { run } = captured;
  const errors = problems.filter(({ severity }) => severity === "error");
  if (run === undefined || !errors.some(({ about }) => about === "exitCode") || errors.length > 1)
    return undefined;
  return `None of ${counted(totals.total, "test")} failed, but the command ${runEndWords(run)}`;
}
