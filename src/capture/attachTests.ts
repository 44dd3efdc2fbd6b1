import { isAbsolute, relative, sep } from "node:path";
import { instantOf } from "../halt/instant";
import type { Intent } from "../halt/intent";
import { newItemId } from "../halt/newId";
import type { Halt, Redactions, TestFailure, TestResultFile } from "../halt/schema/halt";
import type { ReportedTest, TestResults } from "../halt/testResults";
import { baseIntents, comparedWithBase, sinceBefore } from "./compareTests";
import { cutText } from "./cutText";
import { FailureOwners } from "./failureOwner";
import { mergeFound } from "./redaction/knownSecrets";
import { redactionIntents } from "./redaction/redactionIntents";
import { maxTextBytes } from "./results/resultCollector";
import { TestOutcomes, type SeenOutcome } from "./testOutcomes";
import { readTests, type ReadPart } from "./readTests";

export interface AttachContext {
  /** The repository's top folder. */
  readonly top: string;
  /** The same, for results that lie elsewhere, as those that were fetched. */
  readonly repository?: string;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly commit?: string;
  /** When that commit was made, ISO 8601 with offset. */
  readonly committedAt?: string;
  readonly by?: string;
  readonly maxStoredBytes?: number;
  /** Hears of each test of the file. */
  readonly onTest?: (test: ReportedTest) => void;
}

export type AttachedTests =
  | {
      readonly ok: true;
      readonly file: TestResultFile;
      readonly redactions: Redactions;
      readonly results: TestResults;
    }
  | Failed;

type Failed = { readonly ok: false; readonly message: string };

/**
 * Reads test results as evidence: totals, failures without secrets, source, hash, time and commit.
 * @param path of a file, or of a folder, a zip or a glob whose files are of one run
 */
export async function readTestFile(path: string, context: AttachContext): Promise<AttachedTests> {
  const { top, now, commit, by, maxStoredBytes, onTest } = context;
  const read = await readTests(path, {
    ...(maxStoredBytes !== undefined && { maxStoredBytes }),
    ...(onTest !== undefined && { onTest }),
  });
  if (!read.ok) return read;
  const { results, parts } = read;
  const { failures, problems, redactions } = await withoutSecrets(results, read.from);
  const owners = new FailureOwners(context.repository ?? top);
  const owned: TestFailure[] = [];
  for (const [index, failure] of failures.entries()) {
    const told = results.failures[index];
    const owner = told && (await owners.of(told));
    owned.push(owner === undefined ? failure : { ...failure, owner: { ...owner } });
  }
  const { format, total, attempts, flaky, partial, declared, failuresNotStored } = results;
  const { suites, passed, failed, errored, skipped } = results;
  const place = pathFrom(top, path);
  // A run is as old as the oldest of its files.
  const [writtenAt] = parts.map(({ modifiedAt }) => modifiedAt).sort();
  const file: TestResultFile = {
    id: newItemId("tests"),
    path: place,
    format,
    captured: {
      at: now,
      ...(by && { by }),
      ...(commit && { commit }),
      from: place,
      ...(read.sha256 !== undefined && { sha256: read.sha256 }),
    },
    ...(writtenAt !== undefined && { writtenAt: instantOf(new Date(writtenAt)) }),
    totals: {
      ...{ suites, total, passed, failed, errored, skipped },
      ...(flaky > 0 && { flaky }),
      ...(attempts > total && { attempts }),
    },
    ...(read.isSet && partsOf(parts)),
    ...(partial && { partial }),
    ...(declared && { declared: { ...declared } }),
    problems: [...problems, ...olderThanCommit(writtenAt, context)],
    failures: owned,
    ...(failuresNotStored > 0 && { failuresNotStored }),
  };
  return { ok: true, file, redactions, results };
}

/**
 * Reads test results for a halt: with what changed since the run of them that it has, and whether their failures passed in
 * the results of the base.
 */
