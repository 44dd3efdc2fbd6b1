import {
  countOf,
  listed,
  testsOf,
  treesOf,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./resultTree";
import { anyText, filled, firstLineOf, orLong, paths, plain } from "./texts";

/**
 * Playwright's reporter `json` (https://playwright.dev/docs/test-reporters#json-reporter,
 * `packages/playwright/types/testReporter.d.ts`). The outermost suite is a file; what breaks outside of a test is an error of the run.
 */
export const playwright: Writer = {
  title: "Playwright",
  format: "playwright-json",
  trees: treesOf({
    levels: [1, 3],
    suites: [paths("spec.ts"), filled(anyText)],
    test: testsOf({
      names: anyText,
      outcomes: ["passed", "failed", "errored", "skipped"],
      mostTries: 2,
      messages: filled(anyText),
      details: orLong(anyText),
    }),
  }),
  write: (root) =>
    JSON.stringify(
      {
        config: { rootDir: "/shop", version: "1.65.1" },
        suites: root.suites.map((suite) => suiteOf(suite, suite.name)),
        errors: listed(root)
          .filter(({ test }) => test.outcome === "errored")
          .map(({ test, path }) => failureOf(test, path[0] ?? "")),
        stats: {
          ...{ startTime: "2026-11-25T09:16:42.286Z", duration: 7370, skipped: countOf(root, "skipped") },
          ...{ unexpected: countOf(root, "failed"), flaky: flakyOf(root) },
          expected: countOf(root, "passed") - flakyOf(root),
        },
      },
      undefined,
      2,
    ),
  reads: (test, path) => {
    const file = `/shop/${path[0] ?? ""}`;
    const names =
      test.outcome === "errored"
        ? { suite: file, name: "(outside of any test)" }
        : { suite: ["gas", ...path].join(" › "), name: test.name };
    return {
      ...{ ...names, attempts: attemptsOf(test), file, line: test.line + 1 },
      ...{ message: firstLineOf(plain(test.message)), detail: plain(stackOf(test)) },
    };
  },
  mayTell: /^No test ran: a file could not be loaded\.$/,
};

function attemptsOf({ outcome, failedTries }: WrittenTest): number {
  return outcome === "passed" || outcome === "failed" ? failedTries + 1 : 1;
}

function flakyOf(root: WrittenSuite): number {
  return listed(root).filter(({ test }) => test.outcome === "passed" && attemptsOf(test) > 1).length;
}

function suiteOf(suite: WrittenSuite, file: string): object {
  return {
    ...{ title: suite.name, file, line: 0, column: 0 },
    specs: suite.tests
      .filter(({ outcome }) => outcome !== "errored")
      .map((test) => ({
        ...{ title: test.name, ok: test.outcome !== "failed", tags: [], id: "c1", file, line: test.line },
        tests: [testOf(test, file)],
      })),
    suites: suite.suites.map((inner) => suiteOf(inner, file)),
  };
}

function testOf(test: WrittenTest, file: string): object {
  const { outcome } = test;
  const failure = failureOf(test, file);
  const failed = { status: "failed", duration: 15, error: failure, errors: [failure] };
  const last = { status: outcome, duration: 12, errors: [] };
  const statuses = { passed: attemptsOf(test) > 1 ? "flaky" : "expected", failed: "unexpected", errored: "" };
  return {
    ...{ timeout: 30000, annotations: [], expectedStatus: "passed", projectName: "gas" },
    results: [
      ...Array.from({ length: attemptsOf(test) - 1 }, () => failed),
      outcome === "failed" ? failed : last,
    ].map((result, retry) => ({ workerIndex: 0, retry, attachments: [], ...result })),
    status: outcome === "skipped" ? "skipped" : statuses[outcome],
  };
}

/** The line that broke stands below that of its test. */
function failureOf(test: WrittenTest, file: string): object {
  const location = { file: `/shop/${file}`, line: test.line + 1, column: 5 };
  return { message: test.message, stack: stackOf(test), location };
}

function stackOf({ message, detail }: WrittenTest): string {
  return `Error: ${message}\n${detail}`;
}
