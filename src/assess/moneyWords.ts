import { isWritten, phrase } from "./phrase";
import { rangeWords } from "./rangeWords";

/** Money as the record holds it. */
export interface Money {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly currency?: string | undefined;
  readonly per?: string | undefined;
}

/** `18,000 to 52,000 EUR a day`; undefined without a figure that holds. */
export function moneyWords(money: Money): string | undefined {
  const figures = rangeWords(money);
  if (figures === undefined) return undefined;
  const currency = isWritten(money.currency) ? ` ${phrase(money.currency)}` : "";
  const per = perUnit(money);
  if (per === undefined) return figures + currency;
  return `${figures}${currency} ${/^(hour|[aeio])/i.test(per) ? "an" : "a"} ${per}`;
}

/** What the money is counted by, as in `day`; people write `a day` and `per day`, too. Undefined for a total. */
export function perUnit({ per }: Money): string | undefined {
  const unit = phrase(per ?? "").replace(/^(?:an?|per|each|every)\s+/i, "");
  return /^(?:total|in total|in all|once)?$/i.test(unit) ? undefined : unit;
}
