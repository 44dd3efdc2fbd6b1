import { countOf, testsOf, treesOf, type WrittenSuite, type WrittenTest, type Writer } from "./resultTree";
import { dotted, filled, identifiers, orLong } from "./texts";
import { cdata, cdataText, declaration, element, xmlText } from "./xmlText";

const outcomes = ["passed", "failed", "errored", "skipped"] as const;
const texts = { messages: filled(cdataText), details: orLong(cdataText) };

const reads: Writer["reads"] = ({ name, message, detail }, path) => ({
  suite: path.join("."),
  ...{ name, message: message.trim(), detail: detail.trim() },
});

/** NUnit 3 (https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html). */
export const nunit3: Writer = {
  title: "NUnit 3",
  format: "nunit3",
  reads,
  trees: treesOf({
    levels: [1, 3],
    suites: [dotted],
    test: testsOf({ names: filled(xmlText), outcomes, ...texts }),
  }),
  write: (root) =>
    declaration +
    element(
      "test-run",
      {
        ...{ id: "2", name: "Shop.dll", fullname: "/shop/Shop.dll", testcasecount: countOf(root) },
        ...{ result: hasFailed(root) ? "Failed" : "Passed", total: countOf(root) },
        ...{ passed: countOf(root, "passed"), failed: countOf(root, "failed") + countOf(root, "errored") },
        ...{ inconclusive: 0, skipped: countOf(root, "skipped"), asserts: 3 },
      },
      element("command-line", {}, cdata("nunit3-console Shop.dll")),
      suite3({ ...root, name: "Shop.dll" }, [], "Assembly"),
    ),
};

function suite3(suite: WrittenSuite, path: readonly string[], type: string): string {
  const result = hasFailed(suite) ? { result: "Failed", site: "Child" } : { result: "Passed" };
  const fullname = path.join(".");
  const failure = element("failure", {}, element("message", {}, cdata("One or more child tests had errors")));
  return element(
    "test-suite",
    {
      type,
      id: "1001",
      name: suite.name,
      fullname: fullname === "" ? "/shop/Shop.dll" : fullname,
      ...result,
    },
    hasFailed(suite) ? failure : "",
    ...suite.tests.map((test) => case3(test, fullname)),
    ...suite.suites.map((inner) =>
      suite3(inner, [...path, inner.name], inner.tests.length > 0 ? "TestFixture" : "TestSuite"),
    ),
  );
}

function case3({ name, outcome, message, detail }: WrittenTest, classname: string): string {
  const results = {
    passed: { result: "Passed" },
    failed: { result: "Failed" },
    errored: { result: "Failed", label: "Error" },
    skipped: { result: "Skipped", label: "Ignored" },
  } as const;
  return element(
    "test-case",
    {
      ...{ id: "1002", name, fullname: `${classname}.${name}`, methodname: "Boils", classname },
      ...{ runstate: "Runnable", ...results[outcome], duration: "0.012", asserts: 1 },
    },
    outcome === "skipped" ? element("reason", {}, element("message", {}, cdata(message))) : "",
    outcome === "failed" || outcome === "errored" ? failureOf(message, detail) : "",
    element("output", {}, cdata("boils\n")),
  );
}

/**
 * NUnit 2 (https://docs.nunit.org/2.6.4/consoleCommandLine.html). A test has one name with its class in it, so a class with
 * parameters, which may hold points, cannot be told from its test.
 */
export const nunit2: Writer = {
  title: "NUnit 2",
  format: "nunit2",
  reads,
  trees: treesOf({
    levels: [1, 3],
    suites: [dotted],
    test: testsOf({
      names: identifiers.chain((name) => xmlText.map((argument) => `${name}(${argument})`)),
      outcomes,
      ...texts,
    }),
  }),
  write: (root) =>
    declaration +
    element(
      "test-results",
      {
        ...{ name: "Shop.dll", total: countOf(root) - countOf(root, "skipped") },
        ...{ errors: countOf(root, "errored"), failures: countOf(root, "failed") },
        ...{ "not-run": countOf(root, "skipped"), ignored: countOf(root, "skipped") },
      },
      element("environment", { "nunit-version": "2.6.4.0" }),
      suite2({ ...root, name: "Shop.dll" }, [], "Assembly"),
    ),
};

function suite2(suite: WrittenSuite, path: readonly string[], type: string): string {
  const isFailed = hasFailed(suite);
  return element(
    "test-suite",
    {
      ...{ type, name: suite.name, executed: "True", result: isFailed ? "Failure" : "Success" },
      ...{ success: isFailed ? "False" : "True", time: "0.209", asserts: 0 },
    },
    element(
      "results",
      {},
      ...suite.tests.map((test) => case2(test, path.join("."))),
      ...suite.suites.map((inner) =>
        suite2(inner, [...path, inner.name], inner.tests.length > 0 ? "TestFixture" : "Namespace"),
      ),
    ),
  );
}

function case2({ name, outcome, message, detail }: WrittenTest, classname: string): string {
  const whole = `${classname}.${name}`;
  if (outcome === "skipped")
    return element(
      "test-case",
      { name: whole, executed: "False", result: "Ignored" },
      element("reason", {}, element("message", {}, cdata(message))),
    );
  const result = { passed: "Success", failed: "Failure", errored: "Error" }[outcome];
  return element(
    "test-case",
    {
      name: whole,
      executed: "True",
      result,
      success: outcome === "passed" ? "True" : "False",
      time: "0.016",
    },
    outcome === "passed" ? "" : failureOf(message, detail),
  );
}

function failureOf(message: string, detail: string): string {
  return element(
    "failure",
    {},
    element("message", {}, cdata(message)),
    element("stack-trace", {}, cdata(detail)),
  );
}

function hasFailed(suite: WrittenSuite): boolean {
  return countOf(suite, "failed") + countOf(suite, "errored") > 0;
}
