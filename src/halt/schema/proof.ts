import * as z from "zod";
import { commandRun, commitId, instant, itemId, provenance, text } from "./common";
import { environment, machine } from "./environment";

/** A file or a link that belongs to the halt; a file by path and SHA-256. A copy keeps what lay outside the repository. */
export const attachment = z.looseObject({
  id: itemId,
  kind: z.enum(["screenshot", "trace", "log", "dashboard", "link", "file"]),
  title: text.optional(),
  path: text.optional(),
  /** The name of the copy, in the folder `attachments` beside the halt file. */
  copy: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/)
    .optional(),
  url: text.optional(),
  captured: provenance.optional(),
});

/** One rung of the observation ladder. Absent `text` means: what the halt's title says. */
export const observation = z.looseObject({
  id: itemId,
  rung: z.enum(["observed", "confirmed", "rerunHere", "rerunClean"]),
  text: text.optional(),
  environment: text.optional(),
  build: text.optional(),
  url: text.optional(),
  at: instant.optional(),
  by: text.optional(),
  commit: commitId.optional(),
  /** Ids of `attachments`. */
  attachments: z.array(itemId).default([]),
});

/** A place in the code that is found again after edits: its line's text with its neighbours, at a commit. */
const codeLocation = z.looseObject({
  path: text,
  /** 1-based, at `commit`. */
  line: z.number().int().positive(),
  endLine: z.number().int().positive().optional(),
  commit: commitId.optional(),
  text: text,
  before: z.array(text).default([]),
  after: z.array(text).default([]),
  url: text.optional(),
  /** The file differed from the commit when the location was taken. */
  uncommitted: z.boolean().optional(),
});

const reproductionStep = z.looseObject({
  id: itemId,
  text: text.optional(),
  command: text.optional(),
  folder: text.optional(),
  /** Absent means unknown: shell integration sometimes has none. */
  exitCode: z.number().int().optional(),
  /** How long it ran; absent where that is not known. */
  durationMs: z.number().int().nonnegative().optional(),
  /** Tail of the output; absent with `outputNotCaptured` when the terminal brought none. */
  output: text.optional(),
  outputNotCaptured: z.boolean().optional(),
  location: codeLocation.optional(),
  captured: provenance.optional(),
  /** This step's command decides whether the bug shows. */
  decides: z.boolean().optional(),
});

/** How the deciding command tells whether the bug shows: by its exit code, or by a text that it prints. */
const decidedBy = z.looseObject({
  kind: z.enum(["exitCode", "mustAppear", "mustNotAppear"]),
  text: text.optional(),
});

/** One run of the deciding command at one commit: the bug showed, it did not, or the run told nothing. */
const verificationRun = z.looseObject({
  outcome: z.enum(["failed", "passed", "unusable"]),
  /** Why it told nothing. */
  why: text.optional(),
  exitCode: z.number().int().optional(),
  at: instant,
  durationMs: z.number().nonnegative(),
  /** The end of what it printed. */
  output: text.optional(),
});

const verifiedCommit = z.looseObject({
  ref: text,
  commit: commitId,
  role: z.enum(["target", "base", "other"]),
  /** With the changes that were not committed, as they were. */
  uncommitted: z.boolean().optional(),
  /** Runs that told something. */
  runs: z.number().int().nonnegative(),
  /** Of those: the bug showed. */
  failures: z.number().int().nonnegative(),
  /** Runs that told nothing. */
  unusable: z.number().int().nonnegative(),
  remarks: z.array(text).default([]),
  /** The first of each outcome have their output; there may be fewer here than there were. */
  log: z.array(verificationRun).default([]),
});

/** The deciding command, run again and again in clean worktrees by one person on one machine. */
const verification = z.looseObject({
  id: itemId,
  at: instant,
  by: text.optional(),
  /** The kind of machine, as in `linux x64`. */
  where: text.optional(),
  /** The machine itself, where the halt holds the environment to compare it with. */
  machine: machine.optional(),
  command: text,
  folder: text.optional(),
  setup: text.optional(),
  decidedBy,
  /** Runs of each commit that were asked for. */
  asked: z.number().int().positive(),
  durationMs: z.number().nonnegative(),
  /** The time was up before all were made. */
  outOfTime: z.boolean().optional(),
  commits: z.array(verifiedCommit),
});

