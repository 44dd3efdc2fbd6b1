import type { CiProblem, CiResult } from "./ciResult";
import { failedFirst, type CiListing, type CiRun } from "./ciRun";

/** More of them are not looked into: each takes requests, of which a host grants a number an hour. */
const mostDetailed = 30;
const atOnce = 4;

interface Detailed {
  readonly run: CiRun;
  readonly problems: readonly CiProblem[];
}

/**
 * Fills in what runs hold, a few at a time, failed runs first. A run of which that cannot be read stays in the list without
 * it.
 * @param more there are runs beyond those that were listed
 */
export async function listRuns(
  runs: readonly CiRun[],
  more: boolean,
  detail: (run: CiRun) => Promise<Detailed>,
): Promise<CiResult<CiListing>> {
  const sorted = [...runs].sort(failedFirst);
  const wanted = sorted.slice(0, mostDetailed);
  const details: Detailed[] = [];
  for (let start = 0; start < wanted.length; start += atOnce) {
    details.push(...(await Promise.all(wanted.slice(start, start + atOnce).map(detail))));
    const stopped = details.flatMap(({ problems }) => problems).find(({ cancelled }) => cancelled);
    if (stopped !== undefined) return stopped;
  }
  const problems = details.flatMap((one) => one.problems.map(({ message }) => message));
  if (more || sorted.length > mostDetailed)
    problems.push(`There are more than ${wanted.length} runs of this commit; the first of them are shown.`);
  const filled = details.map(({ run }) => ({
    ...run,
    jobs: [...run.jobs].sort(failedFirst),
    artifacts: [...run.artifacts].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return { ok: true, value: { runs: filled, problems: [...new Set(problems)] } };
}
