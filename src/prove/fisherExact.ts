/** Some runs, and how many of them failed. */
export interface Failed {
  readonly failures: number;
  readonly runs: number;
}

/** Tables that are as likely as the one that was seen differ by what arithmetic leaves. */
const tolerance = 1 + 1e-7;

/**
 * How likely a difference like this or a greater one is, if both fail equally often: Fisher's exact test, two-sided, as the
 * sum of all tables with the same totals that are no likelier than this one (R. A. Fisher, 1922,
 * https://doi.org/10.2307/2340521; two-sided as R's `fisher.test` has it).
 * @returns the p-value, from 0 to 1; 1 where one of them did not run
 */
export function fisherExact(one: Failed, other: Failed): number {
  const failures = one.failures + other.failures;
  const runs = one.runs + other.runs;
  const least = Math.max(0, failures - other.runs);
  const most = Math.min(failures, one.runs);
  const whole = logChoose(runs, failures);
  const likelihood = (ofOne: number): number =>
    Math.exp(logChoose(one.runs, ofOne) + logChoose(other.runs, failures - ofOne) - whole);
  const seen = likelihood(one.failures) * tolerance;
  let sum = 0;
  for (let ofOne = least; ofOne <= most; ofOne += 1) {
    const likely = likelihood(ofOne);
    if (likely <= seen) sum += likely;
  }
  return Math.min(1, sum);
}

/** The logarithm of the number of ways to choose. */
function logChoose(all: number, chosen: number): number {
  let sum = 0;
  for (let index = 1; index <= Math.min(chosen, all - chosen); index += 1)
    sum += Math.log((all - index + 1) / index);
  return sum;
}
