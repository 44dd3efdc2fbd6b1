import type {
  DeclaredTotals,
  FailedTest,
  ReportedTest,
  ResultProblem,
  TestResults,
  TestTry,
} from "../../halt/testResults";
import { headOf } from "../cutText";
import { TestIdentities } from "./testIdentities";

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
  /** The names of all files of a set. */
  readonly names?: TestIdentities;
}

/** Said of results of which no test ran. */
export const allSkipped = "Every test was skipped: nothing was shown.";

/** A test that did not fail. */
export type PassedTest = ReportedTest & { readonly outcome: "passed" | "skipped" };

/** Whether a test failed or broke; what was skipped did neither. */
export function isFailure(test: PassedTest | FailedTest): test is FailedTest {
  return test.outcome === "failed" || test.outcome === "errored";
}

/** Tests by outcome, as a reader counted what a file lists. */
export type Counts = Readonly<Record<"passed" | "failed" | "errored" | "skipped", number>>;

/**
 * Counts results and stores the failures, each text cut, up to a total size. A reader feeds it while it streams, so that
 * a file of any length is read in little memory.
 */
export class ResultCollector {
  readonly #counts = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  readonly #failures: FailedTest[] = [];
  readonly #problems: ResultProblem[] = [];
  readonly #names = new TestIdentities();
  readonly #namesOfSet: TestIdentities | undefined;
  readonly #maxBytes: number;
  readonly #onTest: (test: ReportedTest) => void;
  #bytes = 0;
  #notStored = 0;
  #flaky = 0;
  #attempts = 0;
  #partial = false;
  #listed: Counts | undefined;
  #documents = 0;
  suites = 0;
  declared: DeclaredTotals | null = null;
  /** The file holds one try of one test. */
  tryOf: TestTry | undefined;
  /** The file holds no test, but set-ups and tear-downs of tests that other files hold. */
  isOfFixtures = false;

  constructor({ maxStoredBytes = defaultStoredBytes, onTest = () => undefined, names }: CollectOptions = {}) {
    this.#namesOfSet = names;
    this.#maxBytes = maxStoredBytes;
    this.#onTest = onTest;
  }

