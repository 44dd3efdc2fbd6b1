import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { baseWords, targetWords } from "../assess/targetWords";
import type { Span } from "../halt/briefView";
import type { BriefContext } from "./briefContext";

/** What exactly is halted, compared with what, by whom and why; who may read this; the zone of all times; the bug. */
export function aboutSpans(context: BriefContext): Span[] {
  const { halt, times } = context;
  const spans: Span[] = [{ text: aboutLine(context) }, ...placed(context)];
  if (halt.confidentiality === "internal") spans.push({ text: "Internal use only." });
  if (halt.confidentiality === "confidential") spans.push({ text: "Confidential." });
  if (times !== "") spans.push({ text: `Times: ${times}.` });
  if (!isWritten(halt.bug.id)) return spans;
  const url = halt.bug.url;
  return [...spans, { text: "Bug:" }, { text: phrase(halt.bug.id), ...(url !== undefined && { url }) }];
}

/** Status, target and base in a sentence. */
export function aboutLine({ halt }: BriefContext): string {
  const base = baseWords(halt);
  const target = targetWords(halt);
  const compared = base === undefined ? "" : `, compared with ${base}`;
  return `${capitalised(halt.status)}${target === "" ? "" : `: ${target}`}${compared}.`;
}

/** Who halted the release, when and why. */
export function placed({ halt, when }: BriefContext): Span[] {
  const { placement } = halt;
  if (placement === undefined) return [];
  const by = isWritten(placement.by) ? ` by ${phrase(placement.by)}` : "";
  const start = `Halted${by} on ${when(placement.at)}`;
  const why = isWritten(placement.reason) ? sentence(`${start}: ${placement.reason.trim()}`) : `${start}.`;
  return [{ text: why }];
}
