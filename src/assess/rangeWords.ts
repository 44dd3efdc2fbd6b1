export interface Range {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/**
 * A range in words, as in `900 to 2,600`; `at least 900` or `up to 2,600` with one end only; undefined without any, and
 * for a range that is upside down: nobody knows which end is wrong.
 */
export function rangeWords({ low, high }: Range): string | undefined {
  if (isUpsideDown({ low, high })) return undefined;
  if (low === undefined) return high === undefined ? undefined : `up to ${figureWords(high)}`;
  if (high === undefined) return `at least ${figureWords(low)}`;
  return low === high ? figureWords(low) : `${figureWords(low)} to ${figureWords(high)}`;
}

/** A figure with commas between the thousands, as in `2,600`; at most two decimals. */
export function figureWords(figure: number): string {
  const [whole = "", decimals] = String(Math.round(figure * 100) / 100).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** Whether the range has a figure at all. */
export function hasFigure({ low, high }: Range): boolean {
  return low !== undefined || high !== undefined;
}

/** Whether the low end lies above the high end, so that the range says nothing. */
export function isUpsideDown({ low, high }: Range): boolean {
  return low !== undefined && high !== undefined && low > high;
}

/** That a range is upside down, as a sentence; undefined for one that holds. */
export function upsideDownWords(what: string, { low, high }: Range): string | undefined {
  if (low === undefined || high === undefined || low <= high) return undefined;
  return `The range of ${what} does not hold: its low end, ${figureWords(low)}, is above its high end, ${figureWords(high)}.`;
}

/** `1 step`, `2 steps`; the plural is the singular and an `s` unless given. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${figureWords(count)} ${count === 1 ? one : several}`;
}

const numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** A small count spelled out, as in `two people`. */
export function spelled(count: number, one: string, several = `${one}s`): string {
  return `${numbers[count] ?? figureWords(count)} ${count === 1 ? one : several}`;
}
