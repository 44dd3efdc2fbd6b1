import type { FailedTest, ReportedTest } from "../../halt/testResults";
import { isFailure, type PassedTest, type ResultCollector } from "./resultCollector";
import { ElementText, wholeNumber, type Attributes, type XmlFormat, type XmlReader } from "./xmlFormat";

/**
 * TRX, as `dotnet test --logger trx` and Visual Studio write it (the schema `vstst.xsd` comes with Visual Studio). A result
 * that holds inner ones, as of a data-driven test, is told by them, but where it failed and none of them did.
 */
export const trx: XmlFormat = {
  id: "trx",
  isRoot: (name) => name === "TestRun",
  begin: (into) => new TrxReader(into),
};

const outcomes: ReadonlyMap<string, ReportedTest["outcome"]> = new Map([
  ["passed", "passed"],
  ["passedbutrunaborted", "passed"],
  ["completed", "passed"],
  ["warning", "passed"],
  ["failed", "failed"],
  ["error", "errored"],
  ["timeout", "errored"],
  ["aborted", "errored"],
  ["disconnected", "errored"],
  ["notrunnable", "errored"],
  ["inprogress", "errored"],
  ["notexecuted", "skipped"],
  ["inconclusive", "skipped"],
  ["pending", "skipped"],
]);

interface Result {
  readonly attributes: Attributes;
  readonly message: ElementText;
  readonly stack: ElementText;
  hasInner: boolean;
  /** One of its inner results, or of theirs, failed. */
  hasFailed: boolean;
}

/** A result whose class stands further down, under the id of its test. */
interface Waiting {
  readonly test: PassedTest | FailedTest;
  readonly id: string;
}

/** About as many characters of waiting results are held, so that a file of any length is read in bounded memory. */
const mostWaitingUnits = 64 * 1024 * 1024;

