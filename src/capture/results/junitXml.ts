import type { FailedTest, ReportedTest } from "../../halt/testResults";
import { JunitReports } from "./junitReports";
import { statedMessage, statusOf } from "./junitStatus";
import { JunitTotals } from "./junitTotals";
import { firstLine } from "./messageText";
import type { PassedTest, ResultCollector } from "./resultCollector";
import {
  ElementText,
  secondsToMs,
  wholeNumber,
  type Attributes,
  type XmlFormat,
  type XmlReader,
} from "./xmlFormat";

/**
 * JUnit XML in the dialects of its many writers (https://github.com/testmoapp/junitxml). A test case counts once: errored
 * before failed before skipped, but what failed and is marked skipped was expected to fail. Where Surefire and others
 * report of runs again (https://maven.apache.org/surefire/maven-surefire-plugin/examples/rerun-failing-tests.html),
 * a pass after a failure is flaky.
 */
export const junitXml: XmlFormat = {
  id: "junit",
  isRoot: (name) => name === "testsuites" || name === "testsuite",
  begin: (into) => new JunitReader(into),
};

interface Suite {
  readonly name: string;
  /** How many cases it says that it has, those of its inner suites among them. */
  readonly declared: number | undefined;
  /** How many cases the file had before it. */
  readonly casesBefore: number;
  /** Cases without a name and without an outcome. */
  nameless: ReportedTest[];
}

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly attributes: Attributes;
  skipped: boolean;
  /** The report of its outcome: an error goes before a failure. */
  failure: Failure | undefined;
  /** Runs before the one that decided. */
  tries: number;
  /** It failed in one of them. */
  failedBefore: boolean;
}

interface Failure {
  readonly outcome: "failed" | "errored";
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly text: ElementText;
}

