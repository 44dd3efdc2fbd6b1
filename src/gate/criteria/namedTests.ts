import type { ReportedTest } from "../../halt/testResults";

/** How tests that a person named stand in the result files of a run. */
export interface NamedTestsStanding {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** Failed first, and passed when they were tried again. */
  readonly flaky: readonly string[];
  /** In the files, and neither passed nor failed. */
  readonly skipped: readonly string[];
  readonly missing: readonly string[];
}

type Seen = "passed" | "failed" | "flaky" | "skipped" | "missing";

/** Of several tests that fit a name, the one further to the left decides. */
const weight: readonly Seen[] = ["failed", "flaky", "passed", "skipped", "missing"];

/**
 * Looks for named tests while result files are read. A name is that of the test, alone or behind its suite or the end of
 * it: `adds up`, `CartTest.addsUp`, `Cart › adds up`, `cart::adds_up`. Where several tests fit a name, all of them count,
 * and one that failed decides.
 */
export class NamedTests {
  readonly #seen: Map<string, Seen>;

  constructor(names: readonly string[]) {
    this.#seen = new Map(names.map((name) => [name, "missing"]));
  }

  /** Takes a test as a file reports it; one that broke has failed. */
  see({ suite, name, outcome, flaky }: ReportedTest): void {
    if (name === "") return;
    const now = outcome === "errored" ? "failed" : outcome === "passed" && flaky === true ? "flaky" : outcome;
    for (const [wanted, before] of this.#seen) {
      if (wanted.endsWith(name) && fits(wanted.slice(0, -name.length), suite))
        this.#seen.set(wanted, worse(before, now));
    }
  }

  /** How each name stands by what was seen so far; every name is in one of the lists. */
  standing(): NamedTestsStanding {
    const those = (seen: Seen): readonly string[] =>
      [...this.#seen].flatMap(([name, how]) => (how === seen ? [name] : []));
    return {
      passed: those("passed"),
      failed: those("failed"),
      flaky: those("flaky"),
      skipped: those("skipped"),
      missing: those("missing"),
    };
  }
}

const separators = /[\s›>:#./\\]+/g;

/** Whether what stands before a test's name is its suite, or the end of it, and ends where a name may begin. */
function fits(before: string, suite: string): boolean {
  if (before === "") return true;
  if (!/[\s›>:#./\\]$/.test(before)) return false;
  const wanted = before.replaceAll(separators, " ").trim();
  return wanted !== "" && ` ${suite.replaceAll(separators, " ").trim()}`.endsWith(` ${wanted}`);
}

function worse(one: Seen, other: Seen): Seen {
  return weight.indexOf(one) <= weight.indexOf(other) ? one : other;
}
