import * as z from "zod";
import { commitId, instant, itemId, text } from "../../halt/schema/common";

/** Where a run came from: a command typed in a terminal, a task of the editor, a launch of its debugger. */
const runSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("terminal") }),
  z.object({ kind: z.literal("task"), name: text }),
  /** `what` is the program with its arguments. */
  z.object({ kind: z.literal("debug"), name: text, type: text, what: text.optional() }),
]);

/** One run of something, without its secrets. */
const recordedRun = z.object({
  id: itemId,
  source: runSource,
  /** Absent where nobody told it. */
  command: text.optional(),
  /** Only the beginning of the command is kept. */
  isCut: z.boolean().optional(),
  /** The command line was read off the screen, and may not be what was typed. */
  isReadOffScreen: z.boolean().optional(),
  /** In the repository, with `/`; `.` is its top. */
  folder: text.optional(),
  /** It ran in a folder outside of the repository. */
  isOutside: z.boolean().optional(),
  startedAt: instant,
  /** HEAD when it started. */
  commit: commitId.optional(),
  end: z.enum(["running", "ended", "closed"]),
  durationMs: z.number().int().nonnegative().optional(),
  exitCode: z.number().int().optional(),
  /** The end of what it printed; absent where it could not be had. */
  output: text.optional(),
  /** It took the whole screen, as an editor or a pager does. */
  isFullScreen: z.boolean().optional(),
  /** Secrets that were taken out, by kind. */
  found: z.record(z.string(), z.number().int().positive()),
});

const recordingSchema = z.object({
  startedAt: instant,
  /** Absent while it goes on, and where the window ended in the middle of it. */
  stoppedAt: instant.optional(),
  /** The address of the halt that the steps are for. */
  halt: text,
  runs: z.array(recordedRun),
  /** Runs at the beginning that are no longer kept. */
  leftOut: z.number().int().nonnegative(),
  /** Terminals in which something was typed that nobody told of. */
  silent: z.array(text),
});

export type RunSource = z.output<typeof runSource>;
export type RecordedRun = z.output<typeof recordedRun>;
export type Recording = z.output<typeof recordingSchema>;

/** With 2 KB of output each, this many stay below what the editor calls a large state of an extension. */
export const mostRuns = 200;

/** A recording that begins now. */
export function newRecording(halt: string, startedAt: string): Recording {
  return { startedAt, halt, runs: [], leftOut: 0, silent: [] };
}

/** A recording that goes on. */
export function begun(recording: Recording): Recording {
  const { startedAt, halt, runs, leftOut } = recording;
  return { startedAt, halt, runs, leftOut, silent: [] };
}

/** A recording as it was kept; undefined where there is none or it is of another make. */
export function readRecording(kept: unknown): Recording | undefined {
  const read = recordingSchema.safeParse(kept);
  return read.success ? read.data : undefined;
}

/** With a run that started. Beyond the bound the oldest runs go, counted. */
export function withRun(recording: Recording, run: RecordedRun): Recording {
  const runs = [...recording.runs, run];
  const over = Math.max(0, runs.length - mostRuns);
  return { ...recording, runs: runs.slice(over), leftOut: recording.leftOut + over };
}

/** With what is known of a run now, where it started; one that went because of the bound does not come back. */
export function withNews(recording: Recording, run: RecordedRun): Recording {
  return { ...recording, runs: recording.runs.map((one) => (one.id === run.id ? run : one)) };
}

/** Without a run that turned out to be a part of another one. */
export function withoutRun(recording: Recording, id: string): Recording {
  return { ...recording, runs: recording.runs.filter((run) => run.id !== id) };
}
