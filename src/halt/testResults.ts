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
  /** The suites that it is in, the outermost first, joined by ` › `; in formats that name a class, the class. */
  readonly suite: string;
  readonly name: string;
  readonly outcome: TestOutcome;
  /** How often it ran; once where it is not told. */
  readonly attempts?: number | undefined;
  /** It passed, and had failed when it ran before. */
  readonly flaky?: boolean;
  readonly durationMs?: number | undefined;
}

export interface FailedTest extends ReportedTest {
  readonly outcome: "failed" | "errored";
  readonly file?: string;
  readonly line?: number;
  readonly type?: string;
  readonly message: string;
  readonly detail: string;
  /** Bytes of message and detail that were cut from their ends already. */
  readonly cut?: { readonly message: number; readonly detail: number };
}

/** One of the tries of a test that are reported in a file each. */
export interface TestTry {
  /** The test, by an id that its tries share. */
  readonly test: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** What one result file holds. A file that cannot be read whole, or that holds no test, has a problem of severity `error`. */
export interface TestResults extends TestTotals {
  /** The id of a format, such as `junit` or `go-test-json`; `unknown` where it is none that can be read. */
  readonly format: string;
  /** Of those that passed: failed first, and passed when they were tried again. */
  readonly flaky: number;
  /** How often a test ran, all tests together: more than `total` where some were tried again. */
  readonly attempts: number;
  /** The file ends too early, or a part of it cannot be read: what was read until then is counted. */
  readonly partial: boolean;
  /** Tests that have the suite and the name of one before them. */
  readonly repeated: number;
  /** Where the file holds one try of a test that others may hold more of. */
  readonly tryOf?: TestTry;
  /** The file holds no test, but set-ups and tear-downs of tests that other files hold. */
  readonly isOfFixtures?: boolean;
  readonly declared: DeclaredTotals | null;
  readonly problems: readonly ResultProblem[];
  readonly failures: readonly FailedTest[];
  /** Failures that were counted but are not in `failures`, because the limit of stored text was reached. */
  readonly failuresNotStored: number;
}
