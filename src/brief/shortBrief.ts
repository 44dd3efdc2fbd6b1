import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import type { BriefSection, Span } from "../halt/briefView";
import { open, type BriefContext } from "./briefContext";
import { askWords, deciderSpans, exposedSpans, nextUpdateSpans, paragraph } from "./firstPage";
import { openLine } from "./openWords";

/** What a chat message may hold, title included. */
const maximumWords = 150;

/** From generous to terse: how many words each text may have. */
const limits = [60, 40, 30, 22, 16, 12, 9, 6, 4];

/**
 * The brief in 150 words: ask, observed, exposed now, fallback, who decides by when, next update, unknowns in one line.
 * Where a person wrote more, each text is cut alike, with a mark, until it fits.
 */
export function shortBrief(
  context: BriefContext,
  title: string,
): { title: string; sections: BriefSection[] } {
  let brief = shortWith(context, title, limits[0] ?? maximumWords);
  for (const limit of limits) {
    brief = shortWith(context, title, limit);
    if (wordsIn(brief) <= maximumWords) break;
  }
  return brief;
}

function shortWith(context: BriefContext, title: string, limit: number) {
  const cut = (spans: readonly Span[]) =>
    spans.map(({ text, style }) => ({ text: cutWords(text, limit), ...(style !== undefined && { style }) }));
  const unknown = openLine(context);
  const blocks = [
    paragraph("Ask", cut([{ text: askWords(context) }])),
    paragraph("Observed", cut(observedSpans(context))),
    paragraph("Exposed now", cut(exposedSpans(context))),
    paragraph("Fallback", cut([fallbackSpan(context)])),
    paragraph("Decision", cut(deciderSpans(context))),
    paragraph("Next update", cut(nextUpdateSpans(context))),
    ...(unknown === "" ? [] : [paragraph("Not known yet", cut([open(sentence(capitalised(unknown)))]))]),
  ];
  const shown = context.halt.status === "closed" ? blocks.slice(0, 2) : blocks;
  return { title: cutWords(title, limit), sections: [{ id: "short", blocks: shown }] };
}

function observedSpans({ halt, when }: BriefContext): Span[] {
  const first = halt.observations[0];
  const { functionality, affected } = halt.impact;
  const spans: Span[] = [];
  if (isWritten(functionality)) spans.push({ text: sentence(capitalised(functionality)) });
  if (isWritten(affected)) spans.push({ text: sentence(`Hit: ${affected}`) });
  if (first !== undefined) {
    const by = isWritten(first.by) ? ` by ${phrase(first.by)}` : "";
    const at = first.at === undefined ? "" : ` on ${when(first.at)}`;
    if (by !== "" || at !== "") spans.push({ text: `Seen${by}${at}.` });
  }
  return spans.length === 0 ? [open("Not written down yet.")] : spans;
}

function fallbackSpan({ halt }: BriefContext): Span {
  if (isWritten(halt.fallback)) return { text: sentence(capitalised(halt.fallback)) };
  if (isWritten(halt.rollback.to)) return { text: `Back to ${phrase(halt.rollback.to)}.` };
  return open("Not known yet.");
}

function cutWords(text: string, limit: number): string {
  const words = text.split(/\s+/);
  return words.length <= limit
    ? text
    : `${words
        .slice(0, limit)
        .join(" ")
        .replace(/[,;:.]+$/, "")}…`;
}

function wordsIn({ title, sections }: { title: string; sections: readonly BriefSection[] }): number {
  const texts = sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) =>
      block.kind === "paragraph" ? [block.label ?? "", ...block.spans.map(({ text }) => text)] : [],
    );
  return [title, ...texts].join(" ").split(/\s+/).length;
}
