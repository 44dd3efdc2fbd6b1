import {
  countOf,
  listed,
  testsOf,
  treesOf,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./resultTree";
import { dotted, filled, firstLineOf, orLong, paths } from "./texts";
import { cdata, cdataText, declaration, element, text, xmlText } from "./xmlText";

const outcomes = ["passed", "failed", "errored", "skipped"] as const;
/** A case without a name is what a run that was broken off leaves behind. */
const names = filled(xmlText);

function totalsOf(suite: WrittenSuite) {
  return {
    tests: countOf(suite),
    failures: countOf(suite, "failed"),
    errors: countOf(suite, "errored"),
    skipped: countOf(suite, "skipped"),
  };
}

/**
 * Maven Surefire: a file for a class, here one behind the other, and what happened when a test ran again
 * (https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd).
 */
export const surefire: Writer = {
  title: "JUnit XML of Surefire",
  format: "junit",
  trees: treesOf({
    levels: [1, 1],
    suites: [dotted],
    test: testsOf({
      ...{ names, outcomes, mostTries: 3, types: dotted },
      ...{ messages: xmlText, details: orLong(cdataText) },
    }),
  }),
  write: ({ suites }) =>
    suites
      .map(
        (suite) =>
          declaration +
          element(
            "testsuite",
            { version: "3.0.2", name: suite.name, time: "0.058", ...totalsOf(suite) },
            element("properties", {}, element("property", { name: "java.version", value: "17" })),
            ...suite.tests.map((test) => surefireCase(suite.name, test)),
          ),
      )
      .join("\n"),
  reads: ({ name, message, detail, type, failedTries, outcome }, path) => ({
    suite: path.join(),
    name,
    attempts: outcome === "skipped" ? 1 : failedTries + 1,
    ...{ message, detail: detail.trim(), type },
  }),
};

function surefireCase(classname: string, test: WrittenTest): string {
  const { name, outcome, message, detail, type, failedTries } = test;
  const kind = outcome === "errored" ? "Error" : "Failure";
  const again = outcome === "passed" ? "flaky" : "rerun";
  const tries = Array.from({ length: outcome === "skipped" ? 0 : failedTries }, () =>
    element(`${again}${kind}`, { message, type }, element("stackTrace", {}, cdata(detail))),
  );
  return element(
    "testcase",
    { name, classname, time: "0.158" },
    outcome === "skipped" ? element("skipped", { message }) : "",
    outcome === "failed" || outcome === "errored"
      ? element(kind.toLowerCase(), { message, type }, cdata(detail))
      : "",
    ...tries,
    element("system-out", {}, cdata("boils </testcase>\n")),
  );
}

/** pytest, with the files that its older family names (https://docs.pytest.org/en/stable/reference/reference.html#confval-junit_family). */
export const pytest: Writer = {
  title: "JUnit XML of pytest",
  format: "junit",
  trees: treesOf({
    levels: [1, 1],
    suites: [dotted],
    test: testsOf({
      ...{ names, outcomes, files: paths("py") },
      ...{ messages: xmlText, details: orLong(xmlText) },
    }),
  }),
  write: (root) =>
    declaration.trimEnd() +
    element(
      "testsuites",
      {},
      element(
        "testsuite",
        { name: "pytest", ...totalsOf(root), time: "0.181", hostname: "kettle" },
        ...listed(root).map(({ test, path }) => pytestCase(path.join("."), test)),
      ),
    ),
  reads: ({ name, message, detail, file, line }, path) => ({
    suite: path.join("."),
    ...{ name, message, detail: detail.trim(), file, line },
  }),
};

function pytestCase(classname: string, { name, outcome, message, detail, file, line }: WrittenTest): string {
  const told = { passed: "", failed: "failure", errored: "error", skipped: "skipped" }[outcome];
  // pytest counts a file's lines from 0: https://docs.pytest.org/en/stable/reference/reference.html#pytest.Item.location
  const attributes = { classname, name, file, line: line - 1, time: "0.001" };
  return element(
    "testcase",
    attributes,
    told === "" ? "" : element(told, { message }, text(detail)),
    element("system-out", {}, text("boils ]]> <failure/>")),
  );
}

/** Suites within suites, as the JUnit of Ant has them (https://github.com/testmoapp/junitxml). */
export const nestedJunit: Writer = {
  title: "JUnit XML with suites within suites",
  format: "junit",
  trees: treesOf({
    levels: [1, 3],
    suites: [names],
    test: testsOf({
      ...{ names, outcomes, types: dotted, files: paths("ts") },
      ...{ messages: xmlText, details: orLong(xmlText) },
    }),
  }),
  write: (root) =>
    declaration + element("testsuites", { name: "all", ...totalsOf(root) }, ...root.suites.map(nestedSuite)),
  reads: ({ name, message, detail, file, line, type }, path) => ({
    suite: path.join(" › "),
    message: message === "" ? firstLineOf(detail.trim()) : message,
    ...{ name, detail: detail.trim(), file, line, type },
  }),
};

function nestedSuite(suite: WrittenSuite): string {
  return element(
    "testsuite",
    { name: suite.name, ...totalsOf(suite), timestamp: "2026-11-25T09:20:31" },
    ...suite.tests.map(({ name, file, line, outcome, message, detail, type }) => {
      const told = { passed: "", failed: "failure", errored: "error", skipped: "skipped" }[outcome];
      const attributes = { type, message: message === "" ? undefined : message };
      return element(
        "testcase",
        { name, file, line },
        told === "" ? "" : element(told, attributes, text(detail)),
      );
    }),
    ...suite.suites.map(nestedSuite),
  );
}
