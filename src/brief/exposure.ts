import { hitWords } from "../assess/hitWords";
import { isWritten, phrase } from "../assess/phrase";
import { upsideDownWords } from "../assess/rangeWords";
import { rolloutWords, stopWords } from "../assess/rolloutWords";
import type { Span } from "../halt/briefView";
import { open, said, type BriefContext } from "./briefContext";

/** Whether anybody is hit right now, by how far the release is out, and how the spread is stopped. */
export function exposedSpans(context: BriefContext): Span[] {
  const { halt, release, when } = context;
  const words = rolloutWords(halt, when);
  if (words === undefined) return [open(`Not yet known how far ${release} is out.`)];
  const text = halt.rollout.state === "notStarted" && !context.closed ? `Nobody. ${words}` : words;
  const stop = stopWords(halt);
  return [said(context, text, "rollout"), ...(stop === undefined ? [] : [{ text: stop }])];
}

/** Whom it hits and how many, with the source named where there is one and its absence where there is none. */
export function hitSpans(context: BriefContext): Span[] {
  const { halt } = context;
  const { users } = halt.impact;
  const broken = upsideDownWords("users", users);
  const gap = broken === undefined ? [] : [open(broken)];
  const words = hitWords(halt);
  if (words === undefined) return gap;
  if (context.book.refs("users").length === 0) return [{ text: `${words}.` }, ...gap];
  if (isWritten(users.source)) {
    return [said(context, `${words} (source: ${phrase(users.source)}).`, "users"), ...gap];
  }
  return [said(context, `${words}.`, "users"), open("The figure has no source yet."), ...gap];
}
