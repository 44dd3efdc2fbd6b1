/**
 * A person's or a tool's text as one line of Markdown that shows exactly this text: it cannot become HTML, a link, an
 * image, a heading, a list, a table or a code fence. Line breaks become spaces; control characters, and those that
 * reorder a line, are dropped. Every ASCII punctuation mark may be escaped:
 * https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function escapeMarkdown(text: string): string {
  return plainLine(text)
    .replace(/[\\`*[\]<>|~]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/&(?=#|\w)/g, "\\&")
    .replace(/^([#+\-=:])/, "\\$1")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
}

/** The text on one line, without what a terminal or a page would act on. */
export function plainLine(text: string): string {
  return plainText(text.replace(/\s+/g, " ")).trim();
}

/** The text without control characters and those that reorder a line. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "");
}

/** Text as inline code that shows exactly this text: its fence is longer than any run of backticks in it. */
export function codeSpan(text: string): string {
  const line = plainLine(text);
  if (line === "") return "";
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? " " : "";
  return fence + pad + line + pad + fence;
}

/** Text as a code block that nothing in it can end. */
export function codeBlock(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  const lines = text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu, "");
  return `${fence}\n${lines.replace(/\n+$/, "")}\n${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
