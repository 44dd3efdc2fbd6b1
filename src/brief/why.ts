import { attachedTotals, failWords } from "../assess/judgeFailingTests";
import { newSinceBaseWords } from "../assess/newSinceBase";
import { moneyWords } from "../assess/moneyWords";
import { capitalised, isWritten, listed, phrase, sentence } from "../assess/phrase";
import { spelled, upsideDownWords } from "../assess/rangeWords";
import { severityWords } from "../assess/severityWords";
import { isSeenClean, spokenVerification, verifiers } from "../assess/verifications";
import { plainVerificationWords, verificationWords } from "../assess/verificationVerdict";
import type { Span } from "../halt/briefView";
import type { Halt } from "../halt/schema/halt";
import { open, said, type BriefContext } from "./briefContext";
import { hitSpans } from "./exposure";

/** What no longer works, for whom, what it costs and leads to, the way around it, and how severe that is. */
export function whySpans(context: BriefContext): Span[] {
  const { halt } = context;
  const { functionality, workaround } = halt.impact;
  const spans: Span[] = [];
  const found = isWritten(functionality) ? capitalised(functionality.trim()) : halt.title;
  if (isWritten(found)) spans.push(said(context, sentence(found), "reproduction"));
  spans.push(...hitSpans(context), ...moneySpans(context), ...consequenceSpans(halt));
  if (isWritten(workaround)) spans.push({ text: sentence(`Workaround: ${workaround.trim()}`) });
  if (isWritten(halt.severity.level))
    spans.push(said(context, sentence(`Severity: ${severityWords(halt)}`), "severity"));
  return spans.length === 0 ? [open("Not written down yet.")] : spans;
}

/**
 * How it is known, in plain words: who saw it, what clean checkouts told, which tests fail. Probabilities and intervals
 * are with the questions and the evidence.
 */
export function knownSpans(context: BriefContext): Span[] {
  return [...seenSpans(context), ...verifiedSpans(context, plainVerificationWords), ...testSpans(context)];
}

/** Each cost with its own evidence, and where a figure has no source, that. */
export function moneySpans(context: BriefContext): Span[] {
  return context.halt.impact.money.flatMap((money): Span[] => {
    const name = isWritten(money.what) ? capitalised(phrase(money.what)) : "The cost";
    const broken = upsideDownWords(name === "The cost" ? "a cost" : phrase(money.what ?? ""), money);
    if (broken !== undefined) return [open(broken)];
    const words = moneyWords(money);
    if (words === undefined) return [];
    const span = said(context, `${name}: ${words}.`, `money:${money.id}`);
    return isWritten(money.source) ? [span] : [span, open("The figure has no source yet.")];
  });
}

/** What it leads to beside money: trust, reputation, a duty. */
export function consequenceSpans({ impact }: Halt): Span[] {
  return impact.consequences
    .filter(({ text }) => isWritten(text))
    .map((consequence) => ({ text: consequenceWords(consequence) }));
}

/** `Trust: customers see money taken.` */
export function consequenceWords({ kind, text = "" }: Halt["impact"]["consequences"][number]): string {
  return sentence(kind === "other" ? capitalised(text.trim()) : `${capitalised(kind)}: ${text.trim()}`);
}

/** Who saw it, in one sentence; the dates are with the evidence. */
export function seenSpans(context: BriefContext): Span[] {
  const words = seenWords(context.halt);
  if (words === undefined) return [];
  const keys = isSeenClean(context.halt)
    ? (["observations", "verification"] as const)
    : (["observations"] as const);
  return [said(context, `${capitalised(words)}.`, ...keys)];
}

function seenWords(halt: Halt): string | undefined {
  const { observations } = halt;
  if (observations.length === 0) return undefined;
  const rungs = new Set(observations.map(({ rung }) => rung));
  const seen = observations.filter(({ rung }) => rung === "observed" || rung === "confirmed");
  const people = new Set(seen.flatMap(({ by }) => (isWritten(by) ? [phrase(by)] : [])));
  const [only] = people;
  const by = people.size > 1 ? ` by ${spelled(people.size, "person", "people")}` : only && ` by ${only}`;
  const parts = [
    seen.length === 0 ? "" : `seen${by ?? ""}`,
    rungs.has("confirmed") && people.size < 2 ? "confirmed" : "",
    rungs.has("rerunHere") ? "re-run here" : "",
    rungs.has("rerunClean") || isSeenClean(halt) ? "re-run from a clean checkout" : "",
  ].filter((part) => part !== "");
  return listed(parts);
}

function testSpans(context: BriefContext): Span[] {
  const totals = attachedTotals(context.halt);
  if (totals.failed === 0) return [];
  const since = newSinceBaseWords(context.halt);
  return [
    said(context, `${capitalised(failWords(totals))}.`, "tests"),
    ...(since === undefined ? [] : [said(context, since, "tests", "baseTests")]),
  ];
}

/** What runs in clean checkouts told, once there were some. */
export function verifiedSpans(context: BriefContext, words = verificationWords): Span[] {
  const verification = spokenVerification(context.halt);
  if (verification === undefined) return [];
  const people = verifiers(context.halt);
  const spans = [said(context, words(verification), `verification:${verification.id}`)];
  if (people.length > 1)
    spans.push(
      said(
        context,
        `It was run by ${spelled(people.length, "person", "people")}, each on a machine of their own.`,
        "verification",
      ),
    );
  return spans;
}
