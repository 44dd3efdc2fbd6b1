import type { ResultCollector } from "./resultCollector";
import {
  ElementText,
  secondsToMs,
  wholeNumber,
  type Attributes,
  type XmlFormat,
  type XmlReader,
} from "./xmlFormat";

/** What Catch2's reporter `xml` writes (https://github.com/catchorg/Catch2/blob/devel/docs/reporters.md). */
export const catch2Xml: XmlFormat = {
  id: "catch2-xml",
  isRoot: (name) => name === "Catch" || name === "Catch2TestRun",
  begin: (into) => new Catch2Reader(into),
};

interface Case {
  readonly attributes: Attributes;
  readonly detail: ElementText;
  result: Attributes | undefined;
  /** A signal ended the run in it. */
  isFatal: boolean;
}

class Catch2Reader implements XmlReader {
  readonly #into: ResultCollector;
  #case: Case | undefined;
  #text: ElementText | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  open(name: string, attributes: Attributes): void {
    if (name === "TestCase") {
      this.#case = { attributes, detail: new ElementText(), result: undefined, isFatal: false };
      return;
    }
    const test = this.#case;
    if (test === undefined) return;
    if (name === "OverallResult") test.result = attributes;
    else if (name === "FatalErrorCondition") test.isFatal = true;
    if (/^(?:Info|Warning|Original|Expanded|Exception|Failure|FatalErrorCondition)$/.test(name))
      this.#text = test.detail;
  }

  get text(): ElementText | undefined {
    return this.#text;
  }

  close(name: string): void {
    if (name === "TestCase") this.#closeCase();
    else if (this.#text !== undefined) {
      this.#text.add("\n");
      this.#text = undefined;
    }
  }

  end(): void {
    this.#closeCase();
  }

  #closeCase(): void {
    const test = this.#case;
    this.#case = undefined;
    this.#text = undefined;
    if (test === undefined) return;
    const { attributes, result, detail, isFatal } = test;
    const { name = "", tags = "", filename } = attributes;
    const line = wholeNumber(attributes["line"]);
    const durationMs = secondsToMs(result?.["durationInSeconds"]);
    const common = { suite: tags, name, ...(durationMs !== undefined && { durationMs }) };
    if (result?.["success"] === "true" && !isFatal) {
      const skipped = (wholeNumber(result["skips"]) ?? 0) > 0;
      this.#into.count({ ...common, outcome: skipped ? "skipped" : "passed" });
      return;
    }
    const lines = detail.value.split("\n").map((one) => one.trim());
    const text = lines.filter((one) => one !== "").join("\n");
    this.#into.fail({
      ...common,
      outcome: result === undefined || isFatal ? "errored" : "failed",
      ...(filename !== undefined && { file: filename }),
      ...(line !== undefined && line > 0 && { line }),
      message: result === undefined ? "The test began and has no end." : (text.split("\n")[0] ?? ""),
      detail: text,
      cut: { message: 0, detail: detail.cut },
    });
  }
}
