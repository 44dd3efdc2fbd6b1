import { isRecord } from "../../halt/isRecord";
import type { JsonLine, LineFormat, LineReader } from "./lineFormat";
import { outcomeOfSteps, type StepStatus } from "./cucumberJson";
import { firstLine } from "./messageText";
import type { ResultCollector } from "./resultCollector";

/** Cucumber's messages (https://github.com/cucumber/messages): a scenario is a test. */
export const cucumberMessages: LineFormat = {
  id: "cucumber-messages",
  isLine: (_, json) =>
    (isRecord(json?.["meta"]) && typeof json["meta"]["protocolVersion"] === "string") ||
    isRecord(json?.["testCaseStarted"]) ||
    isRecord(json?.["gherkinDocument"]),
  begin: (into) => new MessageReader(into),
};

interface Run {
  readonly pickle: string;
  readonly attempt: number;
  readonly statuses: StepStatus[];
  message: string;
}

class MessageReader implements LineReader {
  readonly #into: ResultCollector;
  readonly #features = new Map<string, string>();
  readonly #pickles = new Map<string, { readonly name: string; readonly uri: string }>();
  readonly #cases = new Map<string, string>();
  readonly #runs = new Map<string, Run>();
  #isFinished = false;
  #success: unknown;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  line(_: string, envelope: JsonLine | undefined): void {
    const [kind, value] = Object.entries(envelope ?? {})[0] ?? [];
    if (kind === undefined || !isRecord(value)) return;
    switch (kind) {
      case "gherkinDocument":
        this.#into.suites += 1;
        if (isRecord(value["feature"]))
          this.#features.set(textOf(value["uri"]), textOf(value["feature"]["name"]));
        return;
      case "pickle":
        this.#pickles.set(textOf(value["id"]), { name: textOf(value["name"]), uri: textOf(value["uri"]) });
        return;
      case "testCase":
        this.#cases.set(textOf(value["id"]), textOf(value["pickleId"]));
        return;
      case "testCaseStarted":
        this.#runs.set(textOf(value["id"]), {
          pickle: this.#cases.get(textOf(value["testCaseId"])) ?? "",
          attempt: typeof value["attempt"] === "number" ? value["attempt"] : 0,
          statuses: [],
          message: "",
        });
        return;
      case "testStepFinished":
        this.#step(value);
        return;
      case "testCaseFinished":
        this.#finish(textOf(value["testCaseStartedId"]), value["willBeRetried"] === true);
        return;
      case "testRunHookFinished":
        this.#hook(value["result"]);
        return;
      case "testRunFinished":
        this.#isFinished = true;
        this.#success = value["success"];
    }
  }

  end(): void {
    for (const [id, run] of this.#runs) {
      run.message = "The scenario began and has no end.";
      run.statuses.push("unknown");
      this.#finish(id, false);
    }
    if (!this.#isFinished) this.#into.cutOff("The run has no end.");
    if (this.#success === false && this.#into.failing === 0)
      this.#into.problem("error", "The file says that the run failed, and lists no scenario that did.");
  }

  #step(value: Readonly<Record<string, unknown>>): void {
    const run = this.#runs.get(textOf(value["testCaseStartedId"]));
    const result = value["testStepResult"];
    if (run === undefined || !isRecord(result)) return;
    run.statuses.push(textOf(result["status"]).toLowerCase());
    if (run.message === "") run.message = textOf(result["message"]);
  }

  #finish(id: string, willBeRetried: boolean): void {
    const run = this.#runs.get(id);
    if (run === undefined) return;
    this.#runs.delete(id);
    if (willBeRetried) return;
    const { name, uri } = this.#pickles.get(run.pickle) ?? { name: "", uri: "" };
    const common = {
      suite: this.#features.get(uri) ?? uri,
      name,
      ...(run.attempt > 0 && { attempts: run.attempt + 1 }),
    };
    const outcome = outcomeOfSteps(run.statuses);
    if (outcome === "failed")
      this.#into.fail({
        ...common,
        outcome,
        file: uri,
        message: firstLine(run.message),
        detail: run.message,
      });
    else this.#into.count({ ...common, outcome, ...(run.attempt > 0 && { flaky: true }) });
  }

  #hook(result: unknown): void {
    if (!isRecord(result) || textOf(result["status"]) !== "FAILED") return;
    const message = textOf(result["message"]);
    this.#into.fail({
      outcome: "errored",
      suite: "",
      name: "(a hook of the run)",
      message: firstLine(message),
      detail: message,
    });
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
