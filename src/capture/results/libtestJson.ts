import type { JsonLine, LineFormat, LineReader } from "./lineFormat";
import type { ResultCollector } from "./resultCollector";

/** Rust's `cargo test -- -Z unstable-options --format json` (https://doc.rust-lang.org/rustc/tests/index.html#--format-format). */
export const libtestJson: LineFormat = {
  id: "libtest-json",
  isLine: (_, json) =>
    (json?.["type"] === "suite" && typeof json["event"] === "string") ||
    (json?.["type"] === "test" && typeof json["event"] === "string" && typeof json["name"] === "string"),
  begin: (into) => new LibtestReader(into),
};

class LibtestReader implements LineReader {
  readonly #into: ResultCollector;
  #running = new Set<string>();
  #isOpen = false;
  /** How many tests the suite said that it has, and how many ended. */
  #planned = 0;
  #ended = 0;
  /** How many tests had failed before it. */
  #failingBefore = 0;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  line(_: string, event: JsonLine | undefined): void {
    if (event?.["type"] === "suite") this.#suite(event);
    else if (event?.["type"] === "test") this.#test(event);
    else if (event?.["type"] === "bench" && typeof event["name"] === "string") {
      this.#ended += 1;
      this.#into.count({ suite: "", name: event["name"], outcome: "passed" });
    }
  }

  end(): void {
    if (this.#isOpen) this.#broken();
  }

  #suite(event: Readonly<Record<string, unknown>>): void {
    if (event["event"] === "started") {
      if (this.#isOpen) this.#broken();
      this.#into.suites += 1;
      this.#isOpen = true;
      this.#planned = typeof event["test_count"] === "number" ? event["test_count"] : 0;
      this.#ended = 0;
      this.#failingBefore = this.#into.failing;
      return;
    }
    if (!this.#isOpen) return;
    const failed = this.#into.failing - this.#failingBefore;
    if (this.#running.size > 0 || this.#ended < this.#planned) this.#broken();
    else if (event["event"] === "failed" && typeof event["failed"] === "number" && failed < event["failed"])
      this.#into.problem("error", `A suite states ${event["failed"]} failed tests, and fewer are listed.`);
    this.#isOpen = false;
  }

  /** The process ended in a test, or before all tests ran. */
  #broken(): void {
    for (const name of this.#running) {
      this.#into.fail({
        outcome: "errored",
        ...namesOf(name),
        message: "The test began and has no end.",
        detail: "",
      });
    }
    const left = this.#planned - this.#ended - this.#running.size;
    this.#running = new Set();
    this.#isOpen = false;
    this.#into.cutOff(
      left > 0
        ? `A suite has no end: ${left} of its ${this.#planned} tests did not run.`
        : "A suite has no end.",
    );
  }

  #test(event: Readonly<Record<string, unknown>>): void {
    const { name, event: what, stdout, message } = event;
    if (typeof name !== "string") return;
    if (!this.#isOpen)
      this.#into.problemOnce("error", "A test stands in no suite: a part of the file is missing.");
    if (what === "started") {
      this.#running.add(name);
      return;
    }
    if (what !== "ok" && what !== "failed" && what !== "ignored") return;
    this.#running.delete(name);
    this.#ended += 1;
    const seconds = event["exec_time"];
    const common = { ...namesOf(name), ...(typeof seconds === "number" && { durationMs: seconds * 1000 }) };
    if (what !== "failed") {
      this.#into.count({ ...common, outcome: what === "ok" ? "passed" : "skipped" });
      return;
    }
    const output = typeof stdout === "string" ? stdout : "";
    const [, file, line] = /panicked at (?:'.*', )?([^\s:]+\.rs):(\d+)/s.exec(output) ?? [];
    this.#into.fail({
      ...common,
      outcome: "failed",
      ...(file !== undefined && { file, line: Math.max(1, Number(line)) }),
      message: typeof message === "string" ? message : messageOf(output),
      detail: output,
    });
  }
}

function messageOf(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const panic = lines.findIndex((line) => /^thread '.*'(?: \(\d+\))? panicked at/.test(line));
  return (panic === -1 ? lines[0] : /:$/.test(lines[panic] ?? "") ? lines[panic + 1] : lines[panic]) ?? "";
}

/** `tests::basket::counts_kettles`: the modules, then the test. */
function namesOf(name: string): { readonly suite: string; readonly name: string } {
  // The name of a documentation test is a place: `src/lib.rs - shop::Cart (line 3)`.
  const at = / - /.test(name) ? -1 : name.lastIndexOf("::");
  return at === -1 ? { suite: "", name } : { suite: name.slice(0, at), name: name.slice(at + 2) };
}
