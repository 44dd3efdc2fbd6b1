import {
  countOf,
  listed,
  testsOf,
  treesOf,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./resultTree";
import { dotted, filled, orLong } from "./texts";
import { cdata, cdataText, declaration, element, xmlText } from "./xmlText";

/** xUnit.net 2 (https://xunit.net/docs/format-xml-v2). What breaks outside of a test is an error of the assembly. */
export const xunitNet: Writer = {
  title: "xUnit.net 2",
  format: "xunit",
  trees: treesOf({
    levels: [1, 1],
    suites: [dotted],
    test: testsOf({
      names: filled(xmlText),
      outcomes: ["passed", "failed", "errored", "skipped"],
      types: dotted,
      messages: cdataText,
      details: orLong(cdataText),
    }),
  }),
  write: (root) =>
    declaration +
    element(
      "assemblies",
      { timestamp: "11/25/2026 09:44:22" },
      element(
        "assembly",
        {
          name: "/shop/Shop.dll",
          "test-framework": "xUnit.net 2.4.1.0",
          ...totalsOf(root),
          errors: countOf(root, "errored"),
        },
        element(
          "errors",
          {},
          ...listed(root).map(({ test }) => (test.outcome === "errored" ? errorOf(test) : "")),
        ),
        ...root.suites.map((suite) =>
          element(
            "collection",
            { name: `Test collection for ${suite.name}`, time: "0.024", ...totalsOf(suite) },
            ...suite.tests.map((test) => (test.outcome === "errored" ? "" : testOf(test, suite.name))),
          ),
        ),
      ),
    ),
  reads: ({ name, outcome, message, detail, type }, path) => ({
    suite: outcome === "errored" ? "/shop/Shop.dll" : path.join(),
    ...{ name, type, message: message.trim(), detail: detail.trim() },
  }),
};

function totalsOf(suite: WrittenSuite) {
  return {
    ...{ total: countOf(suite) - countOf(suite, "errored"), passed: countOf(suite, "passed") },
    ...{ failed: countOf(suite, "failed"), skipped: countOf(suite, "skipped") },
  };
}

function errorOf(test: WrittenTest): string {
  return element("error", { type: "assembly-cleanup", name: test.name }, failureOf(test));
}

function testOf(test: WrittenTest, className: string): string {
  const { name, outcome, message } = test;
  const result = outcome === "passed" ? "Pass" : outcome === "skipped" ? "Skip" : "Fail";
  return element(
    "test",
    // A test is shown with its class unless it names itself.
    { name: `${className}.${name}`, type: className, method: "Boils", time: "0.0024", result },
    element("output", {}, cdata("boils\n")),
    outcome === "skipped" ? element("reason", {}, cdata(message)) : "",
    outcome === "failed" ? failureOf(test) : "",
  );
}

function failureOf({ message, detail, type }: WrittenTest): string {
  return element(
    "failure",
    { "exception-type": type },
    element("message", {}, cdata(message)),
    element("stack-trace", {}, cdata(detail)),
  );
}
