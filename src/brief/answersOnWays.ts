import { criterionText } from "../assess/criterionText";
import { optionWords } from "../assess/judgeOptions";
import { missedWords } from "../assess/missedWords";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { counted, figureWords, rangeWords } from "../assess/rangeWords";
import { exposedClause, fixIsTheWay, recommendedOption } from "../assess/recommendedOption";
import { baseWords, isSeveral } from "../assess/targetWords";
import type { Span } from "../halt/briefView";
import type { Halt, HaltOption } from "../halt/schema/halt";
import { open, said, type BriefContext } from "./briefContext";

/** Recommended, possible or ruled out; what it leaves out; how long the full fix takes, and how long going back takes. */
export function hotfix(context: BriefContext): Span[] | undefined {
  const { options, rollback } = context.halt;
  const option = options.find(({ kind }) => kind === "hotfix");
  const spans = option === undefined ? [] : verdict(option, context.halt);
  const full = fullFix(context);
  if (spans.length === 0 && full.length === 0) return undefined;
  spans.push(...full);
  const minutes = rangeWords(rollback.minutes);
  if (minutes !== undefined) spans.push(said(context, `Going back takes ${minutes} minutes.`, "rollback"));
  return spans;
}

function verdict(option: HaltOption, halt: Halt): Span[] {
  const { recommendation, remediation } = halt;
  const left = isWritten(remediation.leavesOut)
    ? [{ text: sentence(`It leaves out: ${remediation.leavesOut.trim()}`) }]
    : [open("What it leaves out is not written down yet.")];
  if (isWritten(option.ruledOut)) {
    return [{ text: sentence(`It was weighed and ruled out: ${option.ruledOut.trim()}`) }];
  }
  const facts = [safeWords(option), exposedClause(option)].filter((part) => part !== undefined);
  const ends = facts.length === 0 ? "" : `: ${facts.join(", ")}`;
  if (option.id === recommendation.option)
    return [{ text: `Yes, it is the recommendation${ends}.` }, ...left];
  const chosen = recommendedOption(halt);
  const spans: Span[] = [{ text: `It is possible${ends}.` }, ...left];
  if (chosen === undefined) return [...spans, open("Which way is recommended is not settled yet.")];
  spans.push({ text: `We recommend another way: ${optionWords(chosen)}.` });
  return isWritten(recommendation.why) ? [...spans, { text: sentence(recommendation.why) }] : spans;
}

/** The hours of the fix and its retest together where both have both ends, and the one promised date. */
function fullFix(context: BriefContext): Span[] {
  const { fixHours, retestHours, promisedAt } = context.halt.remediation;
  const fix = rangeWords(fixHours);
  const retest = rangeWords(retestHours);
  if (fix === undefined || retest === undefined) return [];
  const is = promisedAt !== undefined && context.isPast(promisedAt) ? "was" : "is";
  const date = promisedAt === undefined ? "" : `; the promised date ${is} ${context.when(promisedAt)}`;
  const both = together(fixHours, retestHours) ?? `${fix} and ${retest}`;
  return [said(context, `The full fix and its retest take ${both} working hours${date}.`, "remediation")];
}

function together(
  { low, high }: Halt["remediation"]["fixHours"],
  other: Halt["remediation"]["retestHours"],
): string | undefined {
  if (low === undefined || high === undefined || other.low === undefined || other.high === undefined) {
    return undefined;
  }
  return rangeWords({ low: low + other.low, high: high + other.high });
}

function safeWords({ timeToSafe }: HaltOption): string | undefined {
  return isWritten(timeToSafe) ? `safe by: ${phrase(timeToSafe)}` : undefined;
}

/** The recommended option with its reason, then all that were weighed; one option alone is no choice. */
export function alternative({ halt }: BriefContext): Span[] | undefined {
  const { options, recommendation } = halt;
  if (options.length < 2) return undefined;
  const names = options.map(
    (option) => optionWords(option) + (isWritten(option.ruledOut) ? " (ruled out)" : ""),
  );
  const recommended = recommendedOption(halt);
  const spans: Span[] = [];
  if (recommended !== undefined) spans.push({ text: `The recommendation: ${optionWords(recommended)}.` });
  if (isWritten(recommendation.why)) spans.push({ text: sentence(recommendation.why) });
  return [...spans, { text: `Weighed side by side: ${names.join("; ")}.` }];
}

