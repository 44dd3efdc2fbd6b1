import { countOf, testsOf, treesOf, type WrittenSuite, type WrittenTest, type Writer } from "./resultTree";
import { filled, firstLineOf, identifiers, oneLine, orLong, paths } from "./texts";
import { declaration, element, text, xmlText } from "./xmlText";

/**
 * Catch2's reporter `xml` (https://github.com/catchorg/Catch2/blob/devel/docs/reporters.md,
 * `src/catch2/reporters/catch_reporter_xml.cpp`). Texts stand on lines of their own, indented.
 */
export const catch2: Writer = {
  title: "Catch2",
  format: "catch2-xml",
  trees: treesOf({
    // A test case has tags and no suite.
    levels: [1, 1],
    suites: [identifiers.map((tag) => `[${tag}]`)],
    test: testsOf({
      names: filled(oneLine(xmlText)),
      outcomes: ["passed", "failed", "errored", "skipped"],
      messages: filled(orLong(xmlText)),
      files: paths("cpp"),
    }),
  }),
  write: (root) => {
    const cases = {
      successes: countOf(root, "passed"),
      failures: countOf(root, "failed") + countOf(root, "errored"),
      expectedFailures: 0,
    };
    return (
      declaration +
      element(
        "Catch2TestRun",
        { name: "kettle", "rng-seed": 1, "xml-format-version": 3, "catch2-version": "3.5.0" },
        ...root.suites.flatMap((suite) => suite.tests.map((test) => caseOf(test, suite))),
        element("OverallResults", cases),
        element("OverallResultsCases", cases),
      )
    );
  },
  reads: ({ name, message, file, line }, path) => {
    const detail = linesOf(message).join("\n");
    return { suite: path.join(), ...{ name, file, line, detail }, message: firstLineOf(detail) };
  },
};

function caseOf(test: WrittenTest, { name: tags }: WrittenSuite): string {
  const { name, outcome, message, file, line } = test;
  const place = { filename: file, line };
  const told = `\n      ${text(message)}\n    `;
  const parts = {
    passed: element("Info", {}, "\n      boils\n    "),
    failed: element("Failure", place, told),
    errored: element("FatalErrorCondition", place, told),
    skipped: element("Skip", place, told),
  };
  return element(
    "TestCase",
    { name, tags, ...place },
    parts[outcome],
    element("OverallResult", {
      success: outcome === "passed" || outcome === "skipped" ? "true" : "false",
      skips: outcome === "skipped" ? 1 : 0,
      durationInSeconds: "0.000012",
    }),
  );
}

function linesOf(message: string): readonly string[] {
  return message
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
