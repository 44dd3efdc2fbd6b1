import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import type { ReportedTest } from "../../halt/testResults";
import { parsed, type JsonFormat } from "./jsonFormat";
import { firstLine, withoutColours } from "./messageText";
import type { ResultCollector } from "./resultCollector";

const isReport = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isRecord(value) && Array.isArray(value["testResults"]) && "numTotalTests" in value;

/** What `jest --json` writes (https://jestjs.io/docs/cli#--json). */
export const jestJson: JsonFormat = {
  id: "jest-json",
  isValue: (value) => isReport(value) && "numRuntimeErrorTestSuites" in value,
  read,
};

/** What Vitest's reporter `json` writes (https://vitest.dev/guide/reporters#json-reporter), which has the shape of Jest's. */
export const vitestJson: JsonFormat = { id: "vitest-json", isValue: isReport, read };

const assertion = z.looseObject({
  ancestorTitles: z.array(z.string()).default([]),
  title: z.string().default(""),
  status: z.string(),
  duration: z.number().nullish(),
  invocations: z.number().nullish(),
  retryReasons: z.array(z.unknown()).nullish(),
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
  wasInterrupted: z.boolean().optional(),
  numTotalTests: z.number().optional(),
  numFailedTests: z.number().optional(),
  numPendingTests: z.number().optional(),
  numTodoTests: z.number().optional(),
  testResults: z.array(suite),
});

/** A suite that could not run, or broke outside of its tests, counts as one error. */
function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a report of Jest or Vitest", into);
  if (whole === undefined) return;
  const { testResults, numTotalTests, numFailedTests, numPendingTests, numTodoTests, success } = whole;
  if (whole.wasInterrupted === true) into.cutOff("The run was interrupted.");
  into.suites = testResults.length;
  let notRun = 0;
  let skipped = 0;
  for (const { name, status, message, assertionResults } of testResults) {
    const failed = assertionResults.filter((result) => result.status === "failed").length;
    for (const result of assertionResults) {
      readAssertion(result, name, into);
      if (/^(?:pending|skipped|todo)$/.test(result.status)) skipped += 1;
    }
    // Jest tells a hook behind the tests beside the failures of tests; then only the suite's words speak of it.
    if (status !== "failed" || (failed > 0 && !/● Test suite failed to run/.test(message ?? ""))) continue;
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
  if (success === false && into.failing === 0 && into.total > 0)
    into.problem("error", "The file says that the run failed, and lists no test that did.");
  if (success === true && into.failing > 0)
    into.problem("error", "The file says that the run went well, and lists tests that failed.");
  const waiting = numPendingTests === undefined ? 0 : skipped - numPendingTests - (numTodoTests ?? 0);
  if (waiting > 0) into.problem("warning", `${waiting} tests never ran: the run was stopped, or broke off.`);
  into.declare({
    ...(numTotalTests !== undefined && { total: numTotalTests + notRun }),
    ...(numFailedTests !== undefined && { failed: numFailedTests }),
  });
}

const outcomes: ReadonlyMap<string, ReportedTest["outcome"]> = new Map([
  ["passed", "passed"],
  ["failed", "failed"],
  ["skipped", "skipped"],
  ["pending", "skipped"],
  ["todo", "skipped"],
  ["disabled", "skipped"],
  ["focused", "skipped"],
]);

function readAssertion(result: z.output<typeof assertion>, file: string, into: ResultCollector): void {
  const { ancestorTitles, title, status, duration, invocations, retryReasons, failureMessages, location } =
    result;
  // Vitest keeps the failures of the tries before.
  const tries = status === "passed" ? Math.max(retryReasons?.length ?? 0, failureMessages?.length ?? 0) : 0;
  const attempts = Math.max(invocations ?? 1, tries + 1);
  const common = {
    suite: ancestorTitles.filter((one) => one !== "").join(" › "),
    name: title,
    ...(typeof duration === "number" && { durationMs: duration }),
    ...(attempts > 1 && { attempts }),
  };
  const outcome = outcomes.get(status);
  if (outcome === undefined)
    into.problemOnce("error", `A status is not known: "${status.slice(0, 80)}". The test counts as errored.`);
  if (outcome === "passed" || outcome === "skipped") {
    into.count({ ...common, outcome, ...(outcome === "passed" && attempts > 1 && { flaky: true }) });
    return;
  }
  const detail = withoutColours((failureMessages ?? []).join("\n\n"));
  const line = location?.line;
  into.fail({
    ...common,
    outcome: outcome ?? "errored",
    file,
    ...(typeof line === "number" && line > 0 && { line: Math.trunc(line) }),
    message: firstLine(detail),
    detail,
  });
}
