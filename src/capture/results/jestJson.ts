import * as z from "zod";
import type { FailureCollector } from "./failureCollector";

const assertion = z.looseObject({
  ancestorTitles: z.array(z.string()).default([]),
  title: z.string().default(""),
  status: z.string(),
  failureMessages: z.array(z.string()).nullish(),
  location: z.looseObject({ line: z.number().nullish() }).nullish(),
});
const suite = z.looseObject({
  name: z.string().default(""),
  status: z.string().optional(),
  message: z.string().nullish(),
  assertionResults: z.array(assertion),
});
const report = z.looseObject({
  success: z.boolean().optional(),
  numTotalTests: z.number().optional(),
  numFailedTests: z.number().optional(),
  numRuntimeErrorTestSuites: z.number().optional(),
  testResults: z.array(suite),
});

/**
 * Reads what `jest --json` (https://jestjs.io/docs/cli#--json) and Vitest's `json` reporter write, which share a shape.
 * A suite that could not run counts as one error. Answers the format, or undefined where the value is something else.
 */
export function readJestJson(
  value: unknown,
  into: FailureCollector,
): "jest-json" | "vitest-json" | undefined {
  const parsed = report.safeParse(value);
  if (!parsed.success) return undefined;
  const { testResults, numTotalTests, numFailedTests, numRuntimeErrorTestSuites, success } = parsed.data;
  into.suites = testResults.length;
  let notRun = 0;
  for (const { name, status, message, assertionResults } of testResults) {
    const failed = assertionResults.some((result) => result.status === "failed");
    if (status === "failed" && !failed) {
      notRun += 1;
      const text = withoutColours(message ?? "");
      into.fail({
        outcome: "errored",
        suite: name,
        // Outside a test: an import, a hook, an error that nobody caught.
        name: assertionResults.length === 0 ? "(the suite did not run)" : "(the suite itself)",
        file: name,
        message: firstLine(text),
        detail: text,
      });
    }
    for (const result of assertionResults) readAssertion(result, name, into);
  }
  if (success === false && into.failing === 0)
    into.problem("error", "The file says that the run failed, and lists no test that did.");
  into.declared = {
    ...(numTotalTests === undefined ? {} : { total: numTotalTests + notRun }),
    ...(numFailedTests === undefined ? {} : { failed: numFailedTests }),
  };
  return numRuntimeErrorTestSuites === undefined ? "vitest-json" : "jest-json";
}

function readAssertion(result: z.output<typeof assertion>, file: string, into: FailureCollector): void {
  const [suite, name] = [result.ancestorTitles.join(" › "), result.title];
  if (result.status !== "failed") {
    into.count({ suite, name, outcome: result.status === "passed" ? "passed" : "skipped" });
    return;
  }
  const detail = withoutColours((result.failureMessages ?? []).join("\n\n"));
  const line = result.location?.line;
  into.fail({
    outcome: "failed",
    suite,
    name,
    file,
    ...(typeof line === "number" && line > 0 ? { line: Math.trunc(line) } : {}),
    message: firstLine(detail),
    detail,
  });
}

function firstLine(text: string): string {
  return text.split("\n").find((line) => line.trim() !== "") ?? "";
}

function withoutColours(text: string): string {
  return text.replaceAll(/\u001B\[[0-9;]*m/g, "");
}
