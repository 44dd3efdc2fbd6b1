import { isRecord } from "../../halt/isRecord";
import { BazelConsole } from "./bazelConsole";
import { BazelTarget } from "./bazelTarget";
import type { JsonLine, LineFormat, LineReader } from "./lineFormat";
import type { ResultCollector } from "./resultCollector";

/**
 * Bazel's events of a build, as `bazel test --build_event_json_file=…` writes them (https://bazel.build/remote/bep,
 * build_event_stream.proto). A test is a target, as in Bazel's own counts: its shards, runs and tries are of one test.
 */
export const bazelEvents: LineFormat = {
  id: "bazel-events",
  isLine: (_, json) =>
    isRecord(json?.["id"]) && payloads.some(([id, payload]) => isRecord(json) && isEvent(json, id, payload)),
  begin: (into) => new BazelReader(into),
};

type Json = Readonly<Record<string, unknown>>;

/** The events that only Bazel has, by their ids, each with what it holds. */
const payloads: readonly (readonly [string, string])[] = [
  ["started", "started"],
  ["buildFinished", "finished"],
  ["targetConfigured", "configured"],
  ["targetCompleted", "completed"],
  ["testResult", "testResult"],
  ["testSummary", "testSummary"],
  ["unstructuredCommandLine", "unstructuredCommandLine"],
];

function isEvent(json: Json, id: string, payload: string): boolean {
  return isRecord(json["id"]) && isRecord(json["id"][id]) && isRecord(json[payload]);
}

class BazelReader implements LineReader {
  readonly #into: ResultCollector;
  #build: Build | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  line(text: string, event: JsonLine | undefined): void {
    if (event === undefined || !isRecord(event["id"])) {
      if (/^\s*\{"id":/.test(text)) this.#into.problemOnce("error", "A line in it cannot be read.");
      return;
    }
    // Builds may stand one behind another.
    if (isRecord(event["id"]["started"])) {
      this.#build?.end();
      this.#build = undefined;
    }
    this.#build ??= new Build(this.#into);
    this.#build.take(event, event["id"]);
  }

  end(): void {
    this.#build?.end();
  }
}

class Build {
  readonly #into: ResultCollector;
  readonly #targets = new Map<string, BazelTarget>();
  readonly #console = new BazelConsole();
  /** What could not be loaded or built, and is no test. */
  readonly #broken = new Map<string, string>();
  #exit: { readonly name: string; readonly code: number } | undefined;
  #command = "";
  #isWhole = false;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  take(event: Json, id: Json): void {
    if (event["lastMessage"] === true) this.#isWhole = true;
    const [kind = "", value] = Object.entries(id)[0] ?? [];
    const about = isRecord(value) ? value : {};
    const aborted = isRecord(event["aborted"]) ? event["aborted"] : undefined;
    switch (kind) {
      case "started":
        if (isRecord(event["started"])) this.#command = textOf(event["started"]["command"]);
        return;
      case "progress":
        if (!isRecord(event["progress"])) return;
        this.#console.take(textOf(event["progress"]["stdout"]));
        this.#console.take(textOf(event["progress"]["stderr"]));
        return;
      case "pattern":
        if (aborted !== undefined) this.#broken.set(patternOf(about), textOf(aborted["description"]));
        return;
      case "configuredLabel":
      case "unconfiguredLabel":
        if (aborted !== undefined) this.#broken.set(textOf(about["label"]), textOf(aborted["description"]));
        return;
      case "buildFinished":
        this.#finished(event["finished"]);
        return;
      case "targetConfigured":
      case "targetCompleted":
      case "testResult":
      case "testSummary":
        // The completion of an aspect is none of the target's own.
        if (typeof about["aspect"] !== "string") this.#targetOf(about).take(kind, about, event, aborted);
    }
  }

  end(): void {
    if (
      !/^(?:|test|coverage)$/.test(this.#command) &&
      [...this.#targets.values()].every(({ hasRun }) => !hasRun)
    ) {
      this.#into.problem("error", `It is of a bazel ${this.#command.slice(0, 40)}, which ran no test.`);
      return;
    }
    const tests = [...this.#targets.values()].filter(({ isTest }) => isTest);
    const packages = new Set<string>();
    let [open, failing, cached] = [0, 0, 0];
    for (const target of tests) {
      const end = target.report(this.#into, this.#console, this.#isWhole);
      if (end !== "notRun" || this.#isWhole) packages.add(target.suite);
      if (end === "notRun") open += 1;
      if (end === "failing") failing += 1;
      if (target.isCached) cached += 1;
    }
    this.#into.suites += packages.size;
    for (const target of this.#targets.values())
      if (!target.isTest && target.isBroken) this.#broken.set(target.label, target.why);
    this.#tellEnd(open, failing);
    if (cached > 0) {
      const results = cached === 1 ? "1 result is" : `${cached} results are`;
      this.#into.problem(
        "warning",
        `${results} from Bazel's cache: of an earlier run, in which nothing that the test depends on was otherwise.`,
      );
    }
  }

  #tellEnd(open: number, failing: number): void {
    const tests = open === 1 ? "1 test has" : `${open} tests have`;
    if (!this.#isWhole)
      this.#into.cutOff(open === 0 ? "The build has no end." : `The build has no end: ${tests} no result.`);
    else if (open > 0)
      this.#into.problem("error", `${tests} no result: the build ended before. They count as skipped.`);
    for (const [label, why] of [...this.#broken].slice(0, 10))
      this.#into.problem("warning", `${label} could not be built${why === "" ? "." : `: ${why}`}`);
    if (this.#exit === undefined) {
      if (this.#isWhole) this.#into.problem("error", "The build does not say how it ended.");
      return;
    }
    const { name, code } = this.#exit;
    if (code !== 0 && failing === 0 && name !== "NO_TESTS_FOUND")
      this.#into.problem(
        "error",
        `The build failed (${name || code}), and no test in it is listed that did.`,
      );
    if (code === 0 && failing > 0)
      this.#into.problem("error", "The file says that the build succeeded, and lists a test that failed.");
  }

  #finished(value: unknown): void {
    const exit = isRecord(value) ? value["exitCode"] : undefined;
    if (!isRecord(exit)) return;
    // What is 0 is left out.
    this.#exit = { name: textOf(exit["name"]), code: typeof exit["code"] === "number" ? exit["code"] : 0 };
  }

  #targetOf({ label, configuration }: Json): BazelTarget {
    // A target may be tested in several configurations; when it is found, it has none yet.
    const id = isRecord(configuration) ? textOf(configuration["id"]) : "";
    const found = this.#targets.get(textOf(label));
    if (found?.isIn(id) === true) return found;
    const key = found === undefined ? textOf(label) : `${textOf(label)}\0${id}`;
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const target = new BazelTarget(textOf(label), id);
    this.#targets.set(key, target);
    return target;
  }
}

function patternOf({ pattern }: Json): string {
  return Array.isArray(pattern) ? pattern.map(textOf).join(" ").slice(0, 200) : "";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
