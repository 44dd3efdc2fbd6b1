import { moneyWords, perUnit, type Money } from "../assess/moneyWords";
import { isWritten, listed, phrase, sentence } from "../assess/phrase";
import { counted, isUpsideDown, upsideDownWords } from "../assess/rangeWords";
import type { Span } from "../halt/briefView";
import type { Halt } from "../halt/schema/halt";
import { open, said, type BriefContext } from "./briefContext";

type ShippingCost = Halt["impact"]["money"][number];

/** Both costs, after how long holding pays for itself, and what would change the recommendation. One of the two is no answer. */
export function delayRisk(context: BriefContext): Span[] | undefined {
  const { recommendation, impact } = context.halt;
  const { costOfHolding } = recommendation;
  const shipping = impact.money.filter((money) => isWritten(money.source) && moneyWords(money) !== undefined);
  const given = moneyWords(costOfHolding) ?? upsideDownWords("the cost of holding", costOfHolding);
  if (given === undefined || shipping.length === 0) return undefined;
  const spans = [holdingSpan(context), shippingSpan(context, shipping)];
  spans.push(...uncounted(impact.money));
  const days = breakEven(costOfHolding, shipping);
  if (days !== undefined && isWritten(costOfHolding.source)) {
    spans.push(
      said(context, `Holding pays for itself after at most ${days}.`, "holding", ...keysOf(shipping)),
    );
  }
  if (isWritten(recommendation.shipIf)) {
    spans.push({
      text: sentence(`What would change the recommendation: ${recommendation.shipIf.trim()}`),
    });
  }
  return spans;
}

function holdingSpan(context: BriefContext): Span {
  const { costOfHolding } = context.halt.recommendation;
  const words = moneyWords(costOfHolding);
  if (words === undefined) return open(upsideDownWords("the cost of holding", costOfHolding) ?? "");
  const all = perUnit(costOfHolding) === undefined ? " in all" : "";
  if (isWritten(costOfHolding.source)) return said(context, `Holding costs ${words}${all}.`, "holding");
  const refs = context.book.refs("holding");
  return { ...open(`Holding costs ${words}${all}, a figure without a source yet.`), refs };
}

function shippingSpan(context: BriefContext, shipping: readonly ShippingCost[]): Span {
  const costs = shipping.map((money) => {
    const what = isWritten(money.what) ? ` (${phrase(money.what)})` : "";
    return (moneyWords(money) ?? "") + what;
  });
  return said(context, `Shipping as it is costs ${listed(costs)}.`, ...keysOf(shipping));
}

/** A cost without a source is no ground for a decision, and is not passed over either. */
function uncounted(money: readonly ShippingCost[]): Span[] {
  const names = money
    .filter((one) => !isWritten(one.source) && moneyWords(one) !== undefined)
    .map(({ what }) => (isWritten(what) ? phrase(what) : "a cost without a name"));
  return names.length === 0 ? [] : [open(`Not counted, as there is no source yet: ${listed(names)}.`)];
}

function keysOf(shipping: readonly ShippingCost[]) {
  return shipping.map(({ id }) => `money:${id}` as const);
}

const times = ["hour", "day", "week", "month"];

/**
 * After how long the cost of shipping is above that of holding even if holding is dear and shipping cheap, as in
 * `2 days`. Undefined unless holding is a total, shipping is counted by one unit of time, and the currency is the same.
 */
function breakEven(holding: Money, shipping: readonly Money[]): string | undefined {
  const [unit, ...otherUnits] = new Set(shipping.map(perUnit));
  const [currency, ...others] = new Set([holding, ...shipping].map((money) => phrase(money.currency ?? "")));
  if (unit === undefined || !times.includes(unit) || otherUnits.length > 0) return undefined;
  if (currency === undefined || currency === "" || others.length > 0) return undefined;
  if (perUnit(holding) !== undefined || holding.high === undefined || isUpsideDown(holding)) return undefined;
  if (shipping.some(({ low }) => low === undefined)) return undefined;
  const least = shipping.reduce((sum, { low }) => sum + (low ?? 0), 0);
  if (least === 0) return undefined;
  return counted(Math.max(1, Math.ceil(holding.high / least)), unit);
}
