import {
  countOf,
  listed,
  testsOf,
  treesOf,
  type ReadTest,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./resultTree";
import { anyText, filled, firstLineOf, oneText, orLong, paths, plain } from "./texts";

/** The outermost suite is a file. That a file broke outside of its tests is no outcome of one of them. */
const trees = treesOf({
  levels: [1, 3],
  suites: [paths("test.ts"), filled(anyText)],
  test: testsOf({
    names: anyText,
    outcomes: ["passed", "failed", "skipped"],
    mostTries: 2,
    messages: anyText,
    details: orLong(anyText),
  }),
});

/** Jest's `--json` (https://jestjs.io/docs/cli#--json, `packages/jest-test-result/src/types.ts`). */
export const jest: Writer = {
  title: "Jest",
  format: "jest-json",
  trees,
  write: (root) =>
    JSON.stringify({
      ...totalsOf(root),
      ...{ numRuntimeErrorTestSuites: 0, openHandles: [], wasInterrupted: false },
      testResults: root.suites.map((file) =>
        fileOf(file, (test) => ({
          ...{ failing: false, invocations: attemptsOf(test), location: { column: 3, line: test.line } },
          failureMessages: test.outcome === "failed" ? [oneText(test)] : [],
          retryReasons: Array.from({ length: attemptsOf(test) - 1 }, () => oneText(test)),
        })),
      ),
    }),
  reads: (test, path) => ({
    ...readOf(test, path, plain(oneText(test))),
    attempts: attemptsOf(test),
  }),
};

/**
 * Vitest's reporter `json` (https://vitest.dev/guide/reporters#json-reporter, `packages/vitest/src/node/reporters/json.ts`).
 * The failures of all tries stand together; how many tries a test had that failed at last cannot be told from it.
 */
export const vitest: Writer = {
  title: "Vitest",
  format: "vitest-json",
  trees,
  write: (root) =>
    JSON.stringify({
      ...totalsOf(root),
      testResults: root.suites.map((file) =>
        fileOf(file, (test) => ({
          failureMessages: failuresOf(test),
          ...{ location: { line: test.line, column: 3 }, meta: {} },
        })),
      ),
    }),
  reads: (test, path) => ({
    ...readOf(test, path, plain(failuresOf(test).join("\n\n"))),
    attempts: test.outcome === "passed" ? attemptsOf(test) : 1,
  }),
};

function attemptsOf({ outcome, failedTries }: WrittenTest): number {
  return outcome === "skipped" ? 1 : failedTries + 1;
}

function failuresOf(test: WrittenTest): readonly string[] {
  const failures = attemptsOf(test) - (test.outcome === "failed" ? 0 : 1);
  return Array.from({ length: failures }, () => oneText(test));
}

function totalsOf(root: WrittenSuite) {
  return {
    ...{ numTotalTestSuites: root.suites.length, numTotalTests: countOf(root) },
    ...{ numPassedTests: countOf(root, "passed"), numFailedTests: countOf(root, "failed") },
    ...{ numPendingTests: countOf(root, "skipped"), numTodoTests: 0, startTime: 1795597669889 },
    success: countOf(root, "failed") === 0,
  };
}

function fileOf(file: WrittenSuite, more: (test: WrittenTest) => object) {
  return {
    ...{ name: file.name, status: countOf(file, "failed") > 0 ? "failed" : "passed", message: "" },
    assertionResults: listed(file).map(({ test, path }) => ({
      ancestorTitles: path,
      fullName: [...path, test.name].join(" "),
      status: test.outcome === "skipped" ? "pending" : test.outcome,
      ...{ title: test.name, duration: 12 },
      ...more(test),
    })),
  };
}

function readOf(
  { name, line }: WrittenTest,
  [file = "", ...outer]: readonly string[],
  text: string,
): ReadTest {
  return { suite: outer.join(" › "), ...{ name, file, line, message: firstLineOf(text), detail: text } };
}
