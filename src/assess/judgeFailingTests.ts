import type { Halt, TestResultFile } from "../halt/schema/halt";
import type { Gap, Judgement } from "./judgement";
import { capitalised, phrase } from "./phrase";
import { counted, figureWords } from "./rangeWords";
import { contradictionWords, runEndWords, runSubject } from "./runWords";

export interface AttachedTotals {
  readonly total: number;
  readonly failed: number;
  readonly skipped: number;
  /** A part could not be read: there are more tests, and more of them may fail. */
  readonly isAtLeast: boolean;
}

/**
 * Complete with a result file that was read whole and in which a test fails. A file that cannot be read whole, or that
 * holds no test, is never "0 failures".
 */
export function judgeFailingTests(halt: Halt): Judgement {
  const files = halt.failingTests;
  const run = halt.testRuns.at(-1)?.captured.run;
  if (files.length === 0 && run !== undefined) {
    const summary = capitalised(`${runSubject(run)} ${runEndWords(run)}, and left no test result`);
    const gap = toAttach(
      "failing tests",
      `${summary}: which tests ran is not known.`,
      "Attach a test result",
    );
    return { summary, empty: false, gaps: [gap] };
  }
  if (files.length === 0) {
    const gap = toAttach("failing tests", "No test result is attached.", "Attach a test result");
    return { summary: "No test result yet", empty: true, gaps: [gap] };
  }
  const gaps: Gap[] = files.filter(isBroken).map((file) => {
    const problem = file.problems.find(({ severity }) => severity === "error");
    if (problem?.about === "exitCode") {
      const words = phrase(contradictionWords(file) ?? problem.message);
      return toAttach(
        "a test result without a contradiction",
        `${phrase(file.path)}: ${words}.`,
        "Attach a whole run",
      );
    }
    const what = problem === undefined ? "it holds no test" : phrase(problem.message);
    const how = isCounted(file) ? "was not read whole" : "could not be taken as a result";
    const reason = `${phrase(file.path)} ${how}: ${what}.`;
    return toAttach("a test result that can be read whole", reason, "Attach a whole run");
  });
  const totals = attachedTotals(halt);
  if (gaps.length === 0 && totals.failed === 0) {
    const reason = "No test fails in what is attached.";
    gaps.push(toAttach("a test that fails", reason, "Attach a failing run"));
  }
  return { summary: summaryOf(files, totals), empty: false, gaps };
}

/**
 * Sums over the attached files that could be read, whole or in part. Failed and errored tests count together.
 */
export function attachedTotals(halt: Halt): AttachedTotals {
  const files = halt.failingTests.filter(isCounted);
  const sum = (of: (file: TestResultFile) => number) => files.reduce((total, file) => total + of(file), 0);
  return {
    total: sum((file) => file.totals.total),
    failed: sum((file) => file.totals.failed + file.totals.errored),
    skipped: sum((file) => file.totals.skipped),
    isAtLeast: files.some(isBroken),
  };
}

/** `3 of 120 tests fail`; `at least 3 of the 110 tests that could be read fail`. */
export function failWords({ total, failed, isAtLeast }: AttachedTotals): string {
  const fail = failed === 1 ? "fails" : "fail";
  if (!isAtLeast) return `${figureWords(failed)} of ${counted(total, "test")} ${fail}`;
  const read = total === 1 ? "the one test" : `the ${counted(total, "test")}`;
  return failed === 0
    ? `none of ${read} that could be read fails`
    : `at least ${figureWords(failed)} of ${read} that could be read ${fail}`;
}

/** Whether its tests count: it was read whole, or up to where it breaks off, or but for some files of a set. */
export function isCounted(file: TestResultFile): boolean {
  return !isBroken(file) || (file.totals.total > 0 && file.partial === true);
}

/** Whether the file was not read whole, or holds no test. */
function isBroken(file: TestResultFile): boolean {
  return file.totals.total === 0 || file.problems.some(({ severity }) => severity === "error");
}

function toAttach(name: string, reason: string, next: string): Gap {
  return { field: "failingTests", name, reason, next, action: "attachTests" };
}

function summaryOf(files: readonly TestResultFile[], totals: AttachedTotals): string {
  const broken = files.filter(isBroken).length;
  const isContradiction = files.some((file) => contradictionWords(file) !== undefined);
  const unread =
    broken === 0
      ? ""
      : `${counted(broken, "file")} could not be ${isContradiction ? "relied on" : "read whole"}`;
  const formats = [...new Set(files.filter(isCounted).map((file) => file.format))].join(", ");
  if (formats === "") return unread;
  const words = `${capitalised(failWords(totals))} (${formats})`;
  return unread === "" ? words : `${words}; ${unread}`;
}
