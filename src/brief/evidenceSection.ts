import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import type { BriefContext } from "./briefContext";

/**
 * The numbered evidence that the sentences of the brief lead to; empty when the halt holds none.
 * @param citing with it, only the rows that these sections refer to
 */
export function evidenceSection(
  { book, audience }: BriefContext,
  citing?: readonly BriefSection[],
): BriefSection {
  const cited = new Set(citing?.flatMap(({ blocks }) => blocks.flatMap(refsOf)));
  // Tools and their versions mean something to those who run them.
  const all = book.rows.filter(({ key }) => key !== "environment" || audience !== "product");
  const shown = citing === undefined ? all : book.rows.filter(({ number }) => cited.has(number));
  const rows = shown.map(({ number, claim, from, when }) => [
    [{ text: String(number) }],
    [{ text: claim }],
    from,
    [{ text: when }],
  ]);
  const table = { kind: "table" as const, head: ["no.", "claim", "from", "when"], rows };
  return { id: "evidence", title: "Evidence", blocks: rows.length === 0 ? [] : [table] };
}

function refsOf(block: BriefBlock): number[] {
  return spansOf(block).flatMap(({ refs }) => refs ?? []);
}

function spansOf(block: BriefBlock): readonly Span[] {
  switch (block.kind) {
    case "paragraph":
    case "answer":
      return block.spans;
    case "list":
      return block.items.flat();
    case "table":
      return block.rows.flat(2);
    case "code":
    case "quote":
    case "image":
      return [];
  }
}
