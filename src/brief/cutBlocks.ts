import { cutWords } from "../assess/textLength";
import type { BriefBlock, Span } from "../halt/briefView";

/** The blocks with each of their texts cut at `limit` words, with a mark. */
export function cutBlocks(blocks: readonly BriefBlock[], limit: number): BriefBlock[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case "paragraph":
      case "answer":
        return { ...block, spans: cutSpans(block.spans, limit) };
      case "list":
        return { ...block, items: block.items.map((item) => cutSpans(item, limit)) };
      case "table":
        return {
          ...block,
          head: block.head.map((text) => cutWords(text, limit)),
          rows: block.rows.map((row) => row.map((cell) => cutSpans(cell, limit))),
        };
      case "code":
      case "quote":
      case "image":
        return block;
    }
  });
}

function cutSpans(spans: readonly Span[], limit: number): Span[] {
  return spans.map((span) => ({ ...span, text: cutWords(span.text, limit) }));
}
