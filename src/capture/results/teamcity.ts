import type { LineFormat, LineReader } from "./lineFormat";
import type { ResultCollector } from "./resultCollector";

/** TeamCity's service messages (https://www.jetbrains.com/help/teamcity/service-messages.html#Reporting+Tests). */
export const teamcity: LineFormat = {
  id: "teamcity",
  isLine: (text) => /^\s*##teamcity\[(?:test|testSuite)[A-Z]\w* /.test(text),
  begin: (into) => new TeamcityReader(into),
};

interface Test {
  readonly suite: string;
  readonly name: string;
  failure: { readonly message: string; readonly detail: string; readonly type: string } | undefined;
  ignored: boolean;
}

type Attributes = Readonly<Record<string, string>>;

class TeamcityReader implements LineReader {
  readonly #into: ResultCollector;
  /** Suites and tests that are open, by the flow that they are told in. */
  readonly #suites = new Map<string, string[]>();
  readonly #tests = new Map<string, Test>();
  #planned: number | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  line(text: string): void {
    const [, kind, rest] = /##teamcity\[(\w+)(.*)\]\s*$/s.exec(text) ?? [];
    if (kind === undefined || rest === undefined) {
      if (text.includes("##teamcity[test")) this.#into.problemOnce("error", "A line in it cannot be read.");
      return;
    }
    const attributes = attributesOf(rest);
    const flow = attributes["flowId"] ?? "";
    const name = attributes["name"] ?? "";
    const key = `${flow}\0${name}`;
    switch (kind) {
      case "testCount":
        this.#planned = Number(attributes["count"] ?? Number.NaN);
        return;
      case "testSuiteStarted":
        this.#into.suites += 1;
        this.#suites.set(flow, [...(this.#suites.get(flow) ?? []), name].slice(-100));
        return;
      case "testSuiteFinished":
        this.#suites.get(flow)?.pop();
        return;
      case "testStarted":
        this.#begin(key, flow, name);
        return;
      case "testIgnored":
        this.#ignored(key, flow, name);
        return;
      case "testFailed":
        this.#failed(key, flow, attributes);
        return;
      case "testFinished":
        this.#finish(key, Number(attributes["duration"] ?? Number.NaN));
        return;
      case "buildProblem":
        this.#into.problem(
          "error",
          `The run itself broke: ${(attributes["description"] ?? "").slice(0, 500)}`,
        );
    }
  }

  end(): void {
    const open = this.#tests.size;
    for (const { suite, name, failure } of this.#tests.values()) {
      const message = failure?.message ?? "The test began and has no end.";
      this.#into.fail({
        outcome: failure === undefined ? "errored" : "failed",
        suite,
        name,
        message,
        detail: failure?.detail ?? "",
      });
    }
    const isSuiteOpen = [...this.#suites.values()].some((names) => names.length > 0);
    if (open > 0) this.#into.cutOff("The run has no end: a test began and does not end.");
    else if (isSuiteOpen) this.#into.cutOff("The run has no end: a suite began and does not end.");
    if (this.#planned !== undefined && this.#into.total < this.#planned)
      this.#into.cutOff(`${this.#planned} tests were planned, and ${this.#into.total} ran.`);
  }

  #begin(key: string, flow: string, name: string): Test {
    // One that failed and does not end: what begins now takes no failure back.
    if (this.#tests.get(key)?.failure !== undefined) this.#finish(key, Number.NaN);
    const suite = (this.#suites.get(flow) ?? []).filter((one) => one !== "").join(" › ");
    const test = { suite, name, failure: undefined, ignored: false };
    this.#tests.set(key, test);
    return test;
  }

  /** A test that is ignored need not begin. */
  #ignored(key: string, flow: string, name: string): void {
    const open = this.#tests.get(key);
    if (open !== undefined) {
      open.ignored = true;
      return;
    }
    const { suite } = this.#begin(key, flow, name);
    this.#tests.delete(key);
    this.#into.count({ suite, name, outcome: "skipped" });
  }

  #failed(key: string, flow: string, { name = "", message = "", details = "", type = "" }: Attributes): void {
    const open = this.#tests.get(key);
    const test = open ?? this.#begin(key, flow, name);
    test.failure ??= { message, detail: details, type };
    if (open === undefined) this.#finish(key, Number.NaN);
  }

  #finish(key: string, durationMs: number): void {
    const test = this.#tests.get(key);
    if (test === undefined) return;
    this.#tests.delete(key);
    const { suite, name, failure, ignored } = test;
    const common = { suite, name, ...(Number.isFinite(durationMs) && { durationMs }) };
    if (failure === undefined) this.#into.count({ ...common, outcome: ignored ? "skipped" : "passed" });
    else {
      const { message, detail, type } = failure;
      this.#into.fail({ ...common, outcome: "failed", ...(type !== "" && { type }), message, detail });
    }
  }
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", x: "\u0085", l: "\u2028", p: "\u2029" };

function attributesOf(text: string): Attributes {
  const found = text.matchAll(/([A-Za-z]\w*)\s*=\s*'((?:\|.|[^|'])*)'/gs);
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, unescaped(value)]));
}

function unescaped(value: string): string {
  return value.replaceAll(
    /\|(?:0x([\dA-Fa-f]{4})|(.))/gs,
    (_, code: string | undefined, sign: string | undefined) =>
      code === undefined
        ? (escapes[sign ?? ""] ?? sign ?? "")
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
