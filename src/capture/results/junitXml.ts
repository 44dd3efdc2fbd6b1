import { SaxesParser } from "saxes";
import type { DeclaredTotals } from "../../halt/testResults";
import type { FailureCollector } from "./failureCollector";

const maxDepth = 200;
const keptText = 64 * 1024;

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  skipped: boolean;
  failure: Failure | undefined;
}

interface Failure {
  readonly outcome: "failed" | "errored";
  readonly type: string | undefined;
  readonly message: string | undefined;
  text: string;
  /** Bytes of the text that were left out. */
  cut: number;
}

/**
 * Reads JUnit XML (https://github.com/testmoapp/junitxml), streamed. A test case counts once: errored before failed before
 * skipped. What Surefire reports of re-runs that then passed (`flakyFailure`) is a pass. Entities of the file's own are not
 * expanded. Answers false where the root is no JUnit element.
 */
export async function readJunitXml(text: AsyncIterable<string>, into: FailureCollector): Promise<boolean> {
  const parser = new SaxesParser({ position: true, xmlns: false });
  const open: string[] = [];
  const suites: string[] = [];
  const totals = new Totals();
  let current: Case | undefined;
  let failure: Failure | undefined;
  const reading = { known: true, broken: false };

  const fault = (message: string): void => {
    if (!reading.broken && reading.known)
      into.problem(
        "error",
        `${message} What was read before it is counted; the rest is not known.`,
        parser.line,
      );
    reading.broken = true;
  };
  parser.on("error", (error) => {
    fault(`The XML is not whole or not well-formed: ${error.message.replace(/^\S*:?\d+:\d+:\s*/, "")}`);
  });
  parser.on("opentag", (tag) => {
    if (reading.broken || !reading.known) return;
    open.push(tag.name);
    if (open.length > maxDepth) {
      fault(`Elements are nested more than ${maxDepth} deep.`);
      return;
    }
    if (open.length === 1 && tag.name !== "testsuites" && tag.name !== "testsuite") {
      reading.known = false;
      return;
    }
    switch (tag.name) {
      case "testsuites":
        if (open.length === 1) totals.ofRoot(tag.attributes);
        return;
      case "testsuite":
        into.suites += 1;
        if (suites.length === 0) totals.ofSuite(tag.attributes);
        suites.push(tag.attributes["name"] ?? "");
        return;
      case "testcase":
        current = caseOf(tag.attributes, suites);
        if (suites.length === 0) totals.ofLooseCase();
        return;
      case "skipped":
        if (current !== undefined) current.skipped = true;
        return;
      case "failure":
      case "error":
        failure = {
          outcome: tag.name === "error" ? "errored" : "failed",
          type: tag.attributes["type"],
          message: tag.attributes["message"],
          text: "",
          cut: 0,
        };
        if (current === undefined) suiteFailed(failure, suites, into);
        else if (
          current.failure === undefined ||
          (failure.outcome === "errored" && current.failure.outcome === "failed")
        ) {
          current.failure = failure;
        }
    }
  });
  const addText = (part: string): void => {
    if (failure === undefined) return;
    const room = Math.max(0, keptText - failure.text.length);
    failure.text += part.slice(0, room);
    if (part.length > room) failure.cut += Buffer.byteLength(part.slice(room));
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", (tag) => {
    if (reading.broken || !reading.known) return;
    open.pop();
    if (tag.name === "failure" || tag.name === "error") failure = undefined;
    else if (tag.name === "testsuite") suites.pop();
    else if (tag.name === "testcase" && current !== undefined) {
      finish(current, into);
      current = undefined;
    }
  });
  try {
    for await (const part of text) {
      parser.write(withoutForbidden(part, into));
      if (reading.broken || !reading.known) break;
    }
  } catch (error) {
    if (error instanceof RangeError && error.message.includes("string length")) {
      fault("A text in it is longer than can be held.");
      return reading.known;
    }
    // TextDecoder refuses bytes that do not fit the encoding (ERR_ENCODING_INVALID_ENCODED_DATA).
    fault(
      `The file's bytes do not fit its encoding: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!reading.broken && reading.known) parser.close();
  into.declared = totals.declared();
  return reading.known;
}

/** Runners write the escape codes of a coloured message as they are, which XML forbids (https://www.w3.org/TR/xml/#charsets). */
function withoutForbidden(part: string, into: FailureCollector): string {
  if (!/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(part)) return part;
  into.problemOnce("warning", "Characters that XML forbids were left out, such as the codes of colours.");
  return part
    .replaceAll(/\u001B\[[0-9;]*m/g, "")
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "");
}

function caseOf(attributes: Readonly<Record<string, string>>, suites: readonly string[]): Case {
  const line = Number(attributes["line"]);
  return {
    suite: attributes["classname"] ?? suites.filter((name) => name !== "").join(" › "),
    name: attributes["name"] ?? "",
    file: attributes["file"],
    line: Number.isInteger(line) && line > 0 ? line : undefined,
    skipped: isNotRun(attributes),
    failure: undefined,
  };
}

/** GoogleTest names in an attribute what others say in an element. */
function isNotRun({ status, result }: Readonly<Record<string, string>>): boolean {
  return status === "notrun" || status === "skipped" || result === "suppressed" || result === "skipped";
}

function finish({ suite, name, file, line, skipped, failure }: Case, into: FailureCollector): void {
  if (failure === undefined) {
    into.count({ suite, name, outcome: skipped ? "skipped" : "passed" });
    return;
  }
  const detail = failure.text.trim();
  into.fail({
    outcome: failure.outcome,
    suite,
    name,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(failure.type === undefined || failure.type === "" ? {} : { type: failure.type }),
    message: failure.message ?? detail.split("\n")[0] ?? "",
    detail,
    cut: { message: 0, detail: failure.cut },
  });
}

/** A suite that failed outside a test, in its set-up: no test ran, so it counts as one error. */
function suiteFailed(failure: Failure, suites: readonly string[], into: FailureCollector): void {
  into.fail({
    outcome: "errored",
    suite: suites.at(-1) ?? "",
    name: "(the suite itself)",
    ...(failure.type === undefined ? {} : { type: failure.type }),
    message: failure.message ?? "",
    detail: "",
  });
}

/** What the file states of itself: the root's attributes, else the sum of those of the outermost suites. */
class Totals {
  #root: DeclaredTotals = {};
  #sum: DeclaredTotals | null = null;
  #loose = false;

  ofRoot(attributes: Readonly<Record<string, string>>): void {
    this.#root = totalsOf(attributes);
  }

  ofSuite(attributes: Readonly<Record<string, string>>): void {
    const own = totalsOf(attributes);
    const before = this.#sum ?? {};
    const keys = (["total", "failed", "errored", "skipped"] as const).filter(
      (key) => own[key] !== undefined || before[key] !== undefined,
    );
    this.#sum = Object.fromEntries(keys.map((key) => [key, (before[key] ?? 0) + (own[key] ?? 0)]));
  }

  /** Beside the suites there are cases that no suite counts, so their sum says nothing of the whole. */
  ofLooseCase(): void {
    this.#loose = true;
  }

  declared(): DeclaredTotals | null {
    const declared = { ...(this.#loose ? {} : this.#sum), ...this.#root };
    return Object.keys(declared).length === 0 ? null : declared;
  }
}

function totalsOf(attributes: Readonly<Record<string, string>>): {
  -readonly [key in keyof DeclaredTotals]: DeclaredTotals[key];
} {
  const names = { total: "tests", failed: "failures", errored: "errors", skipped: "skipped" } as const;
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => {
      const value = attributes[name] ?? (name === "skipped" ? attributes["disabled"] : undefined);
      return value !== undefined && /^\d+$/.test(value) ? [[key, Number(value)]] : [];
    }),
  );
}
