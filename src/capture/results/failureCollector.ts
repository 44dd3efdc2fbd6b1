import type {
  DeclaredTotals,
  FailedTest,
  ReportedTest,
  ResultProblem,
  TestResults,
} from "../../halt/testResults";
import { headOf } from "../cutText";

/** Bytes of a stored message or detail. */
export const maxTextBytes = 2048;
/** What is kept beyond it until secrets are taken out: half a secret would not be known for one. */
const marginBytes = 4096;
const defaultStoredBytes = 1024 * 1024;

export interface CollectOptions {
  /** Bytes of failures that are stored; one MiB unless told. Failures beyond it are counted. */
  readonly maxStoredBytes?: number;
  /** Hears of each test as it is read. */
  readonly onTest?: (test: ReportedTest) => void;
}

/**
 * Counts results and stores the failures, each text cut, up to a total size. A reader feeds it while it streams, so that
 * a file of any length is read in little memory.
 */
export class FailureCollector {
  readonly #counts = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  readonly #failures: FailedTest[] = [];
  readonly #problems: ResultProblem[] = [];
  readonly #maxBytes: number;
  readonly #onTest: (test: ReportedTest) => void;
  #bytes = 0;
  #notStored = 0;
  suites = 0;
  declared: DeclaredTotals | null = null;

  constructor({ maxStoredBytes = defaultStoredBytes, onTest = () => undefined }: CollectOptions = {}) {
    this.#maxBytes = maxStoredBytes;
    this.#onTest = onTest;
  }

  /** How many tests failed so far. */
  get failing(): number {
    return this.#counts.failed + this.#counts.errored;
  }

  /** A test that did not fail. */
  count(test: ReportedTest & { readonly outcome: "passed" | "skipped" }): void {
    this.#counts[test.outcome] += 1;
    this.#onTest(test);
  }

  fail(failure: FailedTest): void {
    this.#counts[failure.outcome] += 1;
    this.#onTest(failure);
    const text = (value: string) => headOf(value, maxTextBytes + marginBytes);
    const [message, detail] = [text(failure.message), text(failure.detail)];
    const stored: FailedTest = {
      ...failure,
      name: text(failure.name).text,
      suite: text(failure.suite).text,
      ...(failure.file !== undefined && { file: text(failure.file).text }),
      ...(failure.type !== undefined && { type: text(failure.type).text }),
      message: message.text,
      detail: detail.text,
      cut: {
        message: message.left + (failure.cut?.message ?? 0),
        detail: detail.left + (failure.cut?.detail ?? 0),
      },
    };
    const size = storedSize(stored);
    if (this.#bytes + size > this.#maxBytes) {
      this.#notStored += 1;
      return;
    }
    this.#bytes += size;
    this.#failures.push(stored);
  }

  problem(severity: "error" | "warning", message: string, line?: number): void {
    if (this.#problems.length < 50)
      this.#problems.push({ severity, message, ...(line === undefined ? {} : { line }) });
  }

  /** A problem that a file has at many places is one. */
  problemOnce(severity: "error" | "warning", message: string): void {
    if (!this.#problems.some((problem) => problem.message === message)) this.problem(severity, message);
  }

  /** What was read. A file without a test, or whose own totals differ from what it lists, has a problem that says so. */
  results(format: string): TestResults {
    const { passed, failed, errored, skipped } = this.#counts;
    const total = passed + failed + errored + skipped;
    const unread = this.#problems.some(({ severity }) => severity === "error");
    if (total === 0 && !unread) this.problem("error", "The file holds no test.");
    if (!unread) this.#compareWithDeclared({ total, failed, errored, skipped });
    if (this.#notStored > 0) {
      this.problem(
        "warning",
        `${this.#notStored} failures were counted but not stored, to keep the halt within its size.`,
      );
    }
    return {
      format,
      suites: this.suites,
      total,
      passed,
      failed,
      errored,
      skipped,
      declared: this.declared,
      problems: this.#problems,
      failures: this.#failures,
      failuresNotStored: this.#notStored,
    };
  }

  #compareWithDeclared(
    counted: Required<Pick<DeclaredTotals, "total" | "failed" | "errored" | "skipped">>,
  ): void {
    const declared = this.declared;
    if (declared === null) return;
    const differing = (["total", "failed", "errored", "skipped"] as const).filter(
      (key) => declared[key] !== undefined && declared[key] !== counted[key],
    );
    if (differing.length === 0) return;
    const declaredFailing = (declared.failed ?? 0) + (declared.errored ?? 0);
    if (declaredFailing > this.failing) {
      this.problem(
        "error",
        `The file states ${declaredFailing} failing tests and lists ${this.failing}: the others are not known.`,
      );
      return;
    }
    const words = differing.map((key) => `${key} ${declared[key] ?? 0} (counted ${counted[key]})`).join(", ");
    this.problem("warning", `The totals that the file states differ from the tests it lists: ${words}.`);
  }
}

/** What the failure takes in the halt, once its texts are cut. */
function storedSize({ name, suite, file, type, message, detail }: FailedTest): number {
  const bytes = (text = "") => Math.min(maxTextBytes, Buffer.byteLength(JSON.stringify(text)));
  return [name, suite, file, type, message, detail].reduce((sum, text) => sum + bytes(text), 120);
}
