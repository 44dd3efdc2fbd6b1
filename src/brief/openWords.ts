import { isChore, openPoints, openPointWords, takenOnWords, type OpenPoint } from "../assess/openPoints";
import { capitalised } from "../assess/phrase";
import type { Span } from "../halt/briefView";
import { evidenceTitles, type EvidenceId } from "../halt/evidence";
import { open, type BriefContext } from "./briefContext";

/** What the page says by itself when it is missing: in the ask, as the next update, after what speaks against it. */
const saidAbove: ReadonlySet<string> = new Set([
  "decision.decider",
  "decision.decideBy",
  "communication.nextUpdate",
  "recommendation.answer",
]);

/** What has passed is said where its date stands; of these, being out of date is said here. */
const captured: ReadonlySet<EvidenceId> = new Set(["reproduction", "failingTests"]);

/**
 * All that is not known yet and not said elsewhere on the page: what somebody finds out, with who and until when; then
 * what nobody has taken on; then what is out of date. The executive page leaves out who is still to be told and invited.
 */
export function openSpans(context: BriefContext): Span[] {
  const points = openPoints(context.halt)
    .filter(({ item }) => context.audience !== "executive" || !isChore(item))
    .flatMap((point) => withoutSaid(point, context))
    .map((point) => ({ words: openPointWords(point), by: takenOnWords(context.halt, point.item, context) }));
  const taken = points
    .filter(({ by }) => by !== "")
    .map(({ words, by }) => open(`${capitalised(words)}: ${by}.`));
  const left = points.filter(({ by }) => by === "").map(({ words }) => open(`${capitalised(words)}.`));
  const free = left.length === 0 ? [] : [open("Nobody has taken this on yet:"), ...left];
  return [...taken, ...free, ...staleSpans(context)];
}

function withoutSaid(point: OpenPoint, { audience }: BriefContext): OpenPoint[] {
  const inTable = /^options\.[^.]/;
  // Who reads what people are told reads there what a message still lacks.
  const inMessages =
    audience === "product" || audience === "full" ? /^communication\.drafts\.[^.]/ : undefined;
  const gaps = point.gaps.filter(
    ({ field }) => !saidAbove.has(field) && !inTable.test(field) && inMessages?.test(field) !== true,
  );
  if (gaps.length === 0) return [];
  return [{ ...point, gaps, missing: point.missing && !isChore(point.item) }];
}

function staleSpans({ checklist }: BriefContext): Span[] {
  return checklist.items
    .filter(({ id, state }) => state === "stale" && captured.has(id))
    .map(({ id, reason }) => open(`${evidenceTitles[id]} may be out of date. ${reason}`));
}
