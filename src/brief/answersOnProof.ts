import { attachedTotals, failWords } from "../assess/judgeFailingTests";
import { newSinceBaseWords } from "../assess/newSinceBase";
import { foundByWords, pullRequestWords, rollbackRemoves, searchOfCause } from "../assess/changeWords";
import { usersWords } from "../assess/judgeImpact";
import { capitalised, isWritten, listed, phrase, sentence } from "../assess/phrase";
import { counted, figureWords } from "../assess/rangeWords";
import { runEndWords, runSubject } from "../assess/runWords";
import { shortCommit } from "../assess/targetWords";
import type { Span } from "../halt/briefView";
import type { Halt } from "../halt/schema/halt";
import { severityClaim, severityWords } from "../assess/severityWords";
import { open, said, type BriefContext } from "./briefContext";
import { exposedSpans, hitSpans } from "./exposure";
import { consequenceSpans, moneySpans, seenSpans, verifiedSpans } from "./why";

/** Whether anybody is hit now, and how many; nothing while it is not stated how far the release is out. */
export function exposed(context: BriefContext): Span[] | undefined {
  return context.halt.rollout.state === undefined
    ? undefined
    : [...exposedSpans(context), ...hitSpans(context)];
}

/** What is broken, one sentence on how it shows, the severity, the users, what it leads to, and the offer to look at it. */
export function deadline(context: BriefContext): Span[] | undefined {
  const { halt } = context;
  const { functionality } = halt.impact;
  if (!isWritten(functionality)) return undefined;
  const spans = [
    said(context, sentence(capitalised(functionality.trim())), "observations"),
    ...shownBy(context),
  ];
  if (isWritten(halt.severity.level)) {
    spans.push(said(context, `Severity: ${severityClaim(halt)}.`, "severity"));
  }
  spans.push(...hitSpans(context), ...moneySpans(context), ...consequenceSpans(halt));
  return [...spans, { text: offer(halt) }];
}

/** The reproduction in one sentence. */
function shownBy(context: BriefContext): Span[] {
  const { steps, actual, expected } = context.halt.reproduction;
  if (!isWritten(actual)) return [];
  const after = steps.length === 0 ? "What shows" : `After ${counted(steps.length, "step")}`;
  const instead = isWritten(expected) ? `; expected: ${phrase(expected)}` : "";
  return [said(context, `${after}: ${phrase(actual)}${instead}.`, "reproduction")];
}

function offer({ reproduction, failingTests }: Halt): string {
  const parts = [
    reproduction.steps.length === 0 ? "" : "the steps",
    failingTests.length === 0 ? "" : "the test results",
    "the halt itself",
  ].filter((part) => part !== "");
  return `You can have ${listed(parts)} to look at.`;
}

/** Who saw it and where, by which steps, what clean checkouts told; and honestly, what was not re-run. */
export function certainty(context: BriefContext): Span[] | undefined {
  const { reproduction, observations } = context.halt;
  const { steps, onlyElsewhere } = reproduction;
  const verified = verifiedSpans(context);
  const canBeSeen = steps.length > 0 || isWritten(onlyElsewhere) || verified.length > 0;
  if (observations.length === 0 || !canBeSeen) return undefined;
  const written = counted(steps.length, "written step");
  const shows = steps.length === 1 ? "shows" : "show";
  const spans = [
    ...(steps.length === 0 ? [] : [said(context, `${capitalised(written)} ${shows} it.`, "reproduction")]),
    ...seenSpans(context),
  ];
  spans.push(...verified);
  if (verified.length === 0 && !observations.some(({ rung }) => rung === "rerunClean")) {
    spans.push(
      isWritten(onlyElsewhere)
        ? { text: `It cannot be re-run from a checkout: ${phrase(onlyElsewhere)}.` }
        : open("Not yet re-run from a clean checkout."),
    );
  }
  return spans;
}

/** The level by its clause, and the facts; a level without both is no answer. Then what would make it lower. */
export function severity(context: BriefContext): Span[] | undefined {
  const { level, clause, facts, lowerIf } = context.halt.severity;
  if (!isWritten(level) || !isWritten(clause) || !isWritten(facts)) return undefined;
  const spans = [
    said(context, sentence(severityWords(context.halt)), "severity"),
    { text: sentence(`The facts: ${facts.trim()}`) },
  ];
  if (isWritten(lowerIf)) spans.push({ text: sentence(`It would be lower if this held: ${lowerIf.trim()}`) });
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
  const name = isWritten(subject) ? ` "${phrase(subject)}"` : "";
  const id =
    commit === undefined ? "" : name === "" ? ` ${shortCommit(commit)}` : ` (${shortCommit(commit)})`;
  const untested = texts(context.halt.testScope.notTested);
  const spans = [said(context, `The change${name}${id} brought it.`, "cause")];
  const search = searchOfCause(context.halt);
  if (search !== undefined) {
    const request = pullRequestWords(search);
    const cameBy = request === "" ? "" : `, and came in by ${request}`;
    spans.push(said(context, `It was ${foundByWords(search)}${cameBy}.`, "cause"));
    spans.push({ text: rollbackRemoves(context.halt) ?? "" });
  }
  if (untested !== "") spans.push({ text: `Not tested: ${untested}.` });
  if (context.closed) return spans;
  return [...spans, { text: "How it came about is for the follow-up, after this meeting." }];
}

/** Tested and not tested, in the words of the halt and by the counts of the attached results; what is not written is named. */
export function rest(context: BriefContext): Span[] | undefined {
  const { testScope } = context.halt;
  const totals = attachedTotals(context.halt);
  const { total, skipped } = totals;
  const spans: Span[] = [];
  if (total > 0) {
    const left = skipped === 0 ? "" : `, ${figureWords(skipped)} ${skipped === 1 ? "was" : "were"} skipped`;
    spans.push(said(context, `${capitalised(failWords(totals))}${left}.`, "tests"));
    const since = newSinceBaseWords(context.halt);
    if (since !== undefined) spans.push(said(context, since, "tests", "baseTests"));
  }
  for (const { captured } of context.halt.testRuns.slice(0, 3)) {
    const { run } = captured;
    const words = `${capitalised(runSubject(run))} ${runEndWords(run)}; which tests ran is not known.`;
    spans.push(said(context, words, "testRuns"));
  }
  const tested = texts(testScope.tested);
  const untested = texts(testScope.notTested);
  if (spans.length === 0 && tested === "" && untested === "") return undefined;
  if (tested === "" && untested === "")
    return [...spans, open("What was tested, and what was not, is not written down yet.")];
  spans.push(
    tested === "" ? open("What was tested is not written down yet.") : { text: `Tested: ${tested}.` },
    untested === ""
      ? open("What was not tested is not written down yet.")
      : { text: `Not tested: ${untested}.` },
  );
  return spans;
}

function texts(items: readonly { readonly text: string }[]): string {
  return items
    .map(({ text }) => phrase(text))
    .filter((text) => text !== "")
    .join("; ");
}
