import type { TestResults, TestTotals } from "../../halt/testResults";

/** One line: `3 failed, 1 errored of 120 tests`, `12 tests, none failed`, or what is wrong with the file. */
export function describeResults(results: TestTotals & Pick<TestResults, "problems" | "flaky">): string {
  const wrong = results.problems.find(({ severity }) => severity === "error");
  const counts = describeTotals(results);
  if (wrong === undefined) return counts;
  return results.total === 0
    ? `not readable: ${wrong.message}`
    : `${counts}; not read whole: ${wrong.message}`;
}

function describeTotals({
  total,
  failed,
  errored,
  skipped,
  flaky,
}: TestTotals & Pick<TestResults, "flaky">): string {
  const tests = `${total} ${total === 1 ? "test" : "tests"}`;
  const bad = [failed > 0 ? `${failed} failed` : "", errored > 0 ? `${errored} errored` : ""].filter(
    (part) => part !== "",
  );
  const left = `${skipped > 0 ? `, ${skipped} skipped` : ""}${flaky > 0 ? `, ${flaky} flaky` : ""}`;
  return bad.length === 0 ? `${tests}, none failed${left}` : `${bad.join(", ")} of ${tests}${left}`;
}