  /** The tests so far. */
  get counts(): Counts {
    return { ...this.#counts };
  }

  /** How many tests failed so far. */
  get failing(): number {
    return this.#counts.failed + this.#counts.errored;
  }

  /** How many tests there were so far. */
  get total(): number {
    return this.failing + this.#counts.passed + this.#counts.skipped;
  }

  /** Whether something is wrong so far that makes the numbers untrue. */
  get isBroken(): boolean {
    return this.#problems.some(({ severity }) => severity === "error");
  }

  /** A test that did not fail, or passed when it was tried again. */
  count(test: PassedTest): void {
    this.#see(test);
    this.#note(test);
    if (test.outcome === "passed" && test.flaky === true) this.#flaky += 1;
  }

  /** A test that failed or broke: counted always, stored while there is room. */
  fail(failure: FailedTest): void {
    this.#see(failure);
    this.failOutside(failure);
  }

  /** The same of what is no test, and has no name that tells it apart from others. */
  failOutside(failure: FailedTest): void {
    this.#note(failure);
    if (this.#bytes + leastSize(failure) > this.#maxBytes) {
      this.#notStored += 1;
      return;
    }
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

  /**
   * What is wrong with the file, as a sentence; an error makes the numbers untrue. Fifty are kept.
   * @param line from 1, where it is known
   */
  problem(severity: "error" | "warning", message: string, line?: number): void {
    if (this.#problems.length < 50)
      this.#problems.push({ severity, message, ...(line === undefined ? {} : { line }) });
  }

  /** A problem that a file has at many places is one. */
  problemOnce(severity: "error" | "warning", message: string): void {
    if (!this.#problems.some((problem) => problem.message === message)) this.problem(severity, message);
  }

  /**
   * The file ends before what it holds is complete, or cannot be read from there on: what was read is kept, and marked.
   * @param why a sentence
   */
  cutOff(why: string, line?: number): void {
    this.#partial = true;
    this.problem("error", `${why} What was read before it is counted; the rest is not known.`, line);
  }

  /**
   * What the file says of itself, to be held against what it lists. Of several documents in it the sum is taken, as far as
   * each of them says something.
   * @param listed what it lists, where several of them are tries of one test
   */
  declare(declared: DeclaredTotals | null, listed?: Counts): void {
    this.#documents += 1;
    const isFirst = this.#documents === 1;
    this.declared = isFirst ? declared : sumOf(this.declared, declared);
    this.#listed = isFirst || this.#listed === undefined ? listed : addedTo(this.#listed, listed);
  }

  /** What was read. A file without a test, or whose own totals differ from what it lists, has a problem that says so. */
  results(format: string): TestResults {
    const mayBeEmpty = this.isOfFixtures && this.#namesOfSet !== undefined;
    if (this.total === 0 && !this.isBroken && !mayBeEmpty) this.problem("error", "The file holds no test.");
    // A file of a set may hold one test.
    if (this.#namesOfSet === undefined && this.total > 0 && this.total === this.#counts.skipped)
      this.problem("warning", allSkipped);
    if (!this.isBroken) this.#compareWithDeclared(this.#listed ?? this.#counts);
    const repeated = this.#names.repeated();
    if (repeated > 0) {
      const tests = repeated === 1 ? "A test has" : `${repeated} tests have`;
      this.problem(
        "warning",
        `${tests} the suite and the name of another one: with other parameters, in another round, or tried again. The file does not tell which, so each counts.`,
      );
    }
    if (this.#notStored > 0) {
      this.problem(
        "warning",
        `${this.#notStored} failures were counted but not stored, to keep the halt within its size.`,
      );
    }
    return {
      format,
      suites: this.suites,
      total: this.total,
      ...this.#counts,
      flaky: this.#flaky,
      attempts: this.#attempts,
      partial: this.#partial,
      repeated,
      ...(this.tryOf !== undefined && { tryOf: this.tryOf }),
      ...(this.isOfFixtures && { isOfFixtures: true }),
      declared: this.declared,
      problems: this.#problems,
      failures: this.#failures,
      failuresNotStored: this.#notStored,
    };
  }

  #note(test: ReportedTest): void {
    this.#counts[test.outcome] += 1;
    this.#attempts += test.attempts ?? 1;
    this.#onTest(test);
  }

  #see({ suite, name }: ReportedTest): void {
    this.#names.see(suite, name);
    this.#namesOfSet?.see(suite, name);
  }

  #compareWithDeclared(counts: Counts): void {
    const declared = this.declared;
    if (declared === null) return;
    const { failed, errored, skipped } = counts;
    const counted = { total: failed + errored + skipped + counts.passed, failed, errored, skipped };
    const differing = (["total", "failed", "errored", "skipped"] as const).filter(
      (key) => declared[key] !== undefined && declared[key] !== counted[key],
    );
    if (differing.length === 0) return;
    const failing = failed + errored;
    const declaredFailing = (declared.failed ?? 0) + (declared.errored ?? 0);
    // Some count failed assertions; then all tests are listed, and some of them failed.
    const countsOthers = failing > 0 && declared.total === counted.total;
    if (declaredFailing > failing && !countsOthers) {
      this.problem(
        "error",
        `The file states ${declaredFailing} failing tests and lists ${failing}: the others are not known.`,
      );
      return;
    }
    const words = differing.map((key) => `${key} ${declared[key] ?? 0} (counted ${counted[key]})`).join(", ");
    this.problem("warning", `The totals that the file states differ from the tests it lists: ${words}.`);
  }
}

/** The sum of what both say; null where that is nothing. */
function sumOf(one: DeclaredTotals | null, other: DeclaredTotals | null): DeclaredTotals | null {
  if (one === null || other === null) return null;
  const { total, failed, errored, skipped } = one;
  const sum = {
    ...(total !== undefined && other.total !== undefined && { total: total + other.total }),
    ...(failed !== undefined && other.failed !== undefined && { failed: failed + other.failed }),
    ...(errored !== undefined && other.errored !== undefined && { errored: errored + other.errored }),
    ...(skipped !== undefined && other.skipped !== undefined && { skipped: skipped + other.skipped }),
  };
  return Object.keys(sum).length === 0 ? null : sum;
}

function addedTo(one: Counts, other: Counts | undefined): Counts | undefined {
  return (
    other && {
      passed: one.passed + other.passed,
      failed: one.failed + other.failed,
      errored: one.errored + other.errored,
      skipped: one.skipped + other.skipped,
    }
  );
}

/** No more than it takes in the halt, which takes a while to tell. */
function leastSize({ name, suite, message, detail }: FailedTest): number {
  const bytes = (text: string) => Math.min(maxTextBytes, text.length);
  return bytes(name) + bytes(suite) + bytes(message) + bytes(detail);
}

/** What the failure takes in the halt, once its texts are cut. */
function storedSize({ name, suite, file, type, message, detail }: FailedTest): number {
  const bytes = (text = "") => Math.min(maxTextBytes, Buffer.byteLength(JSON.stringify(text)));
  return [name, suite, file, type, message, detail].reduce((sum, text) => sum + bytes(text), 120);
}
