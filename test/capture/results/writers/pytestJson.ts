import { countOf, listed, testsOf, treesOf, type WrittenTest, type Writer } from "./resultTree";
import { anyText, filled, identifiers, orLong, paths } from "./texts";

/**
 * pytest-json-report (https://github.com/numirias/pytest-json-report#format). The outermost suites are files, the inner ones
 * classes. A test that breaks before it is called has an error; of one that passed when it was tried again the file tells
 * that, and not how often it was tried.
 */
export const pytestJson: Writer = {
  title: "pytest-json-report",
  format: "pytest-json",
  trees: treesOf({
    levels: [1, 3],
    suites: [paths("py"), identifiers],
    test: testsOf({
      names: identifiers,
      outcomes: ["passed", "failed", "errored", "skipped"],
      mostTries: 1,
      messages: filled(anyText),
      details: orLong(filled(anyText)),
      types: identifiers.map((name) => `${name}Error`),
      files: paths("py"),
    }),
  }),
  write: (root) => {
    const [failed, error] = [countOf(root, "failed"), countOf(root, "errored")];
    const tests = listed(root).map(({ test, path }) => ({
      nodeid: [...path, test.name].join("::"),
      lineno: 4,
      keywords: [test.name],
      ...stagesOf(test),
    }));
    return JSON.stringify({
      ...{ created: 1764000000.5, duration: 0.25, exitcode: failed + error > 0 ? 1 : 0, root: "/shop" },
      environment: {},
      summary: {
        ...{ passed: countOf(root, "passed"), failed, error, skipped: countOf(root, "skipped") },
        ...{ total: tests.length, collected: tests.length },
      },
      collectors: [{ nodeid: "", outcome: "passed", result: [] }],
      tests,
    });
  },
  reads: (test, [file = "", ...classes]) => ({
    ...{ suite: [file, ...classes].join(" › "), name: test.name, type: test.type },
    ...{ file: test.file, line: test.line, message: messageOf(test), detail: test.detail },
    attempts: isFlaky(test) ? 2 : 1,
  }),
};

function stagesOf(test: WrittenTest): object {
  const good = { duration: 0.002, outcome: "passed" };
  const bad = {
    ...{ duration: 0.004, outcome: "failed", longrepr: test.detail },
    crash: { path: test.file, lineno: test.line, message: messageOf(test) },
  };
  switch (test.outcome) {
    case "passed":
      return { outcome: isFlaky(test) ? "rerun" : "passed", setup: good, call: good, teardown: good };
    case "failed":
      return { outcome: "failed", setup: good, call: bad, teardown: good };
    case "errored":
      return { outcome: "error", setup: bad, teardown: good };
    case "skipped":
      return { outcome: "skipped", setup: { ...good, outcome: "skipped", longrepr: "skip" }, teardown: good };
    default:
      return test.outcome satisfies never;
  }
}

function isFlaky({ outcome, failedTries }: WrittenTest): boolean {
  return outcome === "passed" && failedTries > 0;
}

function messageOf({ type, message }: WrittenTest): string {
  return `${type}: ${message}`;
}
