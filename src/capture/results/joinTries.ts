import type { PartResults } from "./mergeResults";

/**
 * Joins the files of a set that hold one try of a test each: the last try is what became of the test, and one that passed
 * after a failure is flaky.
 */
export function joinTries(parts: readonly PartResults[]): readonly PartResults[] {
  const tries = new Map<string, PartResults[]>();
  const others: PartResults[] = [];
  for (const part of parts) {
    const test = part.results.tryOf?.test;
    if (test === undefined) others.push(part);
    else tries.set(test, [...(tries.get(test) ?? []), part]);
  }
  return [...others, ...[...tries.values()].flatMap(joined)];
}

function joined(tries: readonly PartResults[]): PartResults[] {
  const sorted = [...tries].sort((a, b) => startOf(a) - startOf(b));
  const last = sorted.at(-1);
  if (last === undefined || sorted.length === 1) return sorted;
  const failedBefore = sorted.slice(0, -1).some(({ results }) => results.failed + results.errored > 0);
  const { results } = last;
  return [
    {
      name: last.name,
      results: {
        ...results,
        attempts: sorted.length,
        flaky: results.passed > 0 && failedBefore ? 1 : 0,
        problems: sorted.flatMap((one) => one.results.problems),
        failures: results.failures.map((failure) => ({ ...failure, attempts: sorted.length })),
      },
    },
  ];
}

function startOf({ results }: PartResults): number {
  return results.tryOf?.startedAt ?? 0;
}
