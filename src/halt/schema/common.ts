import * as z from "zod";

/** An id of a list item: short, unique in its halt, never reused. */
export const itemId = z.string().min(1).max(120);

/** A point in time, ISO 8601 with its offset, as in `2026-11-30T17:00:00+01:00`. */
export const instant = z.iso.datetime({ offset: true });

/** A commit id, as git prints it in full (SHA-1 or SHA-256). */
export const commitId = z
  .string()
  .regex(
    /^[0-9a-f]{40}([0-9a-f]{24})?$/,
    "A commit is written with its whole id: 40 or 64 digits and letters.",
  );

/** Text of a person or of a tool. Never HTML. */
export const text = z.string();

/** A non-negative figure. */
export const figure = z.number().nonnegative();

/** The run of a pipeline that something was fetched from. */
const ciRun = z.looseObject({
  provider: z.enum(["github", "gitlab"]),
  runId: text,
  job: text.optional(),
  attempt: z.number().int().positive().optional(),
  /** Of its page. */
  url: text,
});

/** A command or a task of the editor that a person had run, and that left what was captured. */
export const commandRun = z.looseObject({
  /** Absent for a task that does not tell it. */
  command: text.optional(),
  /** The name of the editor's task. */
  task: text.optional(),
  /** In the repository, with `/`; `.` is its top. */
  folder: text.optional(),
  startedAt: instant,
  durationMs: z.number().int().nonnegative(),
  /** Absent where it is not known, and where a signal ended it. */
  exitCode: z.number().int().optional(),
  signal: text.optional(),
  /** It was stopped, as it took longer than it was given. */
  timedOut: z.boolean().optional(),
  /** Files of the repository differed from the commit. */
  uncommitted: z.boolean().optional(),
  /** The results are what it printed: there is no file that holds them. */
  printed: z.boolean().optional(),
});

/** Where a captured item came from. `sha256` is of the source's bytes. */
export const provenance = z.looseObject({
  at: instant,
  by: text.optional(),
  commit: commitId.optional(),
  from: text.optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  ci: ciRun.optional(),
  run: commandRun.optional(),
});

/** A figure as a range with its source; absent ends are not known. */
export const range = z.looseObject({
  low: figure.optional(),
  high: figure.optional(),
  source: text.optional(),
});
