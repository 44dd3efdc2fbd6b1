import { countOf, listed, testsOf, treesOf, type Writer } from "./resultTree";
import { anyText, filled, orLong, paths } from "./texts";

/** The Common Test Report Format (https://ctrf.io/docs/specification/overview). What breaks otherwise is "other" there. */
export const ctrf: Writer = {
  title: "CTRF",
  format: "ctrf",
  trees: treesOf({
    levels: [0, 3],
    suites: [filled(anyText)],
    test: testsOf({
      names: anyText,
      outcomes: ["passed", "failed", "errored", "skipped"],
      mostTries: 2,
      messages: anyText,
      details: orLong(anyText),
      files: paths("ts"),
    }),
  }),
  write: (root) =>
    JSON.stringify({
      ...{ reportFormat: "CTRF", specVersion: "0.0.0", timestamp: "2026-11-25T09:16:42.286Z" },
      results: {
        tool: { name: "kettle" },
        summary: {
          ...{ tests: countOf(root), passed: countOf(root, "passed"), failed: countOf(root, "failed") },
          ...{ pending: 0, skipped: countOf(root, "skipped"), other: countOf(root, "errored") },
          ...{ start: 1795598202342, stop: 1795598209712 },
        },
        tests: listed(root).map(({ test, path }) => ({
          ...{ name: test.name, status: test.outcome === "errored" ? "other" : test.outcome, duration: 12 },
          ...(path.length > 0 && { suite: path }),
          ...{ message: test.message, trace: test.detail, filePath: test.file, line: test.line },
          ...{ retries: test.failedTries, flaky: test.outcome === "passed" && test.failedTries > 0 },
        })),
      },
    }),
  reads: ({ name, message, detail, file, line, failedTries }, path) => ({
    suite: path.join(" › "),
    attempts: failedTries + 1,
    ...{ name, message, detail, file, line },
  }),
};
