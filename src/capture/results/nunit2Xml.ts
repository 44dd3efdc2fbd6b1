import type { ReportedTest } from "../../halt/testResults";
import { NunitReader, type NunitElement } from "./nunitReader";
import type { Attributes, XmlFormat } from "./xmlFormat";

/** NUnit 2 (https://docs.nunit.org/2.6.4/consoleCommandLine.html, `Results.xsd`), and MSTest's writers of it. */
export const nunit2Xml: XmlFormat = {
  id: "nunit2",
  isRoot: (name) => name === "test-results" || name === "test-suite",
  // Its totals count what ran, or what there is, as the version goes.
  begin: (into) => new NunitReader(into, { declared: () => null, namesOf, outcomeOf, brokenSuite }),
};

/** `Shop.CartTest.Adds(1.5)`: the class, then the test with its parameters. */
function namesOf({ name: whole = "" }: Attributes) {
  const parameters = whole.indexOf("(");
  const dot = whole.lastIndexOf(".", parameters === -1 ? whole.length : parameters);
  return dot === -1 ? { suite: "", name: whole } : { suite: whole.slice(0, dot), name: whole.slice(dot + 1) };
}

/** Before 2.5 there is no result, only whether it ran and whether it went well. */
function outcomeOf({ attributes, failed }: NunitElement): ReportedTest["outcome"] | undefined {
  const { result, executed = "", success = "" } = attributes;
  switch (result) {
    case "Success":
      return failed ? "failed" : "passed";
    case "Ignored":
    case "Inconclusive":
    case "Skipped":
      return "skipped";
    case "Failure":
      return "failed";
    case "Error":
    case "NotRunnable":
    case "Cancelled":
      return "errored";
    case undefined:
      if (/^false$/i.test(executed)) return "skipped";
      return failed || /^false$/i.test(success) ? "failed" : "passed";
    default:
      return undefined;
  }
}

/** It failed, and no test of it says so. */
function brokenSuite({ attributes, failed, failing }: NunitElement) {
  return failed && failing === 0
    ? { suite: attributes["name"] ?? "", name: "(the suite itself)" }
    : undefined;
}
