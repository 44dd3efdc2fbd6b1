import { joinTries } from "./joinTries";
import { allSkipped } from "./resultCollector";
import { tellFixturesOnce } from "./tellFixturesOnce";
import type { DeclaredTotals, FailedTest, ResultProblem, TestResults } from "../../halt/testResults";

/** What one file of a set holds. */
export interface PartResults {
  /** Its path within the set; empty for what is of the set itself. */
  readonly name: string;
  readonly results: TestResults;
}

export interface SetResults {
  readonly results: TestResults;
  /** By the failures of `results`, the file that each is from. */
  readonly from: readonly string[];
}

/** More would say no more. */
const mostProblems = 50;
const mostNames = 3;

/**
 * The results of a set of files as those of one run: everything is summed, and a problem says which file it is of. What
 * could be read counts, also where another file could not: there are at least these tests.
 * @param repeated how many tests stand in more than one place of the set
 */
export function mergeResults(files: readonly PartResults[], repeated: number): SetResults {
  const all = tellFixturesOnce(files);
  const parts = joinTries(all);
  const sum = (of: (results: TestResults) => number) =>
    parts.reduce((total, { results }) => total + of(results), 0);
  const failures = parts.flatMap(({ name, results }) =>
    results.failures.map((failure) => ({ name, failure })),
  );
  const hasTests = parts.some(({ results }) => results.total > 0);
  return {
    from: failures.map(({ name }) => name),
    results: {
      format: formatsOf(parts),
      suites: sum(({ suites }) => suites),
      total: sum(({ total }) => total),
      passed: sum(({ passed }) => passed),
      failed: sum(({ failed }) => failed),
      errored: sum(({ errored }) => errored),
      skipped: sum(({ skipped }) => skipped),
      flaky: sum(({ flaky }) => flaky),
      attempts: sum(({ attempts }) => attempts),
      partial: parts.some(({ results }) => results.partial) || (hasTests && all.some(isBroken)),
      repeated,
      declared: declaredOf(all),
      problems: [
        ...(hasTests ? unreadOf(all) : []),
        ...problemsOf(parts, repeated - (all.length - parts.length)),
      ],
      failures: failures.map(({ failure }): FailedTest => failure),
      failuresNotStored: sum(({ failuresNotStored }) => failuresNotStored),
    },
  };
}

function isBroken({ results: { problems } }: PartResults): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** Says how many files are missing from the sums, and which. */
function unreadOf(all: readonly PartResults[]): readonly ResultProblem[] {
  const files = all.filter(({ name }) => name !== "");
  const unread = files.filter((part) => isBroken(part) && (part.results.partial || part.results.total === 0));
  if (unread.length === 0) return [];
  const names = namesOf(unread);
  return [
    {
      severity: "error",
      message: `${unread.length} of ${files.length} files could not be read whole (${names}); the others count.`,
    },
  ];
}

/** What all of the files say of themselves together; null where one of them says nothing. */
function declaredOf(all: readonly PartResults[]): DeclaredTotals | null {
  const sums: { -readonly [Key in keyof DeclaredTotals]: number } = {};
  for (const key of ["suites", "total", "passed", "failed", "errored", "skipped"] as const) {
    const told = all.flatMap(({ results }) => results.declared?.[key] ?? []);
    if (told.length === all.length && all.length > 0) sums[key] = told.reduce((sum, value) => sum + value, 0);
  }
  return Object.keys(sums).length === 0 ? null : sums;
}

/** Where only some of the files state their totals, the others are named: nothing holds what they list against. */
function undeclaredOf(all: readonly PartResults[]): readonly ResultProblem[] {
  const silent = all.filter((part) => part.results.declared === null && !isBroken(part));
  if (silent.length === 0 || all.every(({ results }) => results.declared === null)) return [];
  const state = silent.length === 1 ? "states no totals of its own" : "state no totals of their own";
  const message = `${silent.length} of ${all.length} files ${state} (${namesOf(silent)}).`;
  return [{ severity: "warning", message }];
}

/** A few of the names. */
function namesOf(parts: readonly PartResults[]): string {
  const left = parts.length - mostNames;
  const names = parts.slice(0, mostNames).map(({ name }) => name);
  return `${names.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

function formatsOf(parts: readonly PartResults[]): string {
  const formats = new Set(parts.map(({ results }) => results.format));
  if (formats.size > 1) formats.delete("unknown");
  return [...formats].sort().join(", ") || "unknown";
}

function problemsOf(parts: readonly PartResults[], repeated: number): readonly ResultProblem[] {
  if (parts.length === 0)
    return [{ severity: "error", message: "No file in it is a test result that can be read." }];
  const all = parts.flatMap(({ name, results }) =>
    results.problems.map((problem) => ({
      ...problem,
      message: name === "" ? problem.message : `${name}: ${problem.message}`,
    })),
  );
  // What is wrong goes before what is only odd.
  const sorted = [
    ...all.filter(({ severity }) => severity === "error"),
    ...all.filter(({ severity }) => severity === "warning"),
  ];
  const inSeveral = repeated - parts.reduce((total, { results }) => total + results.repeated, 0);
  const told: ResultProblem[] = [...undeclaredOf(parts)];
  if (inSeveral > 0) {
    const tests = inSeveral === 1 ? "A test stands" : `${inSeveral} tests stand`;
    const message = `${tests} in more than one of its files, as those of two reports of one run do: each counts.`;
    told.push({ severity: "warning", message });
  }
  const counts = parts.map(({ results: { total, skipped } }) => ({ total, skipped }));
  if (counts.some(({ total }) => total > 0) && counts.every(({ total, skipped }) => total === skipped))
    told.push({ severity: "warning", message: allSkipped });
  const left = sorted.length + told.length - mostProblems;
  if (left <= 0) return [...sorted, ...told];
  return [
    ...sorted.slice(0, mostProblems - told.length - 1),
    ...told,
    { severity: "warning", message: `${left + 1} more of its files' problems are left out here.` },
  ];
}
