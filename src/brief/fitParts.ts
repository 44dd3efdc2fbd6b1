import { countWords, cutWords } from "../assess/textLength";
import type { Span } from "../halt/briefView";

/** A part of a text that has to fit into so many words. */
export interface Part {
  readonly label: string;
  readonly spans: readonly Span[];
  /** The part with the smallest number is cut first. */
  readonly cutAs: number;
  /** A part is never cut below these words. */
  readonly floor: number;
}

/**
 * The parts cut to `maximum` words in all, one part after another and each with a mark, only as far as needed. The
 * floors of all parts together have to lie below the maximum.
 */
export function fitParts(parts: readonly Part[], maximum: number): Part[] {
  const order = [...parts].sort((one, other) => one.cutAs - other.cutAs);
  let fitted = [...parts];
  for (const part of order) {
    const excess = wordsOf(fitted) - maximum;
    if (excess <= 0) break;
    const limit = Math.max(part.floor, wordsOf([part]) - countWords(part.label) - excess);
    fitted = fitted.map((other) =>
      other === part ? { ...part, spans: cutTogether(part.spans, limit) } : other,
    );
  }
  return fitted;
}

/** The words of all parts, their labels included. */
export function wordsOf(parts: readonly Part[]): number {
  return parts
    .flatMap(({ label, spans }) => [label, ...spans.map(({ text }) => text)])
    .reduce((sum, text) => sum + countWords(text), 0);
}

/** The first spans that fit; the one at the limit is cut, or left out where less than half of it would stay. */
function cutTogether(spans: readonly Span[], limit: number): Span[] {
  const kept: Span[] = [];
  let left = limit;
  for (const span of spans) {
    const words = countWords(span.text);
    const last = kept.at(-1);
    if (last !== undefined && words > left && left * 2 < words) {
      return [
        ...kept.slice(0, -1),
        { ...last, text: last.text.endsWith("…") ? last.text : `${last.text} …` },
      ];
    }
    kept.push({ ...span, text: cutWords(span.text, left) });
    left -= words;
  }
  return kept;
}