export async function readTestsFor(
  halt: KnownTests,
  path: string,
  context: AttachContext,
): Promise<AttachedTests> {
  const place = pathFrom(context.top, path);
  const before = halt.failingTests.find((file) => file.path === place);
  const outcomes = new TestOutcomes(before?.failures ?? []);
  const read = await readTestFile(path, {
    ...context,
    onTest: (test) => {
      outcomes.see(test);
      context.onTest?.(test);
    },
  });
  if (!read.ok) return read;
  const compared = await comparedWithBase(read.file, read.results.failures, halt, context.top);
  const since = sinceBefore(before, compared, outcomes);
  const set = halt.failingTests.find((one) => one.path !== place && holds(one, read.file));
  const problems =
    set === undefined
      ? compared.problems
      : [...compared.problems, { severity: "warning" as const, message: countsTwice(set.path) }];
  return { ...read, file: { ...compared, problems, ...(since !== undefined && { since }) } };
}

export type BaseTests =
  | (AttachedTests & {
      readonly ok: true;
      /** What became there of the halt's failures, by their ids. */
      readonly outcomes: ReadonlyMap<string, SeenOutcome>;
    })
  | Failed;

/** The part of a halt that new results are held against. */
export type KnownTests = Pick<Halt, "failingTests" | "baseTests">;

/** Reads test results of the base for a halt, with what became there of the tests that the halt holds as failing. */
export async function readBaseTestsFor(
  halt: KnownTests,
  path: string,
  context: AttachContext,
): Promise<BaseTests> {
  const failures = halt.failingTests.flatMap((file) => file.failures);
  const seen = new TestOutcomes(failures);
  const read = await readTestFile(path, { ...context, onTest: seen.see });
  if (!read.ok) return read;
  const outcomes = failures.flatMap((failure) => {
    const outcome = seen.of(failure);
    return outcome === undefined ? [] : [[failure.id, outcome] as const];
  });
  return { ...read, outcomes: new Map(outcomes) };
}

/** A set of more files is counted, and these are named. */
const mostParts = 300;

function partsOf(parts: readonly ReadPart[]): Pick<TestResultFile, "parts" | "partsNotStored"> {
  const stored = parts.slice(0, mostParts).map(({ name, sha256, modifiedAt, results }) => ({
    path: name,
    sha256,
    writtenAt: instantOf(new Date(modifiedAt)),
    total: results.total,
    failed: results.failed + results.errored,
  }));
  const left = parts.length - stored.length;
  return { parts: stored, ...(left > 0 && { partsNotStored: left }) };
}

/** Failures of one halt together. */
const haltBytes = 1024 * 1024;

/**
 * How many bytes of failures a halt still takes from a result file. An earlier run of the same file gives way to it, and
 * so does its share.
 * @param replacing absolute path of the file that is about to be attached
 * @param top the repository's top folder
 */
export function storedBytesLeft({ failingTests }: Halt, replacing: string, top: string): number {
  const place = pathFrom(top, replacing);
  const kept = failingTests.filter(({ path }) => path !== place);
  return Math.max(0, haltBytes - Buffer.byteLength(JSON.stringify(kept)));
}

/** What a result file or a set of them holds, for choosing among them: nothing of it is kept, so nothing is redacted. */
export async function countTests(path: string): Promise<TestResults | undefined> {
  const read = await readTests(path, { maxStoredBytes: 0 });
  return read.ok ? read.results : undefined;
}

/**
 * What attaching does to a halt: a file that was attached before is replaced, so that it is the newer run that counts. One
 * that cannot be read whole, as while a run is writing it, takes nothing away.
 */
export function attachIntents(halt: Halt, file: TestResultFile, redactions: Redactions): Intent[] {
  const broken = isBroken(file);
  const before = halt.failingTests.filter(
    (one) => (one.path === file.path || holds(file, one)) && (!broken || isBroken(one)),
  );
  return [
    ...before.map(({ id }): Intent => ({ kind: "remove", path: ["failingTests"], id })),
    ...redactionIntents(halt, redactions),
    { kind: "add", path: ["failingTests"], item: file },
  ];
}

