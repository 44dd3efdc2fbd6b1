import type { Halt, TestResultFile } from "../halt/schema/halt";
import type { Gap, Judgement } from "./judgement";
import { capitalised, phrase } from "./phrase";
import { counted, figureWords } from "./rangeWords";
import { contradictionWords, runEndWords, runSubject } from "./runWords";

export interface AttachedTotals {
  readonly total: number;
  readonly failed: number;
  readonly skipped: number;
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
    const reason = `${phrase(file.path)} could not be taken as a result: ${what}.`;
    return toAttach("a test result that can be read whole", reason, "Attach a whole run");
  });
  const totals = attachedTotals(halt);
  if (gaps.length === 0 && totals.failed === 0) {
    const reason = "No test fails in what is attached.";
    gaps.push(toAttach("a test that fails", reason, "Attach a failing run"));
  }
  return { summary: summaryOf(files, totals), empty: false, gaps };
}

/** Sums over the attached files that could be read whole. Failed and errored tests count together. */
export function attachedTotals(halt: Halt): AttachedTotals {
  const whole = halt.failingTests.filter((file) => !isBroken(file));
  const sum = (of: (file: TestResultFile) => number) => whole.reduce((total, file) => total + of(file), 0);
  return {
    total: sum((file) => file.totals.total),
    failed: sum((file) => file.totals.failed + file.totals.errored),
    skipped: sum((file) => file.totals.skipped),
  };
}

/** Whether the file was not read whole, or holds no test. */
export function isBroken(file: TestResultFile): boolean {
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
  if (broken === files.length) return unread;
  const formats = [...new Set(files.filter((file) => !isBroken(file)).map((file) => file.format))].join(", ");
  const failing = totals.failed === 1 ? "fails" : "fail";
  const words = `${figureWords(totals.failed)} of ${counted(totals.total, "test")} ${failing} (${formats})`;
  return unread === "" ? words : `${words}; ${unread}`;
}
