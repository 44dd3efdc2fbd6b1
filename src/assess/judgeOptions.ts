import type { Halt, HaltOption } from "../halt/schema/halt";
import { figureGaps } from "./figureGaps";
import { unfilled, type Gap, type Judgement } from "./judgement";
import { isWritten, phrase } from "./phrase";
import { counted, hasFigure } from "./rangeWords";
import { recommendedOption } from "./recommendedOption";

/** How people call each kind of option. */
const optionTitles: Readonly<Record<HaltOption["kind"], string>> = {
  shipAsIs: "ship as it is",
  killSwitch: "turn the feature off",
  dropAndRecut: "drop the change and ship the rest",
  canary: "canary",
  hotfix: "hotfix",
  holdAndFix: "hold and fix",
  rollBack: "roll back",
  stopSpread: "stop the spread",
  other: "another way",
};

/** The option in words: its own title, else its kind's. */
export function optionWords(option: HaltOption): string {
  return isWritten(option.title) ? phrase(option.title) : optionTitles[option.kind];
}

/**
 * Complete with two options or more, each judged or ruled out, and one recommended with its reason, what speaks against
 * it, the answer to that, and when shipping is fine. A cost of holding that is given needs a range that holds and a source.
 */
export function judgeOptions(halt: Halt): Judgement {
  const { options, recommendation } = halt;
  const gaps: Gap[] = [];
  if (options.length < 2) {
    const next = options.length === 0 ? "Add the options" : "Add what else could be done";
    gaps.push(unfilled("options", "the options side by side", next));
  }
  for (const option of options) gaps.push(...optionGaps(option));
  const recommended = recommendedOption(halt);
  if (recommended === undefined) {
    gaps.push(unfilled("recommendation.option", "which option is recommended", "Recommend one option"));
  }
  if (!isWritten(recommendation.why)) {
    gaps.push(unfilled("recommendation.why", "why it is recommended", "Say why"));
  }
  if (!isWritten(recommendation.against)) {
    gaps.push(unfilled("recommendation.against", "what speaks against it", "Say what speaks against it"));
  } else if (!isWritten(recommendation.answer)) {
    const name = "the answer to what speaks against it";
    gaps.push(unfilled("recommendation.answer", name, "Answer what speaks against it"));
  }
  if (!isWritten(recommendation.shipIf)) {
    gaps.push(unfilled("recommendation.shipIf", "when shipping is fine", "Say when shipping is fine"));
  }
  if (hasFigure(recommendation.costOfHolding)) {
    const name = "the cost of holding";
    gaps.push(...figureGaps(recommendation.costOfHolding, "recommendation.costOfHolding", name, name));
  }
  return { summary: summaryOf(options, recommended), empty: options.length === 0, gaps };
}

function optionGaps(option: HaltOption): Gap[] {
  if (isWritten(option.ruledOut)) return [];
  const words = optionWords(option);
  const fields = [
    ["exposed", `who is still exposed with "${words}"`, "Say who is still exposed"],
    ["cost", `what "${words}" costs`, "Say what it costs"],
    ["timeToSafe", `when "${words}" is safe`, "Say when it is safe"],
  ] as const;
  return fields
    .filter(([field]) => !isWritten(option[field]))
    .map(([field, name, next]) => unfilled(`options.${option.id}.${field}`, name, next));
}

function summaryOf(options: readonly HaltOption[], recommended: HaltOption | undefined): string {
  if (options.length === 0) return "No options yet";
  if (recommended === undefined) return `${counted(options.length, "option")}, none recommended yet`;
  return `${counted(options.length, "option")}. Recommended: ${optionWords(recommended)}`;
}
