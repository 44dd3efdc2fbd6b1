import type { FailedTest } from "../../halt/testResults";
import type { PartResults } from "./mergeResults";

/**
 * The files of a set, of those that hold set-ups and tear-downs only such as failed and that no other file tells of:
 * most tools also tell of them as an error of the run, or let their test fail with the same words.
 */
export function tellFixturesOnce(parts: readonly PartResults[]): readonly PartResults[] {
  const told = new Set(
    parts.flatMap(({ results }) => (results.isOfFixtures === true ? [] : results.failures.flatMap(wordsOf))),
  );
  return parts.flatMap((part) => {
    const { results } = part;
    if (results.isOfFixtures !== true) return [part];
    const failures = results.failures.filter((one) => !wordsOf(one).some((words) => told.has(words)));
    const total = failures.length + results.failuresNotStored;
    if (total === 0 && results.problems.length === 0) return [];
    return [{ ...part, results: { ...results, total, errored: total, attempts: total, failures } }];
  });
}

/** By what a failure is known again: its stack, or what it says. */
function wordsOf({ message, detail }: FailedTest): readonly string[] {
  return [message, detail].map((words) => words.trim()).filter((words) => words !== "");
}
