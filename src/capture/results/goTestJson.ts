import { copiedText } from "./copiedText";
import { GoBuilds } from "./goBuilds";
import { GoFailedBefore, type GoTest } from "./goFailedBefore";
import { firstWords, kept, placeOf } from "./goOutput";
import { GoPlainLine } from "./goPlainLine";
import type { JsonLine, LineFormat, LineReader } from "./lineFormat";
import type { ResultCollector } from "./resultCollector";

/**
 * `go test -json` (https://pkg.go.dev/cmd/test2json). Tests are told by their leaves: a test whose subtests explain its
 * outcome does not count. A package that fails where no test does, or that was not built, counts as one error.
 */
export const goTestJson: LineFormat = {
  id: "go-test-json",
  isLine: (_, json) =>
    typeof json?.["Action"] === "string" &&
    (typeof json["Package"] === "string" ||
      typeof json["ImportPath"] === "string" ||
      (isOfNoPackage(json) && tellsMore(json))),
  begin: (into) => new GoTestReader(into),
};

interface Printing {
  output: string;
}

interface Package extends Printing {
  readonly tests: Map<string, GoTest>;
}

/** What `go tool test2json` tells of a test binary where `-p` names no package. */
const keysOfNoPackage = new Set(["Time", "Action", "Test", "Output", "OutputType", "Elapsed"]);

function isOfNoPackage(event: JsonLine): boolean {
  return (
    /^(?:run|pause|cont|pass|bench|fail|output|skip)$/.test(String(event["Action"])) &&
    Object.keys(event).every((key) => keysOfNoPackage.has(key))
  );
}

/** The last event of such a run tells nothing but how it went; a line of anybody's log might. */
function tellsMore({ Test: test, Output: output, Elapsed: seconds }: JsonLine): boolean {
  return typeof test === "string" || typeof output === "string" || typeof seconds === "number";
}

class GoTestReader implements LineReader {
  readonly #into: ResultCollector;
  readonly #packages = new Map<string, Package>();
  readonly #plain = new GoPlainLine();
  /** An event named a package; then one that names none is of something else. */
  #namesPackages = false;
  #lastPath = "";
  #last: Package | undefined;
  /** Packages with tests that ended; a run may name one twice. */
  readonly #ended = new Set<string>();
  readonly #failedBefore: GoFailedBefore;
  /** What printed since the last text was let go. */
  #printed: Printing[] = [];
  readonly #builds = new GoBuilds();
  /** Lines that are no JSON, as the compiler's on standard error. */
  #loose = "";

