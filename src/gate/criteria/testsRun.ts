import type { LedgerCriterion } from "../../halt/ledgerRecord";
import type { TestResultFile } from "../../halt/schema/halt";
import type { ReportedTest } from "../../halt/testResults";
import { NamedTests, type NamedTestsStanding } from "./namedTests";

/** What the result files of a run say of a criterion that asks for named tests. */
export interface TestsFinding {
  readonly criterion: string;
  /** `unclear`: a test is missing, or the files do not speak of the commit. */
  readonly verdict: "met" | "notMet" | "unclear";
  /** As a sentence. */
  readonly result: string;
}

/** What a run is of. */
export interface RunContext {
  readonly commit?: string;
  /** ISO 8601 with offset. */
  readonly committedAt?: string;
  /** Files of the repository differ from the commit. */
  readonly isDirty: boolean;
}

type ReadFile = Pick<TestResultFile, "path" | "problems" | "writtenAt">;

/** The named tests of a halt's criteria, looked for in the result files of one run while they are read. */
export class TestsRun {
  readonly #wanted: readonly {
    readonly id: string;
    readonly names: readonly string[];
    readonly tests: NamedTests;
  }[];
  readonly #files: ReadFile[] = [];

  constructor(criteria: readonly LedgerCriterion[]) {
    this.#wanted = criteria.flatMap((criterion) =>
      criterion.kind === "tests"
        ? [{ id: criterion.id, names: criterion.names, tests: new NamedTests(criterion.names) }]
        : [],
    );
  }

  /** Whether any criterion asks for tests. */
  get isAsked(): boolean {
    return this.#wanted.length > 0;
  }

  /** The names that the criteria ask for. */
  get names(): readonly string[] {
    return this.#wanted.flatMap(({ names }) => names);
  }

  /** Takes a test of a file that is being read. */
  readonly see = (test: ReportedTest): void => {
    for (const { tests } of this.#wanted) tests.see(test);
  };

  /** Takes note of a file whose tests were seen. */
  add(file: ReadFile): void {
    this.#files.push(file);
  }

  /** The files, as they are named in the halt. */
  get paths(): readonly string[] {
    return this.#files.map(({ path }) => path);
  }

  /** What the run says of each criterion that asks for tests, at the commit that it is of. */
  findings(context: RunContext): readonly TestsFinding[] {
    const doubt = doubtOf(this.#files, context);
    const where = list(this.paths);
    return this.#wanted.map(({ id, tests }) => ({
      criterion: id,
      ...findingOf(tests.standing(), where, doubt),
    }));
  }
}

/**
 * A test that failed is believed from any file; that all passed, only where the files are whole and of the commit, and at
 * the first try.
 */
function findingOf(
  { passed, failed, flaky, skipped, missing }: NamedTestsStanding,
  where: string,
  doubt: string | undefined,
): Omit<TestsFinding, "criterion"> {
  if (failed.length > 0)
    return {
      verdict: "notMet",
      result: `${list(failed)} ${failed.length === 1 ? "fails" : "fail"} in ${where}.`,
    };
  if (missing.length > 0)
    return {
      verdict: "unclear",
      result: `${list(missing)} ${missing.length === 1 ? "is" : "are"} not in ${where}.`,
    };
  if (flaky.length > 0)
    return {
      verdict: "unclear",
      result: `${list(flaky)} failed first and passed when tried again in ${where}.`,
    };
  if (skipped.length > 0)
    return {
      verdict: "unclear",
      result: `${list(skipped)} ${skipped.length === 1 ? "was" : "were"} skipped in ${where}.`,
    };
  if (doubt !== undefined) return { verdict: "unclear", result: doubt };
  const [only = ""] = passed;
  const words = passed.length === 1 ? `${only} passes` : `All ${passed.length} named tests pass`;
  return { verdict: "met", result: `${words} in ${where}.` };
}

const most = 5;

function list(names: readonly string[]): string {
  const rest = names.length - most;
  return `${names.slice(0, most).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** Why files say nothing of the commit, as a sentence. */
function doubtOf(
  files: readonly ReadFile[],
  { commit, committedAt, isDirty }: RunContext,
): string | undefined {
  if (commit === undefined) return "It is not known which commit the tests ran on.";
  const broken = files.find(({ problems }) => problems.some(({ severity }) => severity === "error"));
  if (broken !== undefined) {
    const against = broken.problems.find(({ about }) => about === "exitCode");
    return against === undefined
      ? `${broken.path} could not be read whole.`
      : `${broken.path}: ${against.message}`;
  }
  if (isDirty)
    return `Files differ from the commit ${commit.slice(0, 10)}: commit or stash them, and run the tests again.`;
  const older = files.find(
    ({ writtenAt }) =>
      writtenAt !== undefined && committedAt !== undefined && Date.parse(writtenAt) < Date.parse(committedAt),
  );
  return older === undefined
    ? undefined
    : `${older.path} is older than the commit ${commit.slice(0, 10)}: run the tests again.`;
}
