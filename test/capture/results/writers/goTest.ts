import { testsOf, treesOf, type WrittenSuite, type WrittenTest, type Writer } from "./resultTree";
import { anyText, filled, oneLine, orLong, paths, trimmed, wideIdentifiers, without } from "./texts";

/**
 * A subtest's name is any text whose spaces became underscores and whose other signs that cannot be seen are spelled out.
 * Without slashes here: `a/b` beside `a` looks like a subtest of it.
 */
const subtests = without(/[^\p{L}\p{N}\p{P}\p{S}]|\//gu, anyText);

/**
 * `go test -json` (https://pkg.go.dev/cmd/test2json): packages, tests and their subtests. A test that has subtests is a suite
 * here. With `-count`, a test runs again.
 */
export const goTest: Writer = {
  title: "go test -json",
  format: "go-test-json",
  trees: treesOf({
    levels: [1, 3],
    suites: [paths("test"), wideIdentifiers.map((name) => `TestAllOf${name}`)],
    test: testsOf({
      names: subtests.map((name) => `TestOneOf${name}`),
      // That a package failed outside of its tests, or was not built, is no outcome of a test.
      outcomes: ["passed", "failed", "skipped"],
      mostTries: 2,
      messages: filled(trimmed(oneLine(anyText))),
      details: orLong(anyText),
      files: paths("go").map((path) => path.replaceAll("/", "_")),
    }),
  }),
  write: ({ suites }) => suites.map(packageOf).join(""),
  reads: (test, [suite = "", ...outer]) => ({
    suite,
    name: [...outer, test.name].join("/"),
    attempts: test.outcome === "skipped" ? 1 : test.failedTries + 1,
    ...{ message: test.message, file: test.file, line: test.line },
    detail: outputOf([...outer, test.name].join("/"), test).join(""),
  }),
  mayTell: /failed, though each of its tests passed when it ran last\.$/,
};

function packageOf(suite: WrittenSuite): string {
  const event = (action: string, more: object): string =>
    `${JSON.stringify({ Time: "2026-11-25T09:13:36.27Z", Action: action, Package: suite.name, ...more })}\n`;
  const lines = eventsOf(suite, "", event);
  const isFailed = hasFailed(suite, true);
  return [
    event("start", {}),
    ...lines,
    event("output", { Output: `${isFailed ? "FAIL" : "PASS"}\n` }),
    event(isFailed ? "fail" : "pass", { Elapsed: 0.002 }),
  ].join("");
}

type Event = (action: string, more: object) => string;

function eventsOf({ tests, suites }: WrittenSuite, outer: string, event: Event): readonly string[] {
  return [
    ...tests.flatMap((test) => {
      const name = outer + test.name;
      const again = test.outcome === "skipped" ? 0 : test.failedTries;
      return [
        ...Array.from({ length: again }, () => triesOf(name, { ...test, outcome: "failed" }, event)).flat(),
        ...triesOf(name, test, event),
      ];
    }),
    ...suites.flatMap((inner) => {
      const name = outer + inner.name;
      return [
        event("run", { Test: name }),
        event("output", { Test: name, Output: `=== RUN   ${name}\n` }),
        ...eventsOf(inner, `${name}/`, event),
        event(hasFailed(inner, false) ? "fail" : "pass", { Test: name, Elapsed: 0 }),
      ];
    }),
  ];
}

function triesOf(name: string, test: WrittenTest, event: Event): readonly string[] {
  const action = test.outcome === "passed" ? "pass" : test.outcome === "skipped" ? "skip" : "fail";
  return [
    event("run", { Test: name }),
    ...outputOf(name, test).map((output) => event("output", { Test: name, Output: output })),
    event(action, { Test: name, Elapsed: 0.01 }),
  ];
}

/** A message stands behind its place, and its other lines are indented below it. */
function outputOf(name: string, { outcome, message, detail, file, line }: WrittenTest): readonly string[] {
  const more = detail === "" ? [] : detail.split("\n").map((one) => `        ${one}\n`);
  return [
    `=== RUN   ${name}\n`,
    `    ${file}:${line}: ${message}\n`,
    ...more,
    `--- ${outcome === "passed" ? "PASS" : outcome === "skipped" ? "SKIP" : "FAIL"}: ${name} (0.01s)\n`,
  ];
}

function hasFailed({ tests, suites }: WrittenSuite, ever: boolean): boolean {
  return (
    tests.some(
      ({ outcome, failedTries }) => outcome === "failed" || (ever && outcome === "passed" && failedTries > 0),
    ) || suites.some((inner) => hasFailed(inner, ever))
  );
}