  constructor(into: ResultCollector) {
    this.#into = into;
    this.#failedBefore = new GoFailedBefore((path, name, test) => {
      this.#report(path, name, test);
    });
  }

  plainLine(text: string, start: number): number {
    const plain = this.#plain;
    const next = plain.read(text, start);
    if (next === -1) return next;
    this.#namesPackages = true;
    this.#event(plain.action, plain.path, plain.test, plain.output, plain.elapsed, undefined);
    return next;
  }

  letGo(): void {
    for (const one of this.#printed) one.output = copiedText(one.output);
    this.#printed = [];
  }

  line(text: string, event: JsonLine | undefined): void {
    if (event === undefined) {
      this.#looseLine(text);
      return;
    }
    const { Action: action, Package: named, Elapsed: seconds } = event;
    this.#namesPackages ||= typeof named === "string";
    const path = !this.#namesPackages && isOfNoPackage(event) ? "" : named;
    if (this.#builds.take(event) || typeof action !== "string" || typeof path !== "string") return;
    const elapsed = typeof seconds === "number" ? seconds : undefined;
    const [test, output, build] = [event["Test"], event["Output"], event["FailedBuild"]].map(textOf);
    this.#event(action, path, test, output, elapsed, build);
  }

  #event(
    action: string,
    path: string,
    test: string | undefined,
    output: string | undefined,
    elapsed: number | undefined,
    failedBuild: string | undefined,
  ): void {
    const known = this.#packageOf(path);
    if (action === "output") {
      const one = test === undefined ? known : known.tests.get(test);
      if (one !== undefined && output !== undefined) this.#print(one, output);
    } else if (test !== undefined) testEvent(known, test, action, elapsed ?? 0);
    else if (action === "pass" || action === "fail" || action === "skip") {
      if (failedBuild !== undefined) known.output = kept(this.#builds.outputOf(failedBuild), known.output);
      this.#endPackage(path, action === "fail");
    }
  }

  end(): void {
    for (const [path, { tests }] of this.#packages) {
      const isOpen = [...tests.values()].some(({ outcome }) => outcome === undefined);
      const run = path === "" ? "The run" : `The run of ${path}`;
      this.#into.cutOff(`${run} has no end${isOpen ? ": a test began and does not end" : ""}.`);
      this.#endPackage(path, false);
    }
    this.#failedBefore.end();
    for (const { path, output } of this.#builds.untold()) this.#broken(path, "build failed", output);
  }

  #print(one: Printing, text: string): void {
    one.output = kept(one.output, text);
    if (this.#printed.at(-1) !== one) this.#printed.push(one);
  }

  /** Most lines are of the package that the line before was of. */
  #packageOf(path: string): Package {
    if (path === this.#lastPath && this.#last !== undefined) return this.#last;
    const known = this.#packages.get(path) ?? { tests: new Map<string, GoTest>(), output: "" };
    this.#packages.set(path, known);
    [this.#lastPath, this.#last] = [path, known];
    return known;
  }

  /** The only sign of a package that was not built, up to Go 1.23. */
  #looseLine(text: string): void {
    const [, path, why] = /^FAIL\t(\S+) \[(\w+ failed)\]/.exec(text) ?? [];
    if (path === undefined || why === undefined) {
      this.#loose = kept(this.#loose, `${text}\n`);
      return;
    }
    this.#broken(path, why, this.#loose);
    this.#loose = "";
  }

  #endPackage(path: string, failed: boolean): void {
    const { tests, output } = this.#packageOf(path);
    this.#packages.delete(path);
    this.#last = undefined;
    const ranBefore = this.#ended.has(path);
    if (tests.size > 0 && !ranBefore) this.#into.suites += 1;
    if (tests.size > 0) this.#ended.add(path);
    let [failing, everFailed, open] = [0, false, 0];
    for (const [name, { outcome }] of tests) {
      for (const parent of outcome === "passed" || outcome === "skipped" ? [] : parentsOf(name, tests)) {
        if (outcome === "failed") parent.childFailed = true;
        else parent.childOpen = true;
      }
    }
    const isTriedAgain = this.#failedBefore.isTriedAgain(path, tests);
    if (ranBefore && tests.size > 0 && !isTriedAgain) this.#failedBefore.otherRun(path);
    // A package that ended in the middle is not run again.
    const mayBeTriedAgain = failed && [...tests.values()].every(({ outcome }) => outcome !== undefined);
    for (const [name, test] of tests) {
      everFailed ||= test.failedBefore;
      if (isTriedAgain && this.#failedBefore.tryAgain(path, name, test)) {
        if (test.outcome !== "passed") failing += 1;
        continue;
      }
      if (test.hasChildren && isExplainedByChildren(test)) continue;
      if (test.outcome === undefined) open += 1;
      if (test.outcome !== "passed" && test.outcome !== "skipped") failing += 1;
      // Beside what is tried again, others of its test run again, too.
      else if (isTriedAgain) {
        this.#failedBefore.passBeside(path, name, test);
        continue;
      }
      if (test.outcome === "failed" && mayBeTriedAgain && !isTriedAgain)
        this.#failedBefore.hold(path, name, test);
      else this.#report(path, name, test);
    }
    if (open > 0 && failed)
      this.#into.problem(
        "error",
        `${path || "The run"} ended while a test ran: the tests behind it did not run.`,
      );
    if (!failed || failing > 0) return;
    if (everFailed)
      this.#into.problem(
        "error",
        `${path || "The run"} failed, though each of its tests passed when it ran last.`,
      );
    else this.#broken(path, "failed outside of its tests", output);
  }

  #report(
    path: string,
    name: string,
    { outcome, attempts: tries, failedBefore, seconds, output }: GoTest,
  ): void {
    const attempts = tries > 1 ? tries : undefined;
    const durationMs = seconds * 1000;
    if (outcome === "passed" || outcome === "skipped") {
      // One shape for all, and no spread: there may be a million of them.
      this.#into.count({ suite: path, name, outcome, attempts, flaky: failedBefore, durationMs });
      return;
    }
    this.#into.fail({
      ...{ suite: path, name, attempts, durationMs },
      outcome: outcome ?? "errored",
      ...placeOf(output),
      message:
        outcome === undefined
          ? `The test began and has no end. ${firstWords(output)}`.trim()
          : firstWords(output),
      detail: output,
    });
  }

  #broken(path: string, why: string, output: string): void {
    this.#into.fail({
      outcome: "errored",
      suite: path,
      name: `(${why})`,
      type: why,
      ...placeOf(output),
      message: firstWords(output),
      detail: output,
    });
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function testEvent({ tests }: Package, name: string, action: string, elapsed: number): void {
  const test = tests.get(name);
  switch (action) {
    case "run":
      if (test === undefined) {
        tests.set(name, {
          outcome: undefined,
          attempts: 1,
          failedBefore: false,
          hasChildren: false,
          childFailed: false,
          childOpen: false,
          seconds: 0,
          output: "",
        });
      } else {
        test.attempts += 1;
        test.outcome = undefined;
        test.output = "";
      }
      for (const parent of parentsOf(name, tests)) parent.hasChildren = true;
      return;
    case "pass":
    case "fail":
    case "skip":
      // A line that a test printed may look like an outcome; then the test never began.
      if (test === undefined) return;
      test.outcome = action === "pass" ? "passed" : action === "fail" ? "failed" : "skipped";
      test.failedBefore ||= action === "fail";
      test.seconds = elapsed;
      if (action === "pass") test.output = "";
  }
}

/** Whether what became of a test that has subtests follows from them. */
function isExplainedByChildren({ outcome, childFailed, childOpen }: GoTest): boolean {
  if (outcome === "failed") return childFailed || childOpen;
  return outcome === undefined ? childOpen : true;
}

/** The tests that a test is a subtest of; its name may hold slashes of its own. */
function parentsOf(name: string, tests: ReadonlyMap<string, GoTest>): readonly GoTest[] {
  const parents: GoTest[] = [];
  for (let slash = name.lastIndexOf("/"); slash > 0; slash = name.lastIndexOf("/", slash - 1)) {
    const parent = tests.get(name.slice(0, slash));
    if (parent !== undefined) parents.push(parent);
  }
  return parents;
}
