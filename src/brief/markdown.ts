import { isWritten } from "../assess/phrase";
import type { BriefBlock, BriefView, Span } from "../halt/briefView";
import { codeBlock, codeSpan, escapeMarkdown } from "./escapeMarkdown";
import { httpUrl } from "./httpUrl";

/** The brief as Markdown (CommonMark with tables). Its texts are escaped: they stay texts wherever it is pasted. */
export function toMarkdown(view: BriefView): string {
  const parts = [`# ${escapeMarkdown(view.title)}`];
  for (const section of view.sections) {
    if (section.title !== undefined) parts.push(`## ${escapeMarkdown(section.title)}`);
    parts.push(...section.blocks.map(blockMarkdown).filter((part) => part !== ""));
  }
  return `${parts.join("\n\n")}\n`;
}

function blockMarkdown(block: BriefBlock): string {
  switch (block.kind) {
    case "paragraph": {
      const label = block.label === undefined ? "" : `**${escapeMarkdown(block.label)}.** `;
      return (label + spansMarkdown(block.spans)).trim();
    }
    case "list":
      return block.items
        .map((item, index) => `${block.ordered ? `${index + 1}.` : "-"} ${spansMarkdown(item)}`)
        .join("\n");
    case "table":
      return tableMarkdown(block.head, block.rows);
    case "code":
      return isWritten(block.text) ? codeBlock(block.text) : "";
    case "quote":
      return quoteMarkdown(block.lines);
    case "answer":
      return `**${escapeMarkdown(block.question)}** (${escapeMarkdown(block.who)})\\\n${spansMarkdown(block.spans)}`;
    case "image":
      return `Picture: ${escapeMarkdown(block.title)}`;
  }
}

function spansMarkdown(spans: readonly Span[]): string {
  return spans
    .map(spanMarkdown)
    .filter((part) => part !== "")
    .join(" ");
}

function spanMarkdown({ text, refs, style, url }: Span): string {
  const words = style === "code" ? codeSpan(text) : escapeMarkdown(text);
  if (words === "") return "";
  const address = httpUrl(url);
  const linked = address === undefined ? words : `[${words}](${address})`;
  const styled = style === "open" ? `*${linked}*` : linked;
  if (refs === undefined || refs.length === 0) return styled;
  const numbers = `[${refs.join(", ")}]`;
  return /\.$/.test(styled) ? `${styled.slice(0, -1)} ${numbers}.` : `${styled} ${numbers}`;
}

/** A bar ends a cell, in code too, unless it is escaped (https://github.github.com/gfm/#example-200). */
function cellMarkdown(spans: readonly Span[]): string {
  return spansMarkdown(spans).replace(/(?<!\\)\|/g, "\\|");
}

function tableMarkdown(head: readonly string[], rows: readonly (readonly (readonly Span[])[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head.map(escapeMarkdown)),
    line(head.map(() => "---")),
    ...rows.map((row) => line(row.map(cellMarkdown))),
  ].join("\n");
}

function quoteMarkdown(lines: readonly string[]): string {
  const escaped = lines.map(escapeMarkdown);
  return escaped
    .map((line, index) => {
      const breaks = line !== "" && isWritten(escaped[index + 1]);
      return `> ${line}${breaks ? "\\" : ""}`.trimEnd();
    })
    .join("\n");
}