function countsTwice(set: string): string {
  return `It is part of ${set}, which is attached, too, so its tests count twice. Remove one of the two.`;
}

/** Whether a set holds a file that was attached alone: its tests would count twice. */
function holds({ path, parts = [] }: TestResultFile, { path: other, captured }: TestResultFile): boolean {
  return parts.some((part) => `${path}/${part.path}` === other || part.sha256 === captured.sha256);
}

/** What attaching results of the base does to a halt; the same results of an earlier run are replaced. */
export function attachBaseIntents(
  halt: Halt,
  { file, redactions, outcomes }: Pick<BaseTests & { ok: true }, "file" | "redactions" | "outcomes">,
): Intent[] {
  const before = halt.baseTests.filter((one) => one.path === file.path);
  // The failures count for what they are in the target; the names of those that failed in the base already stand there.
  const kept: TestResultFile = { ...file, failures: [] };
  return [
    ...before.map(({ id }): Intent => ({ kind: "remove", path: ["baseTests"], id })),
    ...redactionIntents(halt, redactions),
    { kind: "add", path: ["baseTests"], item: kept },
    ...baseIntents(halt, file, outcomes),
  ];
}

function isBroken({ problems }: TestResultFile): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** A result that was written before the commit was made comes from a run of an earlier state. */
function olderThanCommit(
  writtenAt: string | undefined,
  { committedAt }: AttachContext,
): TestResultFile["problems"] {
  if (committedAt === undefined || writtenAt === undefined) return [];
  if (Date.parse(writtenAt) >= Date.parse(committedAt)) return [];
  const message =
    "The file is older than the commit that is checked out: the run may be of an earlier state.";
  return [{ severity: "warning", message }];
}

/** Secrets go first, then what is too long: the other way round half of one might stay. */
async function withoutSecrets(
  { failures, problems }: TestResults,
  from: readonly string[],
): Promise<{
  readonly failures: TestFailure[];
  readonly problems: TestResultFile["problems"];
  readonly redactions: Redactions;
}> {
  const { redactAll } = await import("./redaction/redact");
  const texts = failures.flatMap(({ name, suite, file = "", type = "", message, detail }, index) => [
    ...[name, suite, file, type, from[index] ?? "", message, detail],
  ]);
  const redacted = await redactAll([...texts, ...problems.map(({ message }) => message)]);
  let redactions: Redactions = {};
  const next = redacted[Symbol.iterator]();
  const take = (counted = true): string => {
    const { text = "", found = {} } = next.next().value ?? {};
    if (counted) redactions = mergeFound(redactions, found);
    return text;
  };
  const kept = failures.map((failure, index): TestFailure => {
    const { outcome, line, cut, attempts = 1 } = failure;
    const [name, suite, file, type] = [take(), take(), take(), take()];
    const [source, message] = [take(), take()];
    // Most tools repeat the message at the head of the detail; one secret there is one secret.
    const detail = take(failure.message === "" || !failure.detail.includes(failure.message));
    return {
      ...{ id: newItemId("failure"), outcome },
      suite: cutText(suite, maxTextBytes),
      name: cutText(name, maxTextBytes),
      ...(failure.file !== undefined && { file: cutText(file, maxTextBytes) }),
      ...(line !== undefined && { line }),
      ...(failure.type !== undefined && { type: cutText(type, maxTextBytes) }),
      message: cutText(message, maxTextBytes, cut?.message),
      detail: cutText(detail, maxTextBytes, cut?.detail),
      ...(from[index] !== undefined && { source: cutText(source, maxTextBytes) }),
      ...(attempts > 1 && { attempts }),
    };
  });
  return {
    failures: kept,
    problems: problems.map((problem) => ({ ...problem, message: take() })),
    redactions,
  };
}

/** Relative to the repository with `/`, absolute outside it. */
function pathFrom(top: string, path: string): string {
  const inside = relative(top, path);
  if (inside === "" || inside.startsWith(`..${sep}`) || inside === ".." || isAbsolute(inside)) return path;
  return inside.split(sep).join("/");
}
