import type { CommandRun, Redactions } from "../../halt/schema/halt";
import { pathInside, realPath } from "../../system/pathInside";
import { instantOf } from "../../halt/instant";
import type { CommandEnd, RanCommand } from "../../system/runCommand";
import { mergeFound } from "../redaction/knownSecrets";

/** A command or a task that has ended, as whoever ran it knows it. */
export interface FinishedRun {
  /** As it was run; undefined for a task that does not tell it. */
  readonly command?: string;
  /** The name of the editor's task. */
  readonly task?: string;
  /** Absolute. */
  readonly cwd: string;
  /** ISO 8601 with offset. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** `unknown` for a task that tells no exit code. */
  readonly end:
    Exclude<CommandEnd, { readonly kind: "cancelled" | "notStarted" }> | { readonly kind: "unknown" };
  /** Files of the repository differed from the commit when it started. */
  readonly uncommitted?: boolean;
  /** The commit that was checked out when it had ended, where it is another one than before. */
  readonly movedTo?: string;
  /** Undefined where it cannot be had, as for a task. */
  readonly output?: {
    /** That holds the standard output. */
    readonly file: string;
    /** The end of all that was printed. */
    readonly tail: string;
    /** Why the file does not hold all of it. */
    readonly problem?: string;
  };
}

/**
 * A command that came to an end of its own or ran out of time, as a finished run; undefined for one that was cancelled or
 * could not be started, of which nothing is evidence.
 * @param file that holds its standard output
 */
export function finishedCommand(
  { end, startedAt, durationMs, tail, outputProblem }: RanCommand,
  { command, cwd, file }: { readonly command: string; readonly cwd: string; readonly file: string },
): FinishedRun | undefined {
  if (end.kind === "cancelled" || end.kind === "notStarted") return undefined;
  const output = { file, tail, ...(outputProblem !== undefined && { problem: outputProblem }) };
  return { command, cwd, startedAt: instantOf(startedAt), durationMs, end, output };
}

/** What a halt keeps of a run, without secrets. */
export async function recordOfRun(
  run: FinishedRun,
  top: string,
): Promise<{ readonly record: CommandRun; readonly redactions: Redactions }> {
  const { redactAll } = await import("../redaction/redact");
  const { startedAt, durationMs, end, uncommitted } = run;
  const [command, task] = await redactAll([run.command ?? "", run.task ?? ""]);
  const folder = await folderIn(top, run.cwd);
  return {
    record: {
      ...(command !== undefined && command.text !== "" && { command: command.text }),
      ...(task !== undefined && task.text !== "" && { task: task.text }),
      ...(folder !== undefined && { folder }),
      ...{ startedAt, durationMs },
      ...(end.kind === "exited" && { exitCode: end.exitCode }),
      ...(end.kind === "signalled" && { signal: end.signal }),
      ...(end.kind === "timedOut" && { timedOut: true }),
      ...(uncommitted === true && { uncommitted }),
    },
    redactions: mergeFound(command?.found ?? {}, task?.found ?? {}),
  };
}

/** A folder outside of the repository names a person's home and means nothing to others. */
async function folderIn(top: string, folder: string): Promise<string | undefined> {
  if ((await realPath(top)) === (await realPath(folder))) return ".";
  return (await pathInside(top, folder))?.relative;
}

/** Whether the shell did not find the command or may not run it: then nothing was tested, and its output says only that. */
export function couldNotRun({ exitCode }: CommandRun): boolean {
  // https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02, and that of cmd.
  return exitCode === 126 || exitCode === 127 || exitCode === 9009;
}
