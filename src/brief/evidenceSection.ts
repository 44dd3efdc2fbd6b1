import type { BriefSection } from "../halt/briefView";
import type { BriefContext } from "./briefContext";

/**
 * The numbered evidence that the sentences of the brief lead to; empty when the halt holds none.
 * @param page with it, only the rows that this page refers to
 */
export function evidenceSection({ book }: BriefContext, page?: BriefSection): BriefSection {
  const shown = page === undefined ? book.rows : book.rows.filter(({ number }) => refersTo(page, number));
  const rows = shown.map(({ number, claim, from, when }) => [
    [{ text: String(number) }],
    [{ text: claim }],
    from,
    [{ text: when }],
  ]);
  const table = { kind: "table" as const, head: ["", "claim", "from", "when"], rows };
  return { id: "evidence", title: "Evidence", blocks: rows.length === 0 ? [] : [table] };
}

function refersTo({ blocks }: BriefSection, number: number): boolean {
  return blocks.some(
    (block) => block.kind === "paragraph" && block.spans.some(({ refs }) => refs?.includes(number)),
  );
}
