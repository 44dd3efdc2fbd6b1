import type { ResultCollector } from "./resultCollector";
import {
  ElementText,
  secondsToMs,
  wholeNumber,
  type Attributes,
  type XmlFormat,
  type XmlReader,
} from "./xmlFormat";

/** xUnit.net 1 to 3 (https://xunit.net/docs/format-xml-v2). */
export const xunitXml: XmlFormat = {
  id: "xunit",
  isRoot: (name) => name === "assemblies" || name === "assembly",
  begin: (into) => new XunitReader(into),
};

interface Failure {
  readonly type: string | undefined;
  readonly message: ElementText;
  readonly stack: ElementText;
}

class XunitReader implements XmlReader {
  readonly #into: ResultCollector;
  #declared = { total: 0, failed: 0, skipped: 0 };
  /** The tests, without the errors outside of any: the totals leave these out. */
  readonly #listed = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  #assembly = "";
  #class = "";
  #test: Attributes | undefined;
  /** An error outside of any test: of a collection, a clean-up, the assembly. */
  #error: Attributes | undefined;
  #failure: Failure | undefined;
  #text: ElementText | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case "assembly":
        this.#assembly = attributes["name"] ?? "";
        this.#declared = {
          total: this.#declared.total + (wholeNumber(attributes["total"]) ?? 0),
          failed: this.#declared.failed + (wholeNumber(attributes["failed"]) ?? 0),
          skipped:
            this.#declared.skipped +
            (wholeNumber(attributes["skipped"]) ?? 0) +
            (wholeNumber(attributes["not-run"]) ?? 0),
        };
        return;
      case "collection":
      case "class":
        this.#into.suites += 1;
        this.#class = attributes["name"] ?? "";
        return;
      case "test":
        this.#test = attributes;
        return;
      case "error":
        this.#error = attributes;
        return;
      case "failure":
        this.#failure = {
          type: attributes["exception-type"],
          message: new ElementText(),
          stack: new ElementText(),
        };
        return;
      case "message":
        this.#text = this.#failure?.message;
        return;
      case "stack-trace":
        this.#text = this.#failure?.stack;
    }
  }

  get text(): ElementText | undefined {
    return this.#text;
  }

  close(name: string): void {
    switch (name) {
      case "message":
      case "stack-trace":
        this.#text = undefined;
        return;
      case "test":
        this.#closeTest();
        return;
      case "error":
        this.#broken(this.#assembly, this.#error?.["name"] ?? this.#error?.["type"]);
        this.#error = undefined;
        return;
      case "failure":
        // Of a class of xUnit.net 1, which has no element for it.
        if (this.#test === undefined && this.#error === undefined) this.#broken(this.#class, undefined);
    }
  }

  end(): void {
    this.#closeTest();
    if (this.#declared.total > 0) this.#into.declare(this.#declared, this.#listed);
  }

  #closeTest(): void {
    const [test, failure] = [this.#test, this.#failure];
    this.#test = undefined;
    this.#failure = undefined;
    if (test === undefined) return;
    const { name = "", type = this.#class, result = "" } = test;
    const durationMs = secondsToMs(test["time"]);
    const common = {
      suite: type,
      name: type !== "" && name.startsWith(`${type}.`) ? name.slice(type.length + 1) : name,
      ...(durationMs !== undefined && { durationMs }),
    };
    if (/^pass$/i.test(result) && failure === undefined) {
      this.#listed.passed += 1;
      this.#into.count({ ...common, outcome: "passed" });
    } else if (/^(?:skip|notrun)$/i.test(result)) {
      this.#listed.skipped += 1;
      this.#into.count({ ...common, outcome: "skipped" });
    } else {
      this.#listed.failed += 1;
      if (!/^(?:pass|fail)$/i.test(result))
        this.#into.problemOnce(
          "error",
          `A result is not known: "${result.slice(0, 80)}". The test counts as failed.`,
        );
      this.#into.fail({ ...common, outcome: "failed", ...textsOf(failure) });
    }
  }

  #broken(suite: string, what: string | undefined): void {
    const failure = this.#failure;
    this.#failure = undefined;
    this.#into.fail({
      outcome: "errored",
      suite,
      name: what ?? "(the suite itself)",
      ...textsOf(failure),
    });
  }
}

function textsOf(failure: Failure | undefined) {
  if (failure === undefined) return { message: "", detail: "" };
  const { type, message, stack } = failure;
  return {
    ...(type !== undefined && type !== "" && { type }),
    message: message.value,
    detail: stack.value,
    cut: { message: message.cut, detail: stack.cut },
  };
}
