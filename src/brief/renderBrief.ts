import { countWords } from "../assess/textLength";
import type { BriefAudience } from "../halt/briefView";
import type { Checklist } from "../halt/checklist";
import type { Halt } from "../halt/schema/halt";
import { buildBriefView } from "./briefView";
import { toDocument, toFragment, toPreview, type BriefImages } from "./html";
import { toMarkdown } from "./markdown";

export { invitation } from "./invitation";

export interface FragmentOptions {
  readonly audience: BriefAudience;
  /** ISO 8601: what lies before it is told as past. The brief itself reads no clock. */
  readonly now: string;
  /** IANA name, as in `Europe/Vienna`; the times' own offsets by default. */
  readonly timeZone?: string;
}

export interface BriefOptions extends FragmentOptions {
  readonly format: "markdown" | "html" | "json";
  /** For HTML: data URIs of attached pictures, by the attachment's id. */
  readonly images?: BriefImages;
}

/** The brief as a text to copy or to save. Same input, same bytes, whatever the machine's zone and language. */
export function renderBrief(halt: Halt, checklist: Checklist, options: BriefOptions): string {
  const view = buildBriefView(halt, checklist, options);
  switch (options.format) {
    case "markdown":
      return toMarkdown(view);
    case "html":
      return toDocument(view, toMarkdown(view), options.images ?? {});
    case "json":
      return `${JSON.stringify({ version: 1, ...view, ready: checklist.ready, items: checklist.items }, undefined, 2)}\n`;
  }
}

/** The brief for the clipboard: HTML without a page around it, its Markdown, and its number of words. */
export function renderFragment(
  halt: Halt,
  checklist: Checklist,
  options: FragmentOptions,
): { html: string; markdown: string; words: number } {
  const markdown = toMarkdown(buildBriefView(halt, checklist, options));
  return { html: toFragment(markdown), markdown, words: countWords(markdown) };
}

/** The brief as the halt editor shows it, and its number of words. */
export function renderPreview(
  halt: Halt,
  checklist: Checklist,
  options: FragmentOptions,
): { html: string; words: number } {
  const markdown = toMarkdown(buildBriefView(halt, checklist, options));
  return { html: toPreview(markdown), words: countWords(markdown) };
}
