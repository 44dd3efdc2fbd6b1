import { isRecord } from "../../halt/isRecord";
import type { JsonLine, LineFormat, LineReader } from "./lineFormat";
import type { ResultCollector } from "./resultCollector";

/** The JSON of `dart test` and `flutter test` (https://github.com/dart-lang/test/blob/master/pkgs/test/doc/json_reporter.md). */
export const dartJson: LineFormat = {
  id: "dart-json",
  isLine: (_, json) =>
    (json?.["type"] === "start" && typeof json["protocolVersion"] === "string") ||
    (json?.["type"] === "testStart" && isRecord(json["test"])),
  begin: (into) => new DartReader(into),
};

interface Test {
  readonly suite: string;
  readonly name: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  error: { readonly message: string; readonly stack: string; readonly isFailure: boolean } | undefined;
}

class DartReader implements LineReader {
  readonly #into: ResultCollector;
  readonly #paths = new Map<number, string>();
  readonly #open = new Map<number, Test>();
  #success: unknown;
  #isDone = false;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  line(_: string, event: JsonLine | undefined): void {
    switch (event?.["type"]) {
      case "suite":
        this.#suite(event["suite"]);
        return;
      case "testStart":
        this.#start(event["test"]);
        return;
      case "error":
        this.#error(event);
        return;
      case "testDone":
        this.#done(event);
        return;
      case "done":
        this.#isDone = true;
        this.#success = event["success"];
    }
  }

  end(): void {
    for (const { suite, name, error } of this.#open.values()) {
      this.#into.fail({
        outcome: "errored",
        suite,
        name,
        message: error?.message ?? "The test began and has no end.",
        detail: error?.stack ?? "",
      });
    }
    if (!this.#isDone || this.#open.size > 0) this.#into.cutOff("The run has no end.");
    // Where it is closed before all tests ran, it does not know.
    else if (this.#success === null) this.#into.cutOff("The run was stopped before its end.");
    if (this.#success === false && this.#into.failing === 0)
      this.#into.problem("error", "The file says that the run failed, and lists no test that did.");
  }

  #suite(value: unknown): void {
    if (!isRecord(value) || typeof value["id"] !== "number") return;
    this.#into.suites += 1;
    if (typeof value["path"] === "string") this.#paths.set(value["id"], value["path"]);
  }

  #start(value: unknown): void {
    if (!isRecord(value) || typeof value["id"] !== "number") return;
    const path = typeof value["suiteID"] === "number" ? this.#paths.get(value["suiteID"]) : undefined;
    const url = value["root_url"] ?? value["url"];
    const line = typeof value["root_line"] === "number" ? value["root_line"] : value["line"];
    this.#open.set(value["id"], {
      suite: path ?? "",
      name: typeof value["name"] === "string" ? value["name"] : "",
      file: typeof url === "string" && url.startsWith("file:") ? pathOf(url) : path,
      line: typeof line === "number" && line > 0 ? Math.trunc(line) : undefined,
      error: undefined,
    });
  }

  #error(event: Readonly<Record<string, unknown>>): void {
    const test = typeof event["testID"] === "number" ? this.#open.get(event["testID"]) : undefined;
    if (test === undefined) return;
    const text = (value: unknown): string => (typeof value === "string" ? value : "");
    test.error ??= {
      message: text(event["error"]),
      stack: text(event["stackTrace"]),
      isFailure: event["isFailure"] === true,
    };
  }

  #done(event: Readonly<Record<string, unknown>>): void {
    const id = event["testID"];
    const test = typeof id === "number" ? this.#open.get(id) : undefined;
    if (typeof id !== "number" || test === undefined) return;
    this.#open.delete(id);
    const { suite, name, file, line, error } = test;
    if (event["result"] === "success") {
      // Loading a file is a hidden test.
      if (event["hidden"] === true) return;
      this.#into.count({ suite, name, outcome: event["skipped"] === true ? "skipped" : "passed" });
      return;
    }
    this.#into.fail({
      outcome: event["result"] === "failure" ? "failed" : "errored",
      suite,
      name,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      message: error?.message ?? "",
      detail: error?.stack ?? "",
    });
  }
}

/** The path of a `file:` address; one whose signs are not spelled right stays as it is. */
function pathOf(address: string): string {
  const path = address.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, "");
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
