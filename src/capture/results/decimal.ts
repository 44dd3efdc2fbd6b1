/**
 * A number of at most 15 digits, as nearly all durations are: the digits and the power of ten are exact, so their quotient
 * is what `Number` makes of the text (https://doi.org/10.1145/93542.93557), several times as fast. Undefined for others.
 */
export function decimal(text: string): number | undefined {
  const { length } = text;
  if (length === 0 || length > 16) return undefined;
  let [digits, scale, step] = [0, 1, 1];
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x30 && unit <= 0x39) {
      digits = digits * 10 + unit - 0x30;
      scale *= step;
    } else if (unit === 0x2e && step === 1 && at > 0) step = 10;
    else return undefined;
  }
  return digits > Number.MAX_SAFE_INTEGER ? undefined : digits / scale;
}
