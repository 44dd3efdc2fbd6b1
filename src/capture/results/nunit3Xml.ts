import type { DeclaredTotals, ReportedTest } from "../../halt/testResults";
import { NunitReader, type NunitElement } from "./nunitReader";
import { wholeNumber, type Attributes, type XmlFormat } from "./xmlFormat";

/** NUnit 3 (https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html). */
export const nunit3Xml: XmlFormat = {
  id: "nunit3",
  isRoot: (name, { fullname }) => name === "test-run" || (name === "test-suite" && fullname !== undefined),
  begin: (into) => new NunitReader(into, { declared, namesOf, outcomeOf, brokenSuite }),
};

function declared(run: Attributes): DeclaredTotals {
  const total = wholeNumber(run["total"]);
  const skipped = wholeNumber(run["skipped"]);
  return {
    ...(total !== undefined && { total }),
    ...(skipped !== undefined && { skipped: skipped + (wholeNumber(run["inconclusive"]) ?? 0) }),
  };
}

function namesOf({ name = "", fullname = name, classname }: Attributes) {
  const before = fullname.endsWith(`.${name}`) ? fullname.slice(0, -name.length - 1) : "";
  return { suite: classname ?? before, name };
}

function outcomeOf({ attributes }: NunitElement): ReportedTest["outcome"] | undefined {
  const { result, label = "" } = attributes;
  switch (result) {
    case "Passed":
    case "Warning":
      return "passed";
    case "Skipped":
    case "Inconclusive":
      return label === "Invalid" ? "errored" : "skipped";
    case "Failed":
      // The label says what else went wrong than an assertion: Error, Invalid, Cancelled.
      return label === "" ? "failed" : "errored";
    case undefined:
    default:
      return undefined;
  }
}

/** Its tear-down failed, or something of which no test says anything. */
function brokenSuite({ attributes, message, reason, failing }: NunitElement) {
  const { fullname, name = "", result, site, label, runstate } = attributes;
  const isBroken = result === "Failed" || runstate === "NotRunnable" || label === "Invalid";
  if (!isBroken || site === "Child" || site === "Parent") return undefined;
  const inTearDown = site === "TearDown" && (message.value !== "" || reason.value !== "");
  if (failing > 0 && !inTearDown) return undefined;
  return { suite: fullname ?? name, name: inTearDown ? "(the suite's tear-down)" : "(the suite itself)" };
}
