import type { ResultCollector } from "./resultCollector";
import { ElementText, secondsToMs, type Attributes, type XmlFormat, type XmlReader } from "./xmlFormat";

/** The XML of Check, the framework for C (https://libcheck.github.io/check/doc/check_html/check_4.html#XML-Logging). */
export const checkXml: XmlFormat = {
  id: "check-xml",
  isRoot: (name, { xmlns = "" }) => name === "testsuites" && xmlns.includes("check.sourceforge.net"),
  begin: (into) => new CheckReader(into),
};

const parts = ["fn", "id", "iteration", "duration", "description", "message"] as const;
type Part = (typeof parts)[number];

class CheckReader implements XmlReader {
  readonly #into: ResultCollector;
  #suite = new ElementText();
  #test: { readonly result: string; readonly parts: Map<Part, ElementText> } | undefined;
  #text: ElementText | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  open(name: string, attributes: Attributes): void {
    if (name === "suite") this.#into.suites += 1;
    else if (name === "title") this.#text = this.#suite = new ElementText();
    else if (name === "test") this.#test = { result: attributes["result"] ?? "", parts: new Map() };
    else if (this.#test !== undefined) {
      const part = parts.find((one) => one === name);
      if (part !== undefined) this.#test.parts.set(part, (this.#text = new ElementText()));
    }
  }

  get text(): ElementText | undefined {
    return this.#text;
  }

  close(name: string): void {
    this.#text = undefined;
    if (name === "test") this.#closeTest();
  }

  end(): void {
    this.#closeTest();
  }

  #closeTest(): void {
    const test = this.#test;
    this.#test = undefined;
    if (test === undefined) return;
    const value = (part: Part): string => test.parts.get(part)?.value ?? "";
    const iteration = value("iteration");
    const durationMs = secondsToMs(value("duration"));
    const common = {
      suite: [this.#suite.value, value("description")].filter((text) => text !== "").join(" › "),
      // A test that loops is one for each of its rounds.
      name: iteration === "" || iteration === "0" ? value("id") : `${value("id")}[${iteration}]`,
      ...(durationMs !== undefined && { durationMs }),
    };
    if (test.result === "success") {
      this.#into.count({ ...common, outcome: "passed" });
      return;
    }
    const [, file, line] = /^(.+):(\d+)$/.exec(value("fn")) ?? [];
    this.#into.fail({
      ...common,
      outcome: test.result === "failure" ? "failed" : "errored",
      ...(file !== undefined && { file, line: Math.max(1, Number(line)) }),
      message: test.result === "" ? "The test has no result." : value("message"),
      detail: "",
    });
  }
}
