import { countOf, testsOf, treesOf, type WrittenSuite, type WrittenTest, type Writer } from "./resultTree";
import { anyText, filled, firstLineOf, identifiers, orLong, paths, trimmed } from "./texts";

const parametrized = identifiers.chain((name) => identifiers.map((value) => `${name}/${value}`));

/**
 * GoogleTest's JSON (https://google.github.io/googletest/advanced.html#generating-a-json-report). It has no word for a test
 * that broke outside an assertion, and writes each byte of UTF-8 as a character of its own.
 */
export const googleTest: Writer = {
  title: "GoogleTest's JSON",
  format: "gtest-json",
  trees: treesOf({
    levels: [1, 1],
    suites: [identifiers],
    test: testsOf({
      names: parametrized,
      outcomes: ["passed", "failed", "skipped"],
      messages: filled(trimmed(anyText)),
      details: orLong(anyText),
      files: paths("cpp"),
    }),
  }),
  write: (root) =>
    bytewise(
      JSON.stringify(
        { ...totalsOf(root), name: "AllTests", testsuites: root.suites.map(suiteOf) },
        undefined,
        2,
      ),
    ),
  reads: (test, path) => ({
    suite: path.join(),
    ...{ name: test.name, file: test.file, line: test.line },
    message: firstLineOf(test.message).trim(),
    detail: failureOf(test),
  }),
};

function totalsOf(suite: WrittenSuite) {
  return {
    ...{ tests: countOf(suite), failures: countOf(suite, "failed") },
    ...{ disabled: 0, errors: 0, timestamp: "2026-11-25T09:28:50Z", time: "0.012s" },
  };
}

function suiteOf(suite: WrittenSuite) {
  return {
    name: suite.name,
    ...totalsOf(suite),
    testsuite: suite.tests.map((test) => ({
      ...{ name: test.name, file: test.file, line: 1, status: "RUN" },
      ...{ result: test.outcome === "skipped" ? "SKIPPED" : "COMPLETED", time: "0.012s" },
      classname: suite.name,
      ...(test.outcome === "failed" && { failures: [{ failure: failureOf(test), type: "" }] }),
    })),
  };
}

/** The place stands in front. */
function failureOf({ file, line, message, detail }: WrittenTest): string {
  return `${file}:${line}\n${message}\n${detail}`;
}

function bytewise(json: string): string {
  return json.replaceAll(/[^\0-\u007F]+/g, (text) =>
    [...Buffer.from(text)].map((byte) => `\\u00${byte.toString(16).toUpperCase()}`).join(""),
  );
}
