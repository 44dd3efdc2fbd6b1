import type { TestResultFile } from "../../halt/schema/halt";
import type { TestResults, TestTotals } from "../../halt/testResults";

type Described = TestTotals & Pick<TestResults, "problems" | "flaky" | "partial">;

/**
 * One line: `3 failed, 1 errored of 120 tests`, `12 tests, none failed`, or what is wrong with the file. Of what was not read
 * whole, at least so many failed.
 */
export function describeResults(results: Described): string {
  const wrong = results.problems.find(({ severity }) => severity === "error");
  const counts = describeTotals(results);
  if (wrong === undefined) return counts;
  return results.total === 0
    ? `not readable: ${wrong.message}`
    : `${counts}; not read whole: ${wrong.message}`;
}

/** What changed since the run before: `Since the run before it: 1 fixed, 2 still fail, 1 fails newly.` */
export function sinceWords({
  fixed,
  stillFailing,
  newlyFailing,
}: NonNullable<TestResultFile["since"]>): string {
  const still = `${stillFailing} still ${stillFailing === 1 ? "fails" : "fail"}`;
  const newly = `${newlyFailing} ${newlyFailing === 1 ? "fails" : "fail"} newly`;
  return `Since the run before it: ${fixed} fixed, ${still}, ${newly}.`;
}

function describeTotals({ total, failed, errored, skipped, flaky, partial }: Described): string {
  const tests = `${total} ${total === 1 ? "test" : "tests"}`;
  const bad = [failed > 0 ? `${failed} failed` : "", errored > 0 ? `${errored} errored` : ""].filter(
    (part) => part !== "",
  );
  const left = `${skipped > 0 ? `, ${skipped} skipped` : ""}${flaky > 0 ? `, ${flaky} flaky` : ""}`;
  if (bad.length === 0) return `${tests}, none failed${left}`;
  return `${partial ? "at least " : ""}${bad.join(", ")} of ${tests}${left}`;
}
