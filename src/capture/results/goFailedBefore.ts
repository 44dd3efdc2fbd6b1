/** A test of a Go package, as its events told of it. */
export interface GoTest {
  /** Undefined while it runs. */
  outcome: "passed" | "failed" | "skipped" | undefined;
  attempts: number;
  failedBefore: boolean;
  hasChildren: boolean;
  /** One of its subtests failed, or has no end. */
  childFailed: boolean;
  childOpen: boolean;
  seconds: number;
  output: string;
}

type Report = (path: string, name: string, test: GoTest) => void;

/** More failures are not run again: gotestsum gives up at ten, unless told otherwise. */
const mostHeld = 2000;

/**
 * The failing tests of packages that ended, held back because they may be run again behind it
 * (`gotestsum --rerun-fails --jsonfile`, https://github.com/gotestyourself/gotestsum#re-running-failed-tests). A run of a
 * package that has no other tests than such as failed is that of a try; any other one is a run of its own.
 */
export class GoFailedBefore {
  readonly #report: Report;
  readonly #held = new Map<string, Map<string, GoTest>>();
  /** The outermost tests that failed, by their package. */
  readonly #tops = new Map<string, Set<string>>();
  #count = 0;

  /** @param report hears of each held test once, when it is known what became of it */
  constructor(report: Report) {
    this.#report = report;
  }

  /** Whether a run of a package tries again what failed in the one before. */
  isTriedAgain(path: string, tests: ReadonlyMap<string, GoTest>): boolean {
    const tops = this.#tops.get(path);
    return tops !== undefined && tests.size > 0 && [...tests.keys()].every((name) => tops.has(topOf(name)));
  }

  /** Takes a failing test of a package that ended. */
  hold(path: string, name: string, test: GoTest): void {
    if (this.#count >= mostHeld) this.end();
    const held = this.#held.get(path) ?? new Map<string, GoTest>();
    const tops = this.#tops.get(path) ?? new Set<string>();
    this.#held.set(path, held.set(name, test));
    this.#tops.set(path, tops.add(topOf(name)));
    this.#count += 1;
  }

  /** What became of a test that was tried again; false for one that had not failed. */
  tryAgain(path: string, name: string, test: GoTest): boolean {
    const before = this.#held.get(path)?.get(name);
    if (before === undefined) return false;
    const attempts = before.attempts + test.attempts;
    if (test.outcome !== "passed") {
      const output = test.output === "" ? before.output : test.output;
      this.#held.get(path)?.set(name, { ...before, attempts, output });
      return true;
    }
    this.#held.get(path)?.delete(name);
    this.#count -= 1;
    this.#report(path, name, { ...test, attempts, failedBefore: true });
    return true;
  }

  /** Reports what is held of a package: what comes next of it is another run. */
  release(path: string): void {
    for (const [name, test] of this.#held.get(path) ?? []) {
      this.#count -= 1;
      this.#report(path, name, test);
    }
    this.#held.delete(path);
    this.#tops.delete(path);
  }

  /** Reports all that is held. */
  end(): void {
    for (const path of [...this.#held.keys()]) this.release(path);
  }
}

/** The test that a subtest is of: its own name holds no slash. */
function topOf(name: string): string {
  const slash = name.indexOf("/");
  return slash === -1 ? name : name.slice(0, slash);
}