class TrxReader implements XmlReader {
  readonly #into: ResultCollector;
  /** Results that are open, the outermost first. */
  readonly #open: Result[] = [];
  /** Classes by the id of their test. */
  readonly #classes = new Map<string, string>();
  readonly #seen = new Set<string>();
  /** Undefined once the classes are known, or too many results wait for them; `dotnet test` writes them last. */
  #waiting: Waiting[] | undefined = [];
  #waitingUnits = 0;
  #definition: string | undefined;
  #text: ElementText | undefined;
  #run: { readonly outcome: string; readonly text: ElementText } | undefined;
  /** Of the whole run. */
  #outcome = "";

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  open(name: string, attributes: Attributes): void {
    const result = this.#open.at(-1);
    switch (name) {
      case "UnitTestResult":
      case "TestResult":
      case "ManualTestResult":
      case "GenericTestResult":
      case "WebTestResult":
        if (result !== undefined) result.hasInner = true;
        this.#open.push({
          attributes,
          message: new ElementText(),
          stack: new ElementText(),
          hasInner: false,
          hasFailed: false,
        });
        return;
      case "Message":
        this.#text = result?.message;
        return;
      case "StackTrace":
        this.#text = result?.stack;
        return;
      case "UnitTest":
        this.#definition = attributes["id"];
        return;
      case "TestMethod":
        if (this.#definition !== undefined && attributes["className"] !== undefined)
          this.#classes.set(this.#definition, attributes["className"]);
        return;
      case "Counters":
        this.#into.declare(declaredOf(attributes));
        return;
      case "ResultSummary":
        this.#outcome = attributes["outcome"] ?? "";
        return;
      case "RunInfo":
        this.#run = { outcome: attributes["outcome"] ?? "", text: new ElementText() };
        return;
      case "Text":
        this.#text = this.#run?.text;
    }
  }

  get text(): ElementText | undefined {
    return this.#text;
  }

  close(name: string): void {
    if (name === "Message" || name === "StackTrace" || name === "Text") this.#text = undefined;
    else if (name.endsWith("TestResult")) this.#closeResult();
    else if (name === "UnitTest") this.#definition = undefined;
    else if (name === "TestDefinitions") this.#handOn();
    else if (name === "RunInfo") this.#closeRunInfo();
  }

  end(): void {
    while (this.#open.length > 0) this.#closeResult();
    this.#handOn();
    this.#into.suites = this.#seen.size;
    if (
      /^(?:failed|error|aborted|timeout)$/i.test(this.#outcome) &&
      this.#into.failing === 0 &&
      !this.#into.isBroken
    )
      this.#into.problem("error", "The file says that the run failed, and lists no test that did.");
  }

  #closeRunInfo(): void {
    const run = this.#run;
    this.#run = undefined;
    if (run === undefined || !/^(?:error|failed|aborted)$/i.test(run.outcome)) return;
    // xUnit.net tells each test that fails here, too.
    if (/\[FAIL\]\s*$/.test(run.text.value)) return;
    this.#into.problem("error", `The run itself broke: ${run.text.value.slice(0, 500)}`);
  }

  #closeResult(): void {
    const result = this.#open.pop();
    if (result === undefined) return;
    const { attributes, message, stack, hasInner, hasFailed } = result;
    // Visual Studio leaves the attribute out where the outcome is "Error", the first of its values.
    const outcome = outcomes.get((attributes["outcome"] ?? "error").toLowerCase());
    const isGood = outcome === "passed" || outcome === "skipped";
    const outer = this.#open.at(-1);
    if (outer !== undefined && (!isGood || hasFailed)) outer.hasFailed = true;
    if (hasInner && (isGood || hasFailed)) return;
    const durationMs = durationOf(attributes["duration"]);
    const common = {
      ...{ suite: "", name: attributes["testName"] ?? "" },
      ...(durationMs !== undefined && { durationMs }),
    };
    if (outcome === undefined)
      this.#into.problemOnce(
        "error",
        `An outcome is not known: "${(attributes["outcome"] ?? "").slice(0, 80)}". The test counts as errored.`,
      );
    const id = attributes["testId"] ?? "";
    if (outcome === "passed" || outcome === "skipped") {
      this.#take({ test: { ...common, outcome }, id });
      return;
    }
    const failure = {
      outcome: outcome ?? "errored",
      message: message.value === "" ? (attributes["outcome"] ?? "Error") : message.value,
      detail: stack.value,
      cut: { message: message.cut, detail: stack.cut },
    };
    this.#take({ test: { ...common, ...failure }, id });
  }

  #take(result: Waiting): void {
    if (this.#waiting === undefined) {
      this.#report(result);
      return;
    }
    this.#waiting.push(result);
    const { test } = result;
    this.#waitingUnits +=
      200 + test.name.length + (isFailure(test) ? test.message.length + test.detail.length : 0);
    if (this.#waitingUnits > mostWaitingUnits) this.#handOn();
  }

  #handOn(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const result of waiting) this.#report(result);
  }

  #report({ test, id }: Waiting): void {
    const names = this.#namesOf(test.name, id);
    this.#seen.add(names.suite);
    if (isFailure(test)) this.#into.fail({ ...test, ...names });
    else this.#into.count({ ...test, ...names });
  }

  /** A name may hold its class: `Shop.CartTest.Adds(1, 2)`. */
  #namesOf(whole: string, id: string): { readonly suite: string; readonly name: string } {
    const known = this.#classes.get(id)?.split(",")[0];
    if (known !== undefined && known !== "" && known !== "none")
      return { suite: known, name: whole.startsWith(`${known}.`) ? whole.slice(known.length + 1) : whole };
    const [, suite, name] = /^((?:[\w`+]+\.)+)(\w+(?:[<(].*)?)$/s.exec(whole) ?? [];
    return suite === undefined || name === undefined
      ? { suite: "", name: whole }
      : { suite: suite.slice(0, -1), name };
  }
}

function declaredOf(counters: Attributes) {
  const sum = (...keys: readonly string[]): number =>
    keys.reduce((all, key) => all + (wholeNumber(counters[key]) ?? 0), 0);
  const total = wholeNumber(counters["total"]);
  return {
    ...(total !== undefined && { total }),
    ...(counters["failed"] !== undefined && { failed: sum("failed") }),
    ...(counters["error"] !== undefined && {
      errored: sum("error", "timeout", "aborted", "disconnected", "notRunnable"),
    }),
  };
}

/** `00:00:01.5000000`, in milliseconds. */
function durationOf(text: string | undefined): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text ?? "") ?? [];
  if (seconds === undefined) return undefined;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
