import { testsOf, treesOf, type WrittenSuite, type WrittenTest, type Writer } from "./resultTree";
import { filled, identifiers, orLong, paths, trimmed } from "./texts";
import { declaration, element, text, xmlText } from "./xmlText";

/**
 * The XML of Check (https://libcheck.github.io/check/doc/check_html/check_4.html#XML-Logging): suites, their test cases, and
 * the tests in these. No test is skipped.
 */
export const check: Writer = {
  title: "Check",
  format: "check-xml",
  trees: treesOf({
    levels: [2, 2],
    suites: [filled(trimmed(xmlText))],
    test: testsOf({
      names: identifiers,
      outcomes: ["passed", "failed", "errored"],
      messages: orLong(xmlText),
      files: paths("c"),
    }),
  }),
  write: (root) =>
    declaration +
    element(
      "testsuites",
      { xmlns: "http://check.sourceforge.net/ns" },
      element("datetime", {}, "2026-11-25 09:28:51"),
      ...root.suites.map((suite) =>
        element(
          "suite",
          {},
          element("title", {}, text(suite.name)),
          ...suite.suites.flatMap((inner) => inner.tests.map((test) => testOf(test, inner))),
        ),
      ),
      element("duration", {}, "0.003624"),
    ),
  reads: ({ name, message, file, line }, path) => ({
    suite: path.join(" › "),
    ...{ name, file, line, message: message.trim() },
  }),
};

function testOf({ name, outcome, message, file, line }: WrittenTest, testCase: WrittenSuite): string {
  const result = { passed: "success", failed: "failure", errored: "error", skipped: "" }[outcome];
  return element(
    "test",
    { result },
    element("path", {}, "."),
    element("fn", {}, `${file}:${line}`),
    element("id", {}, name),
    element("iteration", {}, "0"),
    element("duration", {}, "0.000012"),
    element("description", {}, text(testCase.name)),
    element("message", {}, text(message)),
  );
}
