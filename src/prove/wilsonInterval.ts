/** The quantile of the normal distribution for 95 %, two-sided. */
const z = 1.959963984540054;

/**
 * The 95 % interval of a rate after some runs, by Wilson's score method without a correction for continuity
 * (E. B. Wilson, 1927, https://doi.org/10.1080/01621459.1927.10502953; in the form of R. G. Newcombe, 1998, method 3,
 * https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C857::AID-SIM777%3E3.0.CO;2-E).
 * It holds for few runs, and for none or all that failed.
 * @param failures from 0 to `runs`
 * @param runs none of them tells nothing: the interval is from 0 to 1
 * @returns the ends, from 0 to 1
 */
export function wilsonInterval(failures: number, runs: number): readonly [number, number] {
  if (runs === 0) return [0, 1];
  const rate = failures / runs;
  const square = (z * z) / runs;
  const middle = rate + square / 2;
  const reach = z * Math.sqrt((rate * (1 - rate)) / runs + square / (4 * runs));
  const low = failures === 0 ? 0 : Math.max(0, (middle - reach) / (1 + square));
  const high = failures === runs ? 1 : Math.min(1, (middle + reach) / (1 + square));
  return [low, high];
}
