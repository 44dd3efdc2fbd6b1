import type { DeclaredTotals, FailedTest } from "../../halt/testResults";
import { GoReruns } from "./goReruns";
import { isFailure, type PassedTest, type ResultCollector } from "./resultCollector";

/** Hands on the tests of a JUnit file: what is reported twice is told once, and all are counted as the file lists them. */
export class JunitReports {
  readonly #into: ResultCollector;
  readonly #listed = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  #reruns: GoReruns | undefined;
  #last: FailedTest | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  /** From now on a name that stands again is of a test that ran again. */
  joinReruns(): void {
    this.#reruns ??= new GoReruns();
  }

  /** Takes a test that the file lists. */
  take(test: PassedTest | FailedTest): void {
    this.#listed[test.outcome] += 1;
    if (this.#reruns !== undefined) {
      this.#reruns.see(test);
      return;
    }
    if (isFailure(test) && isSecondReport(this.#last, test)) {
      // The counts of the file may take them for one test or for two.
      const last = this.#last;
      this.#last = undefined;
      this.#into.fail({
        ...last,
        detail: [last.detail, test.message, test.detail].filter((text) => text !== "").join("\n\n"),
      });
      return;
    }
    this.#flush();
    if (isFailure(test)) this.#last = test;
    else this.#into.count(test);
  }

  /** Takes what failed outside of any test, or is known not to be told twice. */
  takeApart(test: PassedTest | FailedTest): void {
    this.#flush();
    this.#listed[test.outcome] += 1;
    if (isFailure(test)) this.#into.fail(test);
    else this.#into.count(test);
  }

  /** Nothing comes any more; the tests are held against what the file says of itself. */
  end(declared: DeclaredTotals | null): void {
    this.#flush();
    const listed = this.#reruns?.end(this.#into);
    this.#into.declare(declared, listed ?? this.#listed);
  }

  /** The test before, of which nothing more is said. */
  #flush(): void {
    const last = this.#last;
    this.#last = undefined;
    if (last !== undefined) this.#into.fail(last);
  }
}

/** Pytest reports a test that fails and whose tear-down then breaks twice in a row; so does jest-junit a suite. */
function isSecondReport(last: FailedTest | undefined, test: FailedTest): last is FailedTest {
  return (
    last !== undefined &&
    last.name === test.name &&
    last.suite === test.suite &&
    last.name !== "" &&
    last.outcome !== test.outcome
  );
}
