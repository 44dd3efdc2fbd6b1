import type { FailedTest } from "../../halt/testResults";
import { isFailure, type Counts, type PassedTest, type ResultCollector } from "./resultCollector";

interface Runs {
  last: PassedTest | FailedTest;
  attempts: number;
  failed: boolean;
}

/**
 * The tests of a Go run: names are unique in a package there, so one that stands again ran again
 * (`gotestsum --rerun-fails`, https://github.com/gotestyourself/gotestsum#re-running-failed-tests).
 */
export class GoReruns {
  readonly #tests = new Map<string, Runs>();
  readonly #listed = { passed: 0, failed: 0, errored: 0, skipped: 0 };

  /** Takes a test as the file lists it; the last run of a name counts. */
  see(test: PassedTest | FailedTest): void {
    this.#listed[test.outcome] += 1;
    const key = `${test.suite}\0${test.name}`;
    const before = this.#tests.get(key);
    if (before === undefined) this.#tests.set(key, { last: test, attempts: 1, failed: isFailure(test) });
    else {
      before.last = test;
      before.failed ||= isFailure(test);
      before.attempts += 1;
    }
  }

  /** Hands the tests on; answers with what the file lists. */
  end(into: ResultCollector): Counts {
    for (const { last, attempts, failed } of this.#tests.values()) {
      const tries = attempts > 1 ? { attempts } : {};
      if (isFailure(last)) into.fail({ ...last, ...tries });
      else into.count({ ...last, ...tries, ...(failed && { flaky: true }) });
    }
    return this.#listed;
  }
}
