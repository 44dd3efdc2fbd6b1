import type { Intent } from "../halt/intent";
import type { Halt, TestFailure, TestResultFile } from "../halt/schema/halt";
import type { FailedTest } from "../halt/testResults";
import { readTests } from "./readTests";
import { sourcePlace } from "./sourcePlace";
import { TestOutcomes, type SeenOutcome } from "./testOutcomes";

type InBase = NonNullable<TestFailure["inBase"]>;

/**
 * What attaching the results of the base says of the failures that the halt holds: whether each passed there, failed
 * there already, or is not in them.
 * @param base the results of the base, as they are attached now
 * @param outcomes of the halt's failures in the base, by their ids
 */
export function baseIntents(
  halt: Halt,
  base: TestResultFile,
  outcomes: ReadonlyMap<string, SeenOutcome>,
): Intent[] {
  return setInBase(halt, (failure) => outcomes.get(failure.id) ?? whereNotIn(halt, base, failure));
}

/** What is known of a failure that is not in results of the base: no word of an earlier run of them stays. */
function whereNotIn({ baseTests }: Halt, base: TestResultFile, failure: TestFailure): InBase | undefined {
  const found = whereMissing(base, failure);
  if (baseTests.every(({ path }) => path === base.path)) return found;
  // Another file of the base may have had it; or the one that is replaced now, of which nothing counts any more.
  const isReplaced = baseTests.some(({ path }) => path === base.path);
  return isReplaced ? undefined : (failure.inBase ?? found);
}

/** Where results were not read whole, or the name is not stored as it is, nothing is known of a test that is missing. */
function whereMissing(base: TestResultFile, { suite, name }: TestFailure): InBase | undefined {
  const isWhole = base.partial !== true && base.problems.every(({ severity }) => severity !== "error");
  const isAsRead = !/\[(?:redacted|cut): /.test(`${suite}${name}`);
  return isWhole && isAsRead ? "absent" : undefined;
}

/**
 * New results with what became of their failures in the results of the base, which are read again for it. Where those are
 * not as they were attached, nothing is known, and a problem says so.
 * @param failures of the new results, as they were read
 * @param top the repository's top folder
 */
export async function comparedWithBase(
  file: TestResultFile,
  failures: readonly FailedTest[],
  { baseTests }: Pick<Halt, "baseTests">,
  top: string,
): Promise<TestResultFile> {
  if (baseTests.length === 0 || failures.length === 0) return file;
  const seen = await seenInBase(baseTests, failures, top);
  if (!seen.ok) {
    const message = `Whether its failures are new is not known: ${notAsAttached(seen.changed)}`;
    return { ...file, problems: [...file.problems, { severity: "warning", message }] };
  }
  const { outcomes } = seen;
  const isWhole = baseTests.every(({ problems }) => problems.every(({ severity }) => severity !== "error"));
  const inBase = (failure: FailedTest | undefined): SeenOutcome | "absent" | undefined =>
    (failure && outcomes.of(failure)) ?? (isWhole ? "absent" : undefined);
  return {
    ...file,
    failures: file.failures.map((failure, index) => {
      const found = inBase(failures[index]);
      return found === undefined ? failure : { ...failure, inBase: found };
    }),
  };
}

export interface RemovedBase {
  readonly intents: readonly Intent[];
  /** Why less is known now than the other results told. */
  readonly problem?: string;
}

/**
 * What removing one of the results of the base does: what the others tell of the failures stays, for which they are read
 * again, and nothing that only this one told.
 * @param id of the results that go
 * @param top the repository's top folder
 */
export async function removeBaseIntents(
  halt: Pick<Halt, "failingTests" | "baseTests">,
  id: string,
  top: string,
): Promise<RemovedBase> {
  const others = halt.baseTests.filter((base) => base.id !== id);
  const failures = halt.failingTests.flatMap((file) => file.failures);
  const seen = await seenInBase(others, failures, top);
  const inBase = (failure: TestFailure): InBase | undefined => {
    if (!seen.ok || others.length === 0) return undefined;
    const missing = others.map((base) => whereMissing(base, failure));
    return seen.outcomes.of(failure) ?? (missing.includes(undefined) ? undefined : "absent");
  };
  const intents: Intent[] = [{ kind: "remove", path: ["baseTests"], id }, ...setInBase(halt, inBase)];
  if (seen.ok) return { intents };
  const problem = `Which failures are new is not known any more: ${notAsAttached(seen.changed)}`;
  return { intents, problem };
}

function setInBase(
  { failingTests }: Pick<Halt, "failingTests">,
  inBase: (failure: TestFailure) => InBase | undefined,
): Intent[] {
  return failingTests.flatMap((file) =>
    file.failures.flatMap((failure): Intent[] => {
      const value = inBase(failure);
      if (value === failure.inBase) return [];
      const path = ["failingTests", { id: file.id }, "failures", { id: failure.id }, "inBase"];
      return [value === undefined ? { kind: "set", path } : { kind: "set", path, value }];
    }),
  );
}

/** What became of tests in the results of the base, as long as those are as they were attached. */
async function seenInBase(
  baseTests: readonly TestResultFile[],
  wanted: Iterable<Pick<TestFailure, "suite" | "name">>,
  top: string,
): Promise<
  { readonly ok: true; readonly outcomes: TestOutcomes } | { readonly ok: false; readonly changed: string }
> {
  const outcomes = new TestOutcomes(wanted);
  for (const base of baseTests) {
    const place = await sourcePlace(top, base.path);
    if (place.kind === "there") {
      const read = await readTests(place.path, { maxStoredBytes: 0, onTest: outcomes.see });
      if (read.ok && read.sha256 === base.captured.sha256) continue;
    }
    return { ok: false, changed: base.path };
  }
  return { ok: true, outcomes };
}

function notAsAttached(path: string): string {
  return `${path}, the results of the base, is not as it was attached. Attach it again.`;
}

/**
 * What changed since the run of the same file that was attached before; undefined where there was none, or not all of its
 * failures are stored.
 * @param outcomes of the failures of that run, seen while the new one was read
 */
export function sinceBefore(
  before: TestResultFile | undefined,
  file: TestResultFile,
  outcomes: TestOutcomes,
): TestResultFile["since"] {
  if (before === undefined || (before.failuresNotStored ?? 0) > 0) return undefined;
  const now = before.failures.map((failure) => outcomes.of(failure));
  const stillFailing = now.filter((outcome) => outcome === "failed").length;
  const failing = file.totals.failed + file.totals.errored;
  return {
    at: before.captured.at,
    ...(before.captured.commit !== undefined && { commit: before.captured.commit }),
    fixed: now.filter((outcome) => outcome === "passed").length,
    stillFailing,
    newlyFailing: Math.max(0, failing - stillFailing),
  };
}
