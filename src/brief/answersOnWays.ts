import { optionWords } from "../assess/judgeOptions";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { counted, rangeWords } from "../assess/rangeWords";
import { baseWords } from "../assess/targetWords";
import type { Span } from "../halt/briefView";
import { said, type BriefContext } from "./briefContext";
import { moneyWords } from "./evidenceBook";

/** Possible or not, what it leaves out, how long it takes, and how long going back takes. */
export function hotfix(context: BriefContext): Span[] | undefined {
  const { options, recommendation, remediation, rollback } = context.halt;
  const option = options.find(({ kind }) => kind === "hotfix");
  const fix = rangeWords(remediation.fixHours);
  const retest = rangeWords(remediation.retestHours);
  const spans: Span[] = [];
  if (option !== undefined && option.id === recommendation.option)
    spans.push({ text: "Yes, that is the recommendation." });
  else if (isWritten(option?.ruledOut))
    spans.push({ text: sentence(`It was weighed and ruled out: ${option.ruledOut}`) });
  if (fix !== undefined && retest !== undefined) {
    const date = remediation.promisedAt;
    const ends = date === undefined ? "" : `; with care that is ${context.when(date)}`;
    const hours = `The fix takes ${fix} working hours and the retest ${retest}${ends}.`;
    spans.push(said(context, hours, "remediation"));
  }
  if (spans.length === 0) return undefined;
  if (isWritten(remediation.leavesOut))
    spans.push({ text: sentence(`A faster way would leave out ${remediation.leavesOut}`) });
  const minutes = rangeWords(rollback.minutes);
  if (minutes !== undefined) spans.push(said(context, `Going back takes ${minutes} minutes.`, "rollback"));
  return spans;
}

export function alternative({ halt }: BriefContext): Span[] | undefined {
  const { options, recommendation } = halt;
  if (options.length < 2) return undefined;
  const names = options.map(
    (option) => optionWords(option) + (isWritten(option.ruledOut) ? " (ruled out)" : ""),
  );
  const recommended = options.find(({ id }) => id === recommendation.option);
  const spans: Span[] = [];
  if (recommended !== undefined) spans.push({ text: `The recommendation: ${optionWords(recommended)}.` });
  if (isWritten(recommendation.why)) spans.push({ text: sentence(recommendation.why) });
  return [...spans, { text: `Weighed side by side: ${names.join("; ")}.` }];
}

/** Both costs, and what would change the recommendation. One of the two alone is no answer. */
export function delayRisk(context: BriefContext): Span[] | undefined {
  const { recommendation, impact } = context.halt;
  const holding = moneyWords(recommendation.costOfHolding);
  const shipping = impact.money.flatMap((money) => {
    const words = isWritten(money.source) ? moneyWords(money) : undefined;
    if (words === undefined) return [];
    return [isWritten(money.what) ? `${words} (${phrase(money.what)})` : words];
  });
  if (holding === undefined || shipping.length === 0) return undefined;
  const spans = [
    said(context, `Holding costs ${holding}; shipping as it is costs ${shipping.join(" and ")}.`, "money"),
  ];
  if (isWritten(recommendation.shipIf)) {
    spans.push({ text: sentence(`What would change the recommendation: ${recommendation.shipIf}`) });
  }
  return spans;
}

export function partial({ halt }: BriefContext): Span[] | undefined {
  const kinds = ["killSwitch", "dropAndRecut", "canary"];
  const parts = halt.options.filter(({ kind }) => kinds.includes(kind));
  const spans = parts.flatMap((option): Span[] => {
    const name = capitalised(optionWords(option));
    if (isWritten(option.ruledOut)) return [{ text: sentence(`${name}: ruled out, ${option.ruledOut}`) }];
    if (!isWritten(option.exposed)) return [];
    return [{ text: sentence(`${name}. Still exposed then: ${option.exposed}`) }];
  });
  return spans.length === 0 ? undefined : spans;
}

/** The one promised date, the next checkpoint, the criteria. */
export function when(context: BriefContext): Span[] | undefined {
  const { remediation, communication, liftCriteria } = context.halt;
  if (remediation.promisedAt === undefined) return undefined;
  const spans = [
    said(context, `The promised date is ${context.when(remediation.promisedAt)}.`, "remediation"),
  ];
  const criteria = liftCriteria.filter(({ text }) => isWritten(text)).map(({ text }) => phrase(text ?? ""));
  if (criteria.length > 0)
    spans.push({ text: `The halt is lifted when this holds: ${criteria.join("; ")}.` });
  if (communication.nextUpdate !== undefined) {
    spans.push({ text: `The next update comes ${context.when(communication.nextUpdate)}.` });
  }
  return spans;
}

export function train(context: BriefContext): Span[] | undefined {
  const { facts } = context.halt;
  const base = baseWords(context.halt);
  if (base === undefined || facts?.commits === undefined) return undefined;
  const files = facts.changedFiles === undefined ? "" : ` in ${counted(facts.changedFiles, "file")}`;
  const commits = counted(facts.commits, "commit");
  return [said(context, `${capitalised(context.release)} holds ${commits}${files} since ${base}.`, "base")];
}

export function fixFails(context: BriefContext): Span[] | undefined {
  const { fallback, rollback, communication } = context.halt;
  const spans: Span[] = [];
  if (isWritten(fallback)) spans.push({ text: sentence(capitalised(fallback)) });
  if (isWritten(rollback.to) && rollback.steps.length > 0) {
    const minutes = rangeWords(rollback.minutes);
    const takes = minutes === undefined ? "" : `, ${minutes} minutes`;
    const steps = counted(rollback.steps.length, "step");
    spans.push(
      said(context, `The way back to ${phrase(rollback.to)} has ${steps}${takes}.`, "rollback", "noReturn"),
    );
  }
  if (spans.length === 0) return undefined;
  const next = communication.nextUpdate;
  return next === undefined ? spans : [...spans, { text: `We look at it again ${context.when(next)}.` }];
}
