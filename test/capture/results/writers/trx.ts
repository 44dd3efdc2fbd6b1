import { countOf, listed, testsOf, treesOf, type WrittenSuite, type Writer } from "./resultTree";
import { dotted, filled, identifiers, orLong, trimmed } from "./texts";
import { declaration, element, text, xmlText } from "./xmlText";

const outcomes = { passed: "Passed", failed: "Failed", errored: "Timeout", skipped: "NotExecuted" } as const;

const trees = treesOf({
  levels: [1, 1],
  suites: [dotted],
  test: testsOf({
    // A method and the arguments of this round of it.
    names: filled(xmlText).chain((argument) => identifiers.map((name) => `${name}(${argument})`)),
    outcomes: ["passed", "failed", "errored", "skipped"],
    messages: filled(trimmed(xmlText)),
    details: orLong(xmlText),
  }),
});

const reads: Writer["reads"] = ({ name, message, detail }, path) => ({
  suite: path.join(),
  ...{ name, message: message.trim(), detail: detail.trim() },
});

/**
 * TRX as `dotnet test --logger trx` writes it: results before definitions, and the name of a test as its framework has it,
 * that of NUnit and MSTest without its class (https://github.com/microsoft/vstest/blob/main/docs/report.md, `vstst.xsd`).
 */
export const dotnetTrx: Writer = {
  title: "TRX of dotnet test",
  ...{ format: "trx", trees, reads },
  write: (root) => testRun(resultsOf(root, false), definitionsOf(root, ""), summaryOf(root)),
};

/** TRX of Visual Studio: a class is named with its assembly, a test with its class. */
export const studioTrx: Writer = {
  title: "TRX of Visual Studio",
  ...{ format: "trx", trees, reads },
  write: (root) =>
    testRun(
      summaryOf(root),
      definitionsOf(root, ", Shop, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null"),
      resultsOf(root, true),
    ),
};

function testRun(...parts: readonly string[]): string {
  const xmlns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
  return declaration + element("TestRun", { id: "0dd370d3", name: "kettle", xmlns }, ...parts);
}

function resultsOf(root: WrittenSuite, isWhole: boolean): string {
  const results = listed(root).map(({ test: { name, outcome, message, detail }, path }, index) => {
    const error = element(
      "ErrorInfo",
      {},
      element("Message", {}, text(message)),
      element("StackTrace", {}, text(detail)),
    );
    return element(
      "UnitTestResult",
      {
        executionId: `e${index}`,
        testId: `t${index}`,
        testName: isWhole ? [...path, name].join(".") : name,
        duration: "00:00:00.0312000",
        outcome: outcomes[outcome],
      },
      element("Output", {}, element("StdOut", {}, "boils"), outcome === "passed" ? "" : error),
    );
  });
  return element("Results", {}, ...results);
}

function definitionsOf(root: WrittenSuite, assembly: string): string {
  const definitions = listed(root).map(({ test: { name }, path }, index) =>
    element(
      "UnitTest",
      { name, storage: "shop.dll", id: `t${index}` },
      element("Execution", { id: `e${index}` }),
      element("TestMethod", { codeBase: "Shop.dll", className: path.join() + assembly, name }),
    ),
  );
  return element("TestDefinitions", {}, ...definitions);
}

function summaryOf(root: WrittenSuite): string {
  return element(
    "ResultSummary",
    { outcome: "Completed" },
    element("Counters", {
      total: countOf(root),
      executed: countOf(root) - countOf(root, "skipped"),
      passed: countOf(root, "passed"),
      failed: countOf(root, "failed"),
      error: 0,
      timeout: countOf(root, "errored"),
    }),
  );
}
