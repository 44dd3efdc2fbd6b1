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

/** A test that failed, and what became of it in the runs behind that look like tries of it. */
interface Held {
  readonly first: GoTest;
  readonly again: GoTest[];
}

/**
 * The failing tests of packages that ended, held back because they may be run again behind it
 * (`gotestsum --rerun-fails --jsonfile`, https://github.com/gotestyourself/gotestsum#re-running-failed-tests). That runs
 * each of them by itself, so a run of a package that has no other test than one that failed is a try of it; any other one is
 * a run of its own. Where there is such a one, as of the same tests with other build tags, nothing in the file is a try.
 */
export class GoFailedBefore {
  readonly #report: Report;
  readonly #held = new Map<string, Map<string, Held>>();
  /** The outermost tests that failed, by their package. */
  readonly #tops = new Map<string, Set<string>>();
  /** What ran beside a test that was tried again, and had not failed. */
  #beside: (readonly [path: string, name: string, test: GoTest])[] = [];
  #count = 0;
  #hasOtherRuns = false;

  /** @param report hears of each held test once, when it is known what became of it */
  constructor(report: Report) {
    this.#report = report;
  }

  /** Whether a run of a package tries again what failed in the one before. */
  isTriedAgain(path: string, tests: ReadonlyMap<string, GoTest>): boolean {
    const [top, ...others] = new Set([...tests.keys()].map(topOf));
    return top !== undefined && others.length === 0 && this.#tops.get(path)?.has(top) === true;
  }

  /** Takes a failing test of a package that ended. */
  hold(path: string, name: string, test: GoTest): void {
    this.#countOne();
    const held = this.#held.get(path) ?? new Map<string, Held>();
    const tops = this.#tops.get(path) ?? new Set<string>();
    this.#held.set(path, held.set(name, { first: test, again: [] }));
    this.#tops.set(path, tops.add(topOf(name)));
  }

  /** Takes what became of a test that was tried again; false for one that had not failed, or has passed since. */
  tryAgain(path: string, name: string, test: GoTest): boolean {
    const held = this.#held.get(path)?.get(name);
    if (held === undefined || held.again.at(-1)?.outcome === "passed") return false;
    held.again.push(test);
    return true;
  }

  /** Takes a test that had not failed, and ran beside one that was tried again. */
  passBeside(path: string, name: string, test: GoTest): void {
    this.#countOne();
    this.#beside.push([path, name, test]);
  }

  /** A package that has tests ran again, and not to try some of them. */
  otherRun(path: string): void {
    this.#hasOtherRuns = true;
    this.#release(path);
  }

  /** Reports all that is held. */
  end(): void {
    for (const path of [...this.#held.keys()]) this.#release(path);
    if (this.#hasOtherRuns) for (const [path, name, test] of this.#beside) this.#report(path, name, test);
    this.#beside = [];
    this.#count = 0;
  }

  #countOne(): void {
    if (this.#count >= mostHeld) this.end();
    this.#count += 1;
  }

  #release(path: string): void {
    for (const [name, { first, again }] of this.#held.get(path) ?? []) {
      const tests = this.#hasOtherRuns ? [first, ...again] : [again.reduce(joined, first)];
      for (const test of tests) this.#report(path, name, test);
    }
    this.#held.delete(path);
    this.#tops.delete(path);
  }
}

/** A test that failed, as it is after another try. */
function joined(before: GoTest, test: GoTest): GoTest {
  const attempts = before.attempts + test.attempts;
  if (test.outcome === "passed") return { ...test, attempts, failedBefore: true };
  return { ...before, attempts, output: test.output === "" ? before.output : test.output };
}

/** The test that a subtest is of: its own name holds no slash. */
function topOf(name: string): string {
  const slash = name.indexOf("/");
  return slash === -1 ? name : name.slice(0, slash);
}
