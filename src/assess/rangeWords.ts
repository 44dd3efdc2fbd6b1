export interface Range {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** A range in words, as in `900 to 2,600`; `at least 900` or `up to 2,600` with one end only; undefined without any. */
export function rangeWords({ low, high }: Range): string | undefined {
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

/** `1 step`, `2 steps`; the plural is the singular and an `s` unless given. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${figureWords(count)} ${count === 1 ? one : several}`;
}
