import type { ReportedTest } from "../../halt/testResults";
import type { ResultCollector } from "./resultCollector";
import {
  ElementText,
  secondsToMs,
  wholeNumber,
  type Attributes,
  type XmlFormat,
  type XmlReader,
} from "./xmlFormat";

/** NUnit 3 (https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html). */
export const nunit3Xml: XmlFormat = {
  id: "nunit3",
  isRoot: (name, { fullname }) => name === "test-run" || (name === "test-suite" && fullname !== undefined),
  begin: (into) => new Nunit3Reader(into),
};

interface Element {
  readonly kind: "suite" | "case";
  readonly attributes: Attributes;
  readonly message: ElementText;
  readonly stack: ElementText;
  readonly reason: ElementText;
  /** Of a suite: how many tests in it failed. */
  failing: number;
}

class Nunit3Reader implements XmlReader {
  readonly #into: ResultCollector;
  readonly #open: Element[] = [];
  #part: "failure" | "reason" | undefined;
  #text: ElementText | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  open(name: string, attributes: Attributes): void {
    const inner = this.#open.at(-1);
    switch (name) {
      case "test-run":
        this.#declare(attributes);
        return;
      case "test-suite":
        if (attributes["type"] === "TestFixture") this.#into.suites += 1;
        this.#open.push(elementOf("suite", attributes));
        return;
      case "test-case":
        this.#open.push(elementOf("case", attributes));
        return;
      case "failure":
      case "reason":
        this.#part = name;
        return;
      case "message":
        this.#text = this.#part === "reason" ? inner?.reason : this.#part && inner?.message;
        return;
      case "stack-trace":
        this.#text = this.#part === "failure" ? inner?.stack : undefined;
    }
  }

  text(part: string): void {
    this.#text?.add(part);
  }

  close(name: string): void {
    if (name === "message" || name === "stack-trace") this.#text = undefined;
    else if (name === "failure" || name === "reason") this.#part = undefined;
    else if (name === "test-case" || name === "test-suite") this.#close();
  }

  end(): void {
    while (this.#open.length > 0) this.#close();
  }

  #declare(attributes: Attributes): void {
    const total = wholeNumber(attributes["total"]);
    const skipped = wholeNumber(attributes["skipped"]);
    const inconclusive = wholeNumber(attributes["inconclusive"]);
    this.#into.declare({
      ...(total !== undefined && { total }),
      ...(skipped !== undefined && { skipped: skipped + (inconclusive ?? 0) }),
    });
  }

  #close(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const suite = this.#open.at(-1);
    const failed = element.kind === "case" ? this.#case(element) : this.#suite(element);
    if (suite !== undefined) suite.failing += element.failing + (failed ? 1 : 0);
  }

  /** A test; answers with whether it failed. */
  #case({ attributes, message, stack, reason }: Element): boolean {
    const { name = "", fullname = name, classname, result = "", label = "" } = attributes;
    const durationMs = secondsToMs(attributes["duration"]);
    const common = {
      suite: classname ?? (fullname.endsWith(`.${name}`) ? fullname.slice(0, -name.length - 1) : ""),
      name,
      ...(durationMs !== undefined && { durationMs }),
    };
    const outcome = outcomeOf(result, label);
    if (outcome === "passed" || outcome === "skipped") {
      this.#into.count({ ...common, outcome });
      return false;
    }
    if (outcome === undefined)
      this.#into.problemOnce(
        "error",
        `A result is not known: "${result.slice(0, 80)}". The test counts as errored.`,
      );
    this.#into.fail({
      ...common,
      outcome: outcome ?? "errored",
      message: message.value === "" ? reason.value : message.value,
      detail: stack.value,
      cut: { message: message.cut, detail: stack.cut },
    });
    return true;
  }

  /** A suite that failed by itself: in its tear-down, or where no test of it says so. Answers with whether it did. */
  #suite({ attributes, message, stack, reason, failing }: Element): boolean {
    const { fullname, name = "", result, site, label } = attributes;
    const broken = result === "Failed" || attributes["runstate"] === "NotRunnable" || label === "Invalid";
    if (!broken || site === "Child" || site === "Parent" || (failing > 0 && site !== "TearDown"))
      return false;
    if (message.value === "" && reason.value === "" && failing > 0) return false;
    this.#into.fail({
      outcome: "errored",
      suite: fullname ?? name,
      name: site === "TearDown" ? "(the suite's tear-down)" : "(the suite itself)",
      message: message.value === "" ? reason.value : message.value,
      detail: stack.value,
      cut: { message: message.cut, detail: stack.cut },
    });
    return true;
  }
}

function elementOf(kind: Element["kind"], attributes: Attributes): Element {
  return {
    kind,
    attributes,
    message: new ElementText(),
    stack: new ElementText(),
    reason: new ElementText(),
    failing: 0,
  };
}

function outcomeOf(result: string, label: string): ReportedTest["outcome"] | undefined {
  switch (result) {
    case "Passed":
    case "Warning":
      return "passed";
    case "Skipped":
    case "Inconclusive":
      return label === "Invalid" ? "errored" : "skipped";
    case "Failed":
      return label === "" ? "failed" : "errored";
    default:
      return undefined;
  }
}
