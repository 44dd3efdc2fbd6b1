import { isRecord } from "../../halt/isRecord";
import type { BazelConsole } from "./bazelConsole";
import { firstLine } from "./messageText";
import type { ResultCollector } from "./resultCollector";

type Json = Readonly<Record<string, unknown>>;

/** One of a test's runs, or a shard of it, as far as its tries told. */
interface Part {
  attempts: number;
  /** Of the last try. */
  status: string;
  /** Undefined where it is not told. */
  durationMs: number | undefined;
  isCached: boolean;
  readonly run: number;
}

/** What became of a test in a build. */
type End = "passed" | "failing" | "skipped" | "notRun";

/** A target of a build, and what its events tell of it. */
export class BazelTarget {
  readonly label: string;
  /** Of the configuration; a target that was only found has none. */
  #configuration: string;
  isTest = false;
  /** It was not built. */
  isBroken = false;
  why = "";
  /** What kept it from being built. */
  #causes: readonly string[] = [];
  /** By run and shard. */
  readonly #parts = new Map<string, Part>();
  #announced = 0;
  #summary: Json | undefined;
  #details = "";
  #log = "";
  #abortReason: string | undefined;

  constructor(label: string, configuration: string) {
    this.label = label;
    this.#configuration = configuration;
  }

  /** The package that it is in. */
  get suite(): string {
    return this.label.slice(0, this.#colon());
  }

  /** Every result of it is one of an earlier run. */
  get isCached(): boolean {
    const parts = [...this.#parts.values()];
    return parts.length > 0 && parts.every(({ isCached }) => isCached);
  }

  /** A result of it, or of a part of it, is told. */
  get hasRun(): boolean {
    return this.#parts.size > 0 || this.#summary !== undefined;
  }

  /** Whether it is the one of a configuration. */
  isIn(configuration: string): boolean {
    if (this.#configuration === "") this.#configuration = configuration;
    return configuration === "" || this.#configuration === configuration;
  }

  /** Takes an event that is about it. */
  take(kind: string, id: Json, event: Json, aborted: Json | undefined): void {
    if (kind === "testResult" || kind === "testSummary") this.isTest = true;
    if (aborted !== undefined) this.#aborted(kind, aborted);
    else if (kind === "targetConfigured") this.#configured(event["configured"]);
    else if (kind === "targetCompleted") this.#completed(event["completed"], event["children"]);
    else if (kind === "testResult") this.#result(id, event["testResult"]);
    else if (isRecord(event["testSummary"])) this.#summary = event["testSummary"];
  }

  /**
   * Hands the test on; one that did not run counts as skipped where the build ended, and not at all where its events break
   * off.
   */
  report(into: ResultCollector, console: BazelConsole, isWhole: boolean): End {
    const parts = [...this.#parts.values()];
    const status = this.#status(parts, isWhole);
    const durationMs = this.#durationMs(parts);
    const attempts = this.#attempts(parts);
    const test = {
      suite: this.suite,
      name: this.label.slice(this.#colon() + 1) || this.label,
      ...(durationMs !== undefined && { durationMs }),
      ...(attempts > 1 && { attempts }),
    };
    switch (status) {
      case "PASSED":
      case "FLAKY":
        into.count({ ...test, outcome: "passed", ...(status === "FLAKY" && { flaky: true }) });
        if (parts.some((part) => !passed.has(part.status)))
          into.problem(
            "error",
            `The summary of ${this.label} says ${status}, and its last try did not pass.`,
          );
        return "passed";
      case "SKIPPED":
        into.count({ ...test, outcome: "skipped" });
        return "skipped";
      case "NO_STATUS":
      case "TOOL_HALTED_BEFORE_TESTING":
      case "BLAZE_HALTED_BEFORE_TESTING":
        if (isWhole) into.count({ ...test, outcome: "skipped" });
        return "notRun";
      default: {
        const output = console.outputOf(this.label);
        const error =
          status === "FAILED_TO_BUILD" ? console.errorOf([...this.#causes, this.label]) : undefined;
        into.fail({
          ...test,
          outcome: status === "FAILED" ? "failed" : "errored",
          ...(error !== undefined && { file: error.file, line: error.line }),
          type: status,
          message: this.#message(status, parts, firstLine(output)),
          detail: error?.text ?? (output || this.#log),
        });
        return "failing";
      }
    }
  }

  #configured(value: unknown): void {
    if (!isRecord(value)) return;
    if (value["testSize"] !== undefined || /_test rule$/.test(textOf(value["targetKind"])))
      this.isTest = true;
  }

  #completed(value: unknown, children: unknown): void {
    if (!isRecord(value)) return;
    this.#abortReason = undefined;
    this.isBroken = value["success"] !== true;
    const detail = value["failureDetail"];
    if (isRecord(detail)) this.why = textOf(detail["message"]);
    const told = (Array.isArray(children) ? children : []).filter(isRecord);
    this.#announced += told.filter((child) => isRecord(child["testResult"])).length;
    if (told.some((child) => isRecord(child["testSummary"]))) this.isTest = true;
    this.#causes = told.flatMap((child) => {
      const about = child["actionCompleted"] ?? child["unconfiguredLabel"] ?? child["configuredLabel"];
      return isRecord(about) && about["label"] !== this.label ? [textOf(about["label"])] : [];
    });
    if (this.isBroken && this.#causes.length > 0)
      this.why = `${this.#causes.slice(0, 5).join(", ")}: ${this.why}`;
  }

  #aborted(kind: string, { reason, description }: Json): void {
    // Only what was asked for is completed; where it could not be loaded, nothing else tells that it is a test.
    const isLost = /^(?:ANALYSIS|LOADING)_FAILURE$/.test(textOf(reason));
    if (isLost) [this.isTest, this.isBroken] = [true, true];
    if (kind === "targetCompleted" && this.isBroken && !isLost) return;
    if (textOf(description) !== "") this.why = textOf(description);
    this.#abortReason = textOf(reason) || "UNKNOWN";
  }

  #result({ run, shard, attempt }: Json, value: unknown): void {
    if (!isRecord(value)) return;
    const key = `${String(run)}/${String(shard)}`;
    const status = textOf(value["status"]) || "NO_STATUS";
    const before = this.#parts.get(key);
    const number = typeof attempt === "number" ? attempt : 1;
    const ms = millis(value["testAttemptDurationMillis"]) ?? seconds(value["testAttemptDuration"]);
    this.#parts.set(key, {
      run: typeof run === "number" ? run : 1,
      attempts: Math.max(before?.attempts ?? 0, number),
      status: before !== undefined && before.attempts > number ? before.status : status,
      durationMs: ms === undefined ? before?.durationMs : ms + (before?.durationMs ?? 0),
      isCached: value["cachedLocally"] === true,
    });
    if (passed.has(status)) return;
    this.#details = textOf(value["statusDetails"]);
    const logs = Array.isArray(value["testActionOutput"]) ? value["testActionOutput"].filter(isRecord) : [];
    const log = logs.find(({ name }) => name === "test.log");
    this.#log = log === undefined ? "" : `Its output: ${textOf(log["uri"])}`;
  }

  /** The status of all runs, shards and tries, as the summary has it, else as far as it is known. */
  #status(parts: readonly Part[], isWhole: boolean): string {
    const summed = this.#summary && (textOf(this.#summary["overallStatus"]) || "NO_STATUS");
    if (summed !== undefined && summed !== "NO_STATUS") return summed;
    if (this.#abortReason === "SKIPPED") return "SKIPPED";
    const bad = parts.find(({ status }) => !passed.has(status) && status !== "NO_STATUS");
    if (bad !== undefined) return bad.status;
    if (this.isBroken) return "FAILED_TO_BUILD";
    if (summed !== undefined || parts.length === 0) return "NO_STATUS";
    if (parts.length < this.#announced || !isWhole) return "INCOMPLETE";
    return parts.some(({ status }) => status === "FLAKY") ? "FLAKY" : "PASSED";
  }

  #message(status: string, parts: readonly Part[], output: string): string {
    if (this.#details !== "") return this.#details;
    if (status === "FAILED_TO_BUILD")
      return this.why === "" ? "It was not built." : `It was not built. ${this.why}`;
    if (status === "INCOMPLETE") return "The test began and has no end.";
    const bad = parts.filter((part) => !passed.has(part.status)).length;
    const of = parts.length > 1 ? ` in ${bad} of ${parts.length} shards or runs` : "";
    if (status === "TIMEOUT") return `It took too long${of}.`;
    return of === "" && output !== "" ? output : `It failed${of}.`;
  }

  /** How often it ran: its shards are parts of one run. */
  #attempts(parts: readonly Part[]): number {
    const runs = new Map<number, number>();
    for (const { run, attempts } of parts) runs.set(run, Math.max(runs.get(run) ?? 0, attempts));
    const told = [...runs.values()].reduce((sum, attempts) => sum + attempts, 0);
    // Of a cached test, only the summary tells of its tries; it counts shards, too.
    const isSharded = Number(this.#summary?.["shardCount"] ?? 0) > 1;
    const summed = isSharded ? 0 : Number(this.#summary?.["totalRunCount"] ?? 0);
    return Math.max(told, Number.isSafeInteger(summed) ? summed : 0);
  }

  #durationMs(parts: readonly Part[]): number | undefined {
    const known = parts.flatMap(({ durationMs }) => (durationMs === undefined ? [] : [durationMs]));
    if (known.length > 0) return known.reduce((sum, ms) => sum + ms, 0);
    return millis(this.#summary?.["totalRunDurationMillis"]) ?? seconds(this.#summary?.["totalRunDuration"]);
  }

  /** Where its name begins: `//shop/lids:fits`, and behind the last part of the package where the two are one. */
  #colon(): number {
    const colon = this.label.lastIndexOf(":");
    return colon > 0 ? colon : this.label.length;
  }
}

const passed: ReadonlySet<string> = new Set(["PASSED", "FLAKY"]);

/** Numbers of 64 bits are written as text. */
function millis(value: unknown): number | undefined {
  const ms = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/** `1.250s` */
function seconds(value: unknown): number | undefined {
  const [, number] = /^(\d+(?:\.\d+)?)s$/.exec(textOf(value)) ?? [];
  return number === undefined ? undefined : Number(number) * 1000;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