/** Each way to ship a part: who is still exposed by it, or why it was ruled out. */
export function partial({ halt }: BriefContext): Span[] | undefined {
  const kinds = ["killSwitch", "dropAndRecut", "canary"];
  const parts = halt.options.filter(({ kind }) => kinds.includes(kind));
  const spans = parts.flatMap((option): Span[] => {
    const name = capitalised(optionWords(option));
    if (isWritten(option.ruledOut))
      return [{ text: sentence(`${name}: ruled out, ${option.ruledOut.trim()}`) }];
    const clause = exposedClause(option);
    if (clause === undefined) return [];
    const still = clause.startsWith("still");
    return [{ text: sentence(still ? `${name}. ${capitalised(clause)}` : `${name}: ${clause}`) }];
  });
  return spans.length === 0 ? undefined : spans;
}

/** When the recommended way is safe, the one promised date of the fix, the next checkpoint, the criteria. */
export function when(context: BriefContext): Span[] | undefined {
  const { halt, isPast } = context;
  const { communication, liftCriteria } = halt;
  const spans = [...recommendedWay(halt), ...promisedDate(context)];
  if (spans.length === 0) return undefined;
  const criteria = liftCriteria.flatMap((criterion) => {
    const words = criterionText(criterion, context.when);
    return words === undefined ? [] : [sentence(words)];
  });
  if (criteria.length > 0) spans.push({ text: "The halt is lifted when all of this holds:" });
  spans.push(...criteria.map((text) => ({ text })));
  const next = communication.nextUpdate;
  if (next === undefined) return spans;
  return isPast(next) ? spans : [...spans, { text: `The next update comes ${context.when(next)}.` }];
}

function recommendedWay(halt: Halt): Span[] {
  const option = recommendedOption(halt);
  const safe = option === undefined ? undefined : safeWords(option);
  if (option === undefined || safe === undefined) return [];
  return [{ text: `The recommendation: ${optionWords(option)}.` }, { text: `${capitalised(safe)}.` }];
}

function promisedDate(context: BriefContext): Span[] {
  const { promisedAt } = context.halt.remediation;
  if (promisedAt === undefined) return [];
  const missed = missedWords(promisedAt, context);
  if (missed !== undefined) return [open(`The fix ${missed}`)];
  const what = fixIsTheWay(context.halt) ? "The promised date is" : "The fix itself is promised for";
  return [said(context, `${what} ${context.when(promisedAt)}.`, "remediation")];
}

/** More subjects of other changes than these are a list, not an answer. */
const maximumSubjects = 3;

/** What else the release holds and whose code that is; who waits for it is not in any repository. */
export function train(context: BriefContext): Span[] | undefined {
  const { halt } = context;
  const { facts, cause, stakeholders } = halt;
  const base = baseWords(halt);
  if (base === undefined || facts?.commits === undefined) return undefined;
  const files = facts.changedFiles === undefined ? "" : ` in ${counted(facts.changedFiles, "file")}`;
  const holds = isSeveral(halt) ? "hold" : "holds";
  const size = `${context.release} ${holds} ${counted(facts.commits, "commit")}${files} since ${base}.`;
  const spans = [said(context, size, "base")];
  const others = facts.commitList.filter(({ commit }) => commit !== cause.commit);
  if (others.length > 0) {
    const subjects = others.slice(0, maximumSubjects).map(({ subject }) => `"${phrase(subject)}"`);
    const known = facts.commitList.length - others.length;
    const rest = facts.commits - known - subjects.length;
    const more = rest > 0 ? `, and ${figureWords(rest)} more` : "";
    spans.push({ text: `Other changes in it: ${subjects.join(", ")}${more}.` });
  }
  const owners = stakeholders.flatMap(({ name, role }) =>
    role === "codeOwner" && isWritten(name) ? [phrase(name)] : [],
  );
  if (owners.length > 0) spans.push({ text: `The code is owned by ${owners.join(", ")}.` });
  return [...spans, open("Who waits for this release is not written down.")];
}

/** The fallback, the way back with its steps and minutes, and when it is looked at again. */
export function fixFails(context: BriefContext): Span[] | undefined {
  const { fallback, rollback, communication } = context.halt;
  const spans: Span[] = [];
  if (isWritten(fallback)) spans.push({ text: sentence(capitalised(fallback.trim())) });
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
  if (next === undefined || context.isPast(next)) return spans;
  return [...spans, { text: `We look at it again ${context.when(next)}.` }];
}
