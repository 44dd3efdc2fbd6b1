import { attachedTotals } from "../assess/judgeFailingTests";
import { usersWords } from "../assess/judgeImpact";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { counted, figureWords } from "../assess/rangeWords";
import { shortCommit } from "../assess/targetWords";
import type { Span } from "../halt/briefView";
import { open, said, type BriefContext } from "./briefContext";
import { exposedSpans, hitSpans, seenSpans } from "./firstPage";
import { severityWords } from "./severityWords";

export function exposed(context: BriefContext): Span[] | undefined {
  return context.halt.rollout.state === undefined ? undefined : exposedSpans(context);
}

/** What is broken, one sentence on how it shows, the users, the severity. */
export function deadline(context: BriefContext): Span[] | undefined {
  const { impact, reproduction, severity: judged } = context.halt;
  if (!isWritten(impact.functionality)) return undefined;
  const spans = [said(context, sentence(capitalised(impact.functionality)), "observations")];
  if (isWritten(reproduction.actual)) {
    spans.push(said(context, sentence(`What we see: ${reproduction.actual}`), "reproduction"));
  }
  spans.push(...hitSpans(context));
  if (isWritten(judged.level)) spans.push(said(context, `Severity: ${phrase(judged.level)}.`, "severity"));
  return spans;
}

/** Who saw it and where, by which steps; and honestly, what was not re-run. */
export function certainty(context: BriefContext): Span[] | undefined {
  const { reproduction, observations } = context.halt;
  if (reproduction.steps.length === 0 || observations.length === 0) return undefined;
  const steps = counted(reproduction.steps.length, "written step");
  const shows = reproduction.steps.length === 1 ? "shows" : "show";
  const spans = [said(context, `${capitalised(steps)} ${shows} it.`, "reproduction"), ...seenSpans(context)];
  if (!observations.some(({ rung }) => rung === "rerunClean")) {
    spans.push(open("Not yet re-run from a clean checkout."));
  }
  return spans;
}

export function severity(context: BriefContext): Span[] | undefined {
  const { level, clause, facts, lowerIf } = context.halt.severity;
  if (!isWritten(level) || !isWritten(clause) || !isWritten(facts)) return undefined;
  const spans = [
    said(context, sentence(severityWords(context.halt)), "severity"),
    { text: sentence(`The facts: ${facts}`) },
  ];
  if (isWritten(lowerIf)) spans.push({ text: sentence(`It would be lower if ${lowerIf}`) });
  return spans;
}

/** A figure without a source is no answer. */
export function scope(context: BriefContext): Span[] | undefined {
  const { users } = context.halt.impact;
  const figures = usersWords(users);
  if (figures === undefined || !isWritten(users.source)) return undefined;
  return [said(context, `${capitalised(figures)}. The source: ${phrase(users.source)}.`, "users")];
}

/** The change, never the person; the rest is for a follow-up. */
export function cause(context: BriefContext): Span[] | undefined {
  const { commit, subject } = context.halt.cause;
  if (commit === undefined && !isWritten(subject)) return undefined;
  const id = commit === undefined ? "" : ` ${shortCommit(commit)}`;
  const name = isWritten(subject) ? `, "${phrase(subject)}"` : "";
  const untested = texts(context.halt.testScope.notTested);
  const spans = [said(context, `The change${id}${name} brought it.`, "cause")];
  if (untested !== "") spans.push({ text: `Not tested: ${untested}.` });
  return [...spans, { text: "How it came about is for the follow-up, after this meeting." }];
}

/** Tested and not tested, in the words of the halt and by the counts of the attached results. */
export function rest(context: BriefContext): Span[] | undefined {
  const { testScope } = context.halt;
  const { total, failed, skipped } = attachedTotals(context.halt);
  const spans: Span[] = [];
  if (total > 0) {
    const left = skipped === 0 ? "" : `, ${figureWords(skipped)} ${skipped === 1 ? "was" : "were"} skipped`;
    const fail = failed === 1 ? "fails" : "fail";
    spans.push(said(context, `${figureWords(failed)} of ${counted(total, "test")} ${fail}${left}.`, "tests"));
  }
  const tested = texts(testScope.tested);
  const untested = texts(testScope.notTested);
  if (tested !== "") spans.push({ text: `Tested: ${tested}.` });
  if (untested !== "") spans.push({ text: `Not tested: ${untested}.` });
  return spans.length === 0 ? undefined : spans;
}

function texts(items: readonly { readonly text: string }[]): string {
  return items
    .map(({ text }) => phrase(text))
    .filter((text) => text !== "")
    .join("; ");
}
