import { testsOf, treesOf, type WrittenSuite, type WrittenTest, type Writer } from "./resultTree";
import { anyText, filled, oneLine, orLong, paths, trimmed, without } from "./texts";

/**
 * A description is the rest of its line, so neither line ends nor space at its ends. One that ends with a brace looks as if
 * its subtests stood behind it, as older TAP has them.
 */
const descriptions = filled(trimmed(without(/\{\s*$/g, trimmed(oneLine(anyText)))));

/** YAML holds what can be printed, and a return ends a line of it (https://yaml.org/spec/1.2.2/#51-character-set). */
const printable = without(
  /[^\t\n\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFC\u{10000}-\u{10FFFF}]/gu,
  anyText,
);

/** TAP 14 with subtests (https://testanything.org/tap-version-14-specification.html). */
export const tap: Writer = {
  title: "TAP 14",
  format: "tap",
  trees: treesOf({
    levels: [0, 3],
    suites: [descriptions],
    test: testsOf({
      names: descriptions,
      outcomes: ["passed", "failed", "skipped"],
      messages: filled(anyText),
      details: orLong(printable),
      files: paths("t"),
    }),
  }),
  write: (root) => `TAP version 14\n${linesOf(root).join("\n")}\n`,
  reads: (test, path) => ({
    suite: path.join(" › "),
    name: test.name,
    ...{ message: test.message, file: test.file, line: test.line },
    detail: diagnosticOf(test).join("\n").trim(),
  }),
};

function linesOf({ tests, suites }: WrittenSuite): readonly string[] {
  const inner = suites.flatMap((suite, index) => {
    const ok = hasFailed(suite) ? "not ok" : "ok";
    return [
      `# Subtest: ${escaped(suite.name)}`,
      ...linesOf(suite).map((line) => `    ${line}`),
      `${ok} ${tests.length + index + 1} - ${escaped(suite.name)}`,
    ];
  });
  return [
    ...tests.flatMap((test, index) => testLines(test, index + 1)),
    ...inner,
    `1..${tests.length + suites.length}`,
  ];
}

function testLines(test: WrittenTest, number: number): readonly string[] {
  const { name, outcome } = test;
  const line = `${outcome === "failed" ? "not ok" : "ok"} ${number} - ${escaped(name)}`;
  if (outcome === "skipped") return [`${line} # SKIP no vinegar`];
  if (outcome === "passed") return [line];
  return [line, "  ---", ...diagnosticOf(test).map((one) => `  ${one}`), "  ..."];
}

function diagnosticOf({ message, detail, file, line }: WrittenTest): readonly string[] {
  return [
    // What JSON quotes, YAML reads the same.
    `message: ${JSON.stringify(message)}`,
    "severity: fail",
    "at:",
    `  file: ${file}`,
    `  line: ${line}`,
    "found: |2-",
    ...detail.split("\n").map((one) => `  ${one}`),
  ];
}

function escaped(description: string): string {
  return description.replaceAll(/[\\#]/g, String.raw`\$&`);
}

function hasFailed({ tests, suites }: WrittenSuite): boolean {
  return tests.some(({ outcome }) => outcome === "failed") || suites.some(hasFailed);
}
