import { askWords } from "../assess/askWords";
import { decidedWords, deciderSpans } from "../assess/decisionWords";
import { hitVerb, hitWords } from "../assess/hitWords";
import { openLine } from "../assess/openPoints";
import { outcomeWords } from "../assess/outcomeWords";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { severityClaim } from "../assess/severityWords";
import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import { placed } from "./aboutHalt";
import { open, type BriefContext } from "./briefContext";
import { exposedSpans } from "./exposure";
import { nextUpdateSpans, paragraph } from "./firstPage";
import { fitParts, wordsOf, type Part } from "./fitParts";

/** What a chat message may hold, title included. */
const maximumWords = 150;

/**
 * The brief in 150 words: ask, observed, exposed now, fallback, who decides by when, next update, unknowns in one line;
 * of a closed halt how it ended, what it was about and who called it when. Users and severity stand in it where there is
 * room; where a person wrote more, what was observed is cut first, ask and decision last.
 */
export function shortBrief(
  context: BriefContext,
  title: string,
): { title: string; sections: BriefSection[] } {
  const full = partsOf(context, title, true);
  const parts = wordsOf(full) <= maximumWords ? full : partsOf(context, title, false);
  const [head, ...rest] = fitParts(parts, maximumWords);
  const blocks = rest.map(({ label, spans }): BriefBlock =>
    label === "" ? { kind: "paragraph", spans } : paragraph(label, spans),
  );
  return { title: head?.spans[0]?.text ?? title, sections: [{ id: "short", blocks }] };
}

function partsOf(context: BriefContext, title: string, generous: boolean): Part[] {
  const parts = context.closed ? closedParts(context, generous) : openParts(context, generous);
  const times = context.times === "" ? [] : [part("", [{ text: `Times: ${context.times}.` }], 9, 8)];
  return [part("", [{ text: title }], 6, 10), ...parts, ...times].filter(({ spans }) => spans.length > 0);
}

function openParts(context: BriefContext, generous: boolean): Part[] {
  const { halt } = context;
  const unknown = openLine(halt, context);
  return [
    part("Ask", [{ text: askWords(halt) }], 7, 20),
    part("Observed", observedSpans(context, generous), 1, 12),
    part("Exposed now", exposedSpans(context), 3, 12),
    part("Fallback", [fallbackSpan(context)], 4, 8),
    part("Decision", decisionSpans(context), 8, 20),
    part("Next update", nextUpdateSpans(context), 5, 8),
    part("Not known yet", unknown === "" ? [] : [open(sentence(capitalised(unknown)))], 2, 8),
  ];
}

function closedParts(context: BriefContext, generous: boolean): Part[] {
  const ended = outcomeWords(context.halt, context.when).map((text) => ({ text }));
  return [
    part("Outcome", ended, 8, 60),
    part("What it was about", observedSpans(context, generous), 1, 20),
    part("", placed(context), 3, 20),
  ];
}

function part(label: string, spans: readonly Span[], cutAs: number, floor: number): Part {
  return { label, spans: spans.map(withoutRefs), cutAs, floor };
}

/** The evidence is not in the short brief, so no number leads anywhere. */
function withoutRefs({ text, style, url }: Span): Span {
  return { text, ...(style !== undefined && { style }), ...(url !== undefined && { url }) };
}

/** What no longer works and for whom, who saw it; with the users' figures and the severity when there is room. */
function observedSpans(context: BriefContext, generous: boolean): Span[] {
  const { halt } = context;
  const { functionality, affected } = halt.impact;
  const first = halt.observations[0];
  const spans: Span[] = [];
  if (isWritten(functionality)) spans.push({ text: sentence(capitalised(functionality.trim())) });
  const hit = generous ? hitWords(halt) : isWritten(affected) && `It ${hitVerb(halt)} ${phrase(affected)}`;
  if (typeof hit === "string") spans.push({ text: `${hit}.` });
  if (generous && isWritten(halt.severity.level)) spans.push({ text: `Severity: ${severityClaim(halt)}.` });
  if (first !== undefined && !context.closed) {
    const by = isWritten(first.by) ? ` by ${phrase(first.by)}` : "";
    const at = first.at === undefined ? "" : ` on ${context.when(first.at)}`;
    if (by !== "" || at !== "") spans.push({ text: `Seen${by}${at}.` });
  }
  return spans.length === 0 ? [open("Not written down yet.")] : spans;
}

function fallbackSpan({ halt }: BriefContext): Span {
  if (isWritten(halt.fallback)) return { text: sentence(capitalised(halt.fallback.trim())) };
  if (isWritten(halt.rollback.to)) return { text: `Back to ${phrase(halt.rollback.to)}.` };
  return open("Not known yet.");
}

function decisionSpans(context: BriefContext): Span[] {
  const decided = decidedWords(context.halt, context);
  return decided.length > 0 ? decided.map((text) => ({ text })) : deciderSpans(context.halt, context);
}