export const reproduction = z.looseObject({
  preconditions: text.optional(),
  steps: z.array(reproductionStep).default([]),
  expected: text.optional(),
  actual: text.optional(),
  /** Runs in a clean checkout before the deciding command can, as `npm ci`. */
  setup: text.optional(),
  decidedBy: decidedBy.optional(),
  /** Where the steps were run. */
  environment: environment.optional(),
  /** Why the steps cannot be run in a checkout: what was observed elsewhere then stands for itself. */
  onlyElsewhere: text.optional(),
  verifications: z.array(verification).default([]),
});

const testFailure = z.looseObject({
  id: itemId,
  outcome: z.enum(["failed", "errored"]),
  suite: text.default(""),
  name: text,
  file: text.optional(),
  line: z.number().int().positive().optional(),
  type: text.optional(),
  message: text.default(""),
  detail: text.default(""),
  /** The file of the set that it is from. */
  source: text.optional(),
  /** How often it ran, where it was tried more than once. */
  attempts: z.number().int().positive().optional(),
  /** The first line of the repository that the report or its stack names. */
  owner: z
    .looseObject({
      path: text,
      line: z.number().int().positive(),
      /** What stood in that line when the test ran, by which it is found again after edits; absent where that is not known. */
      text: text.optional(),
    })
    .optional(),
  /** What became of it in the results of the base; absent where that is not known. */
  inBase: z.enum(["passed", "failed", "skipped", "absent"]).optional(),
});

const testTotals = z.looseObject({
  suites: z.number().int(),
  total: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  errored: z.number().int(),
  skipped: z.number().int(),
  /** Of those that passed: failed first, and passed when they were tried again. */
  flaky: z.number().int().optional(),
  /** How often a test ran, all tests together, where some were tried more than once. */
  attempts: z.number().int().optional(),
});

/** One file of an attached set. */
const testResultPart = z.looseObject({
  /** Within the set, with `/`. */
  path: text,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  writtenAt: instant.optional(),
  total: z.number().int(),
  /** Failed and errored tests. */
  failed: z.number().int(),
});

/**
 * One attached result file, or a set of files that are of one run: its totals, its failures and what is wrong with it. The
 * hash of a set is that of the lines `HASH  PATH` of its parts, as `sha256sum` prints them, in their order.
 */
export const testResultFile = z.looseObject({
  id: itemId,
  path: text,
  format: text,
  captured: provenance,
  /** When the file was written last: the run is no younger than that. */
  writtenAt: instant.optional(),
  totals: testTotals,
  /** The files of a set; not there where one file was attached. */
  parts: z.array(testResultPart).optional(),
  /** Parts that were counted but not stored, to keep the halt within its size. */
  partsNotStored: z.number().int().optional(),
  /** A file ends too early or cannot be read whole: there are at least the tests that were counted. */
  partial: z.boolean().optional(),
  declared: z.looseObject({}).optional(),
  problems: z
    .array(
      z.looseObject({
        severity: z.enum(["error", "warning"]),
        message: text,
        line: z.number().int().optional(),
        /** It is not of the file, which was read whole: how the command ended contradicts it. */
        about: z.literal("exitCode").optional(),
      }),
    )
    .default([]),
  failures: z.array(testFailure).default([]),
  /** Failures that were counted but not stored, to keep the halt within its size. */
  failuresNotStored: z.number().int().optional(),
  /** Against the run of it that was attached before: tests that pass now, fail still, and fail now and did not. */
  since: z
    .looseObject({
      at: instant,
      commit: commitId.optional(),
      fixed: z.number().int(),
      stillFailing: z.number().int(),
      newlyFailing: z.number().int(),
    })
    .optional(),
});

/** A run that left no test results that can be read: how it ended, and the end of what it printed. No test is counted. */
export const testRun = z.looseObject({
  id: itemId,
  captured: provenance.extend({ run: commandRun }),
  /** Absent with `outputNotCaptured` where it could not be had. */
  output: text.optional(),
  outputNotCaptured: z.boolean().optional(),
});

/** What was tested and what was not, in words. */
export const testScope = z.looseObject({
  tested: z.array(z.looseObject({ id: itemId, text })).default([]),
  notTested: z.array(z.looseObject({ id: itemId, text })).default([]),
});

/** An event of the halt's history. */
export const timelineEvent = z.looseObject({
  id: itemId,
  at: instant,
  by: text.optional(),
  event: text,
  detail: text.optional(),
});
