import type { NewerRun } from "../halt/checklist";
import type { TestResultFile } from "../halt/schema/halt";
import { phrase } from "./phrase";

/**
 * What a newer run of an attached result comes to, beside what is attached: `A newer run of reports/junit.xml: 2 failed (was
 * 3).` Where it is of more or fewer tests, as a run of one of them, it says of how many.
 */
export function newerRunWords({ path, totals }: TestResultFile, newer: NewerRun): string {
  const before = totals.failed + totals.errored;
  const isSame = newer.total === totals.total;
  const now = isSame
    ? `${newer.failed === 0 ? "none" : newer.failed} failed`
    : `${newer.failed === 0 ? "none" : newer.failed} of ${newer.total} failed`;
  const was = isSame ? `${before}` : `${before} of ${totals.total}`;
  return `A newer run of ${phrase(path)}: ${now} (was ${was}).`;
}