class JunitReader implements XmlReader {
  readonly #into: ResultCollector;
  readonly #suites: Suite[] = [];
  readonly #totals = new JunitTotals();
  readonly #reports: JunitReports;
  /** Of Vitest, which writes a test that has no result, as its process died, without an outcome and without any time. */
  #isOfVitest = false;
  #withoutResult = 0;
  #depth = 0;
  #cases = 0;
  #case: Case | undefined;
  #failure: Failure | undefined;
  /** A failure outside of any case. */
  #ofSuite: Failure | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
    this.#reports = new JunitReports(into);
  }

  open(name: string, attributes: Attributes): void {
    this.#depth += 1;
    switch (name) {
      case "testsuites":
        if (this.#depth > 1) return;
        this.#totals.ofRoot(attributes);
        this.#isOfVitest = attributes["name"] === "vitest tests";
        return;
      case "testsuite":
        this.#into.suites += 1;
        if (this.#suites.length === 0) this.#totals.ofSuite(attributes);
        this.#suites.push({
          name: attributes["name"] ?? "",
          declared: wholeNumber(attributes["tests"]),
          casesBefore: this.#cases,
          nameless: [],
        });
        return;
      case "testcase":
        this.#openCase(attributes);
        return;
      case "skipped":
      case "skip":
        if (this.#case !== undefined) this.#case.skipped = true;
        return;
      case "failure":
      case "error":
      case "warning":
        this.#openFailure(name, attributes);
        return;
      case "flakyFailure":
      case "flakyError":
      case "rerunFailure":
      case "rerunError":
        if (this.#case === undefined) return;
        this.#case.tries += 1;
        this.#case.failedBefore = true;
        return;
      case "property":
        this.#property(attributes);
    }
  }

  get text(): ElementText | undefined {
    return this.#failure?.text;
  }

  close(name: string): void {
    this.#depth -= 1;
    if (name === "failure" || name === "error" || name === "warning") {
      this.#failure = undefined;
      this.#suiteFailed();
    } else if (name === "testsuite") this.#closeSuite();
    else if (name === "testcase") this.#closeCase();
  }

  end(): void {
    this.#cutCase();
    this.#suiteFailed();
    while (this.#suites.length > 0) this.#closeSuite();
    if (this.#withoutResult > 0)
      this.#into.problem(
        "error",
        `Vitest lists tests as passed that took no time, as they do that never ran to their end: ${this.#withoutResult}.`,
      );
    this.#reports.end(this.#totals.declared());
  }

  /** gotestsum names the version of Go; so it is known that a name that stands again is of a test that ran again. */
  #property({ name, value }: Attributes): void {
    if (name === "go.version") this.#reports.joinReruns();
    if (name === "bailout")
      this.#into.problem("error", `The run was given up: ${(value ?? "").slice(0, 500)}`);
  }

  #openCase(attributes: Attributes): void {
    this.#closeCase();
    if (this.#suites.length === 0) this.#totals.ofLooseCase();
    this.#case = {
      suite: attributes["classname"] ?? this.#path(),
      name: attributes["name"] ?? "",
      attributes,
      skipped: statusOf(attributes) === "skipped",
      failure: undefined,
      tries: 0,
      failedBefore: false,
    };
  }

  #path(): string {
    return this.#suites
      .map(({ name }) => name)
      .filter((name) => name !== "")
      .join(" › ");
  }

  #openFailure(name: string, attributes: Attributes): void {
    const failure: Failure = {
      outcome: name === "failure" ? "failed" : "errored",
      type: attributes["type"] === "" ? undefined : attributes["type"],
      message: attributes["message"],
      text: new ElementText(),
    };
    this.#failure = failure;
    if (this.#case === undefined) {
      if (name !== "warning") this.#ofSuite = failure;
    } else if (
      this.#case.failure === undefined ||
      (failure.outcome === "errored" && this.#case.failure.outcome === "failed")
    ) {
      this.#case.failure = failure;
    }
  }

  /** A suite that failed outside a test, in its set-up: no test ran, so it counts as one error. */
  #suiteFailed(): void {
    const failure = this.#ofSuite;
    if (failure === undefined) return;
    this.#ofSuite = undefined;
    const { type, message, text } = failure;
    this.#reports.takeApart({
      outcome: "errored",
      suite: this.#path(),
      name: "(the suite itself)",
      ...(type !== undefined && { type }),
      message: message ?? firstLine(text.value),
      detail: text.value,
      cut: { message: 0, detail: text.cut },
    });
  }

  /** A case that is open where the file ends: where nothing of its outcome is told yet, it is of the rest that is not known. */
  #cutCase(): void {
    const isTold = this.#case?.failure !== undefined || this.#case?.skipped === true;
    if (!isTold) this.#case = undefined;
    this.#closeCase();
  }

  #closeCase(): void {
    const open = this.#case;
    if (open === undefined) return;
    this.#case = undefined;
    this.#failure = undefined;
    this.#cases += 1;
    const { suite, name, attributes, tries } = open;
    const failure = open.failure ?? (open.skipped ? undefined : statedFailure(attributes));
    const attempts = tries > 0 ? tries + 1 : undefined;
    const durationMs = secondsToMs(attributes["time"]);
    if (failure === undefined || (open.skipped && failure.outcome === "failed")) {
      if (failure !== undefined) {
        this.#into.problemOnce(
          "warning",
          "Tests failed and are marked as skipped, as those that are not done yet or may fail: they count as skipped.",
        );
      }
      // One shape for all, and no spread: there may be a million of them.
      const outcome = open.skipped ? "skipped" : "passed";
      if (this.#isOfVitest && !open.skipped && attributes["time"] === "0") this.#withoutResult += 1;
      const flaky = open.failedBefore && !open.skipped;
      this.#take({ suite, name, outcome, attempts, flaky, durationMs });
      return;
    }
    const detail = failure.text.value;
    const line = this.#lineOf(attributes["line"]);
    const file = attributes["file"] ?? attributes["filepath"];
    this.#take({
      ...{ suite, name, attempts, durationMs, outcome: failure.outcome },
      ...(file !== undefined && file !== "" && { file }),
      ...(line !== undefined && line > 0 && { line }),
      ...(failure.type !== undefined && { type: failure.type }),
      message: failure.message ?? firstLine(detail),
      detail,
      cut: { message: 0, detail: failure.text.cut },
    });
  }

  /** pytest counts the lines of a file from 0 (https://docs.pytest.org/en/stable/reference/reference.html#pytest.Item.location). */
  #lineOf(text: string | undefined): number | undefined {
    const line = wholeNumber(text);
    return line !== undefined && this.#suites[0]?.name === "pytest" ? line + 1 : line;
  }

  #take(test: PassedTest | FailedTest): void {
    const innermost = this.#suites.at(-1);
    if (
      innermost !== undefined &&
      test.name === "" &&
      test.outcome === "passed" &&
      innermost.nameless.length < 1000
    ) {
      // It may be what a run that was broken off left behind; the end of the suite tells.
      innermost.nameless.push(test);
      return;
    }
    this.#reports.take(test);
  }

  #closeSuite(): void {
    const suite = this.#suites.pop();
    if (suite === undefined || suite.nameless.length === 0) return;
    if (
      suite.declared !== undefined &&
      suite.declared === this.#cases - suite.casesBefore - suite.nameless.length
    ) {
      this.#into.problem(
        "warning",
        "A test case has neither a name nor an outcome, and its suite does not count it: the run was broken off in it.",
      );
      return;
    }
    for (const test of suite.nameless) this.#reports.takeApart({ ...test, outcome: "passed" });
  }
}

/** Of a case that fails by its attributes alone. */
function statedFailure(attributes: Attributes): Failure | undefined {
  if (statusOf(attributes) !== "failed") return undefined;
  return {
    ...{ outcome: "failed", type: undefined, message: statedMessage(attributes) },
    text: new ElementText(),
  };
}
