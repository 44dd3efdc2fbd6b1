import { assessHalt } from "../../src/assess/assessHalt";
import { renderBrief } from "../../src/brief/renderBrief";
import type { BriefAudience } from "../../src/halt/briefView";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";

/** When a brief is written unless told: as the meeting of `completeInput` begins. */
export const now = "2026-11-30T14:00:00+01:00";

interface Circumstances {
  readonly audience?: BriefAudience;
  readonly format?: "markdown" | "html" | "json";
  readonly now?: string;
  readonly timeZone?: string;
}

/** The brief of a halt; the full one, in Markdown, unless told. */
export function briefOf(input: HaltInput, circumstances: Circumstances = {}): string {
  const context = { audience: "full", format: "markdown", now, ...circumstances } as const;
  const halt = haltSchema.parse(input);
  return renderBrief(halt, assessHalt(halt, { now: context.now }), context);
}

/** What stands in a brief in Markdown behind a label in bold. */
export function labelled(text: string, label: string): string {
  return new RegExp(`^\\*\\*${label}\\.\\*\\* (.*)$`, "m").exec(text)?.[1] ?? "";
}

/** What is answered there to a question. */
export function answerTo(text: string, question: string): string {
  return text.split(`**${question}**`)[1]?.split("\n")[1] ?? "";
}

/** What stands there below a heading. */
export function section(text: string, title: string): string {
  return text.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
}
