export interface TestTotals {
  readonly suites: number;
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  readonly skipped: number;
}

/** What the file says of itself, where it says anything. */
export type DeclaredTotals = Partial<TestTotals>;

export interface ResultProblem {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly line?: number;
}

type TestOutcome = "passed" | "failed" | "errored" | "skipped";

/** A test that ran, by the names that its file gives it. */
export interface ReportedTest {
  readonly suite: string;
  readonly name: string;
  readonly outcome: TestOutcome;
}

export interface FailedTest {
  readonly outcome: "failed" | "errored";
  readonly suite: string;
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly type?: string;
  readonly message: string;
  readonly detail: string;
  /** Bytes of message and detail that were cut from their ends already. */
  readonly cut?: { readonly message: number; readonly detail: number };
}

/** What one result file holds. A file that cannot be read whole, or that holds no test, has a problem of severity `error`. */
export interface TestResults extends TestTotals {
  /** `junit`, `mocha-json`, `jest-json`, `vitest-json`, or `unknown`. */
  readonly format: string;
  readonly declared: DeclaredTotals | null;
  readonly problems: readonly ResultProblem[];
  readonly failures: readonly FailedTest[];
  /** Failures that were counted but are not in `failures`, because the limit of stored text was reached. */
  readonly failuresNotStored: number;
}
