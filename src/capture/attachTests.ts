import type { Intent } from "../halt/intent";
import type { Halt, Redactions, TestResultFile } from "../halt/schema/halt";
import type { TestResults } from "../halt/testResults";
import { baseIntents, comparedWithBase, sinceBefore } from "./compareTests";
import { readTests } from "./readTests";
import { pathFrom, readTestFile, type AttachContext, type AttachedTests } from "./readTestFile";
import { redactionIntents } from "./redaction/redactionIntents";
import { TestOutcomes, type SeenOutcome } from "./testOutcomes";

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
  | (AttachedTests & { readonly ok: false });

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

/** Failures of one halt together. */
const haltBytes = 1024 * 1024;

/**
 * How many bytes of failures a halt still takes from a result file. An earlier run of the same file gives way to it, and
 * so does its share.
 * @param replacing absolute path of the file that is about to be attached
 * @param top the repository's top folder
 */
export function storedBytesLeft(
  { failingTests }: Pick<Halt, "failingTests">,
  replacing: string,
  top: string,
): number {
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
  return problems.some(({ severity, about }) => severity === "error" && about !== "exitCode");
}
