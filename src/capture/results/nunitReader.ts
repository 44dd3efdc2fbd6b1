import type { DeclaredTotals, ReportedTest } from "../../halt/testResults";
import type { ResultCollector } from "./resultCollector";
import { ElementText, secondsToMs, wholeNumber, type Attributes, type XmlReader } from "./xmlFormat";

/** A suite or a test that is open, and what is told of it. */
export interface NunitElement {
  readonly kind: "suite" | "case";
  readonly attributes: Attributes;
  readonly message: ElementText;
  readonly stack: ElementText;
  /** Why it did not run. */
  readonly reason: ElementText;
  /** It has an element `failure`. */
  failed: boolean;
  /** Of a suite: how many tests in it failed. */
  failing: number;
}

/** What NUnit's formats say in other words. */
export interface NunitRules {
  readonly declared: (run: Attributes) => DeclaredTotals | null;
  readonly namesOf: (test: Attributes) => Pick<ReportedTest, "suite" | "name">;
  /** Undefined where the result is none that is known. */
  readonly outcomeOf: (test: NunitElement) => ReportedTest["outcome"] | undefined;
  /** By what name a suite failed by itself; undefined where it did not, or its tests say so. */
  readonly brokenSuite: (suite: NunitElement) => Pick<ReportedTest, "suite" | "name"> | undefined;
}

/** Reads the XML of NUnit: suites within suites, and tests with a failure or a reason. */
export class NunitReader implements XmlReader {
  readonly #into: ResultCollector;
  readonly #rules: NunitRules;
  readonly #open: NunitElement[] = [];
  #isReason = false;
  /** Tests that failed, as the whole run states. */
  #stated = 0;
  #text: ElementText | undefined;

  constructor(into: ResultCollector, rules: NunitRules) {
    this.#into = into;
    this.#rules = rules;
  }

  open(name: string, attributes: Attributes): void {
    const inner = this.#open.at(-1);
    switch (name) {
      case "test-run":
      case "test-results":
        this.#into.declare(this.#rules.declared(attributes));
        for (const name of ["failed", "failures", "errors"])
          this.#stated += wholeNumber(attributes[name]) ?? 0;
        return;
      case "test-suite":
        if (attributes["type"] === "TestFixture") this.#into.suites += 1;
        this.#open.push(elementOf("suite", attributes));
        return;
      case "test-case":
        this.#open.push(elementOf("case", attributes));
        return;
      case "failure":
        if (inner !== undefined) inner.failed = true;
        this.#isReason = false;
        return;
      case "reason":
        this.#isReason = true;
        return;
      case "message":
        this.#text = this.#isReason ? inner?.reason : inner?.message;
        return;
      case "stack-trace":
        this.#text = inner?.stack;
    }
  }

  get text(): ElementText | undefined {
    return this.#text;
  }

  close(name: string): void {
    if (name === "message" || name === "stack-trace") this.#text = undefined;
    else if (name === "test-case" || name === "test-suite") this.#close();
  }

  end(): void {
    while (this.#open.length > 0) this.#close();
    if (this.#stated > 0 && this.#into.failing === 0)
      this.#into.problem("error", "The file says that tests failed, and lists none that did.");
  }

  #close(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    const failed = element.kind === "case" ? this.#case(element) : this.#suite(element);
    const suite = this.#open.at(-1);
    if (suite !== undefined) suite.failing += element.failing + (failed ? 1 : 0);
  }

  /** A test; answers with whether it failed. */
  #case(test: NunitElement): boolean {
    const { attributes } = test;
    const durationMs = secondsToMs(attributes["duration"] ?? attributes["time"]);
    const common = {
      ...this.#rules.namesOf(attributes),
      ...(durationMs !== undefined && { durationMs }),
    };
    const outcome = this.#rules.outcomeOf(test);
    if (outcome === "passed" || outcome === "skipped") {
      this.#into.count({ ...common, outcome });
      return false;
    }
    if (outcome === undefined) {
      const result = (attributes["result"] ?? "").slice(0, 80);
      this.#into.problemOnce("error", `A result is not known: "${result}". The test counts as errored.`);
    }
    this.#into.fail({ ...common, outcome: outcome ?? "errored", ...textsOf(test) });
    return true;
  }

  /** A suite that failed by itself; answers with whether it did. */
  #suite(suite: NunitElement): boolean {
    const names = this.#rules.brokenSuite(suite);
    if (names === undefined) return false;
    this.#into.fail({ ...names, outcome: "errored", ...textsOf(suite) });
    return true;
  }
}

function elementOf(kind: NunitElement["kind"], attributes: Attributes): NunitElement {
  return {
    ...{ kind, attributes, failed: false, failing: 0 },
    ...{ message: new ElementText(), stack: new ElementText(), reason: new ElementText() },
  };
}

function textsOf({ message, stack, reason }: NunitElement) {
  return {
    message: message.value === "" ? reason.value : message.value,
    detail: stack.value,
    cut: { message: message.cut, detail: stack.cut },
  };
}
