import type { ReportedTest } from "../../halt/testResults";
import type { ResultCollector } from "./resultCollector";
import { ElementText, secondsToMs, type Attributes, type XmlFormat, type XmlReader } from "./xmlFormat";

/** NUnit 2 (https://docs.nunit.org/2.6.4/consoleCommandLine.html, `Results.xsd`), and MSTest's writers of it. */
export const nunit2Xml: XmlFormat = {
  id: "nunit2",
  isRoot: (name) => name === "test-results" || name === "test-suite",
  begin: (into) => new Nunit2Reader(into),
};

interface Element {
  readonly kind: "suite" | "case";
  readonly attributes: Attributes;
  readonly message: ElementText;
  readonly stack: ElementText;
  /** It has an element `failure`. */
  failed: boolean;
  /** Of a suite: how many tests in it failed. */
  failing: number;
}

class Nunit2Reader implements XmlReader {
  readonly #into: ResultCollector;
  readonly #open: Element[] = [];
  #text: ElementText | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  open(name: string, attributes: Attributes): void {
    const inner = this.#open.at(-1);
    switch (name) {
      case "test-suite":
        if (attributes["type"] === "TestFixture") this.#into.suites += 1;
        this.#open.push(elementOf("suite", attributes));
        return;
      case "test-case":
        this.#open.push(elementOf("case", attributes));
        return;
      case "failure":
        if (inner !== undefined) inner.failed = true;
        return;
      case "message":
        this.#text = inner?.message;
        return;
      case "stack-trace":
        this.#text = inner?.stack;
    }
  }

  text(part: string): void {
    this.#text?.add(part);
  }

  close(name: string): void {
    if (name === "message" || name === "stack-trace") this.#text = undefined;
    else if (name === "test-case" || name === "test-suite") this.#close();
  }

  end(): void {
    while (this.#open.length > 0) this.#close();
  }

  #close(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const failed = element.kind === "case" ? this.#case(element) : this.#suite(element);
    const suite = this.#open.at(-1);
    if (suite !== undefined) suite.failing += element.failing + (failed ? 1 : 0);
  }

  #case({ attributes, failed, message, stack }: Element): boolean {
    const { suite, name } = namesOf(attributes["name"] ?? "");
    const durationMs = secondsToMs(attributes["time"]);
    const common = { suite, name, ...(durationMs !== undefined && { durationMs }) };
    const outcome = outcomeOf(attributes, failed);
    if (outcome === "passed" || outcome === "skipped") {
      this.#into.count({ ...common, outcome });
      return false;
    }
    this.#into.fail({
      ...common,
      outcome,
      message: message.value,
      detail: stack.value,
      cut: { message: message.cut, detail: stack.cut },
    });
    return true;
  }

  /** A suite that failed by itself, where no test of it says so. */
  #suite({ attributes, failed, failing, message, stack }: Element): boolean {
    if (!failed || failing > 0) return false;
    this.#into.fail({
      outcome: "errored",
      suite: attributes["name"] ?? "",
      name: "(the suite itself)",
      message: message.value,
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
    failed: false,
    failing: 0,
  };
}

/** Before 2.5 there is no result, only whether it ran and whether it went well. */
function outcomeOf({ result, executed, success }: Attributes, failed: boolean): ReportedTest["outcome"] {
  switch (result) {
    case "Success":
      return failed ? "failed" : "passed";
    case "Ignored":
    case "Inconclusive":
    case "Skipped":
      return "skipped";
    case "Failure":
      return "failed";
    case undefined:
      if (/^false$/i.test(executed ?? "")) return "skipped";
      return failed || /^false$/i.test(success ?? "") ? "failed" : "passed";
    default:
      // Error, NotRunnable, Cancelled.
      return "errored";
  }
}

/** `Shop.CartTest.Adds(1.5)`: the class, then the test with its parameters. */
function namesOf(whole: string): { readonly suite: string; readonly name: string } {
  const parameters = whole.indexOf("(");
  const dot = whole.lastIndexOf(".", parameters === -1 ? whole.length : parameters);
  return dot === -1 ? { suite: "", name: whole } : { suite: whole.slice(0, dot), name: whole.slice(dot + 1) };
}
