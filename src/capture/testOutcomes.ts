import type { ReportedTest } from "../halt/testResults";

export type SeenOutcome = "passed" | "failed" | "skipped";

type Named = Pick<ReportedTest, "suite" | "name">;

/** What becomes of certain tests in results that are being read; of one that stands in them twice, the worst. */
export class TestOutcomes {
  readonly #seen = new Map<string, SeenOutcome | undefined>();

  /** @param wanted the tests that are asked for */
  constructor(wanted: Iterable<Named>) {
    for (const test of wanted) this.#seen.set(keyOf(test), undefined);
  }

  /** Takes a test of the results. */
  readonly see = (test: ReportedTest): void => {
    if (this.#seen.size === 0) return;
    const key = keyOf(test);
    if (!this.#seen.has(key)) return;
    const outcome = test.outcome === "errored" ? "failed" : test.outcome;
    const before = this.#seen.get(key);
    if (before === undefined || rank[outcome] > rank[before]) this.#seen.set(key, outcome);
  };

  /** Undefined for a test that is not in the results, or was not asked for. */
  of(test: Named): SeenOutcome | undefined {
    return this.#seen.get(keyOf(test));
  }
}

const rank: Readonly<Record<SeenOutcome, number>> = { skipped: 0, passed: 1, failed: 2 };

function keyOf({ suite, name }: Named): string {
  return `${suite}\0${name}`;
}
