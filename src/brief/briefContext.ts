import { clockAt, type Clock } from "../assess/clock";
import { documentDates } from "../assess/documentDates";
import { takenOnWords } from "../assess/openPoints";
import { releaseWords } from "../assess/targetWords";
import type { BriefAudience, Span } from "../halt/briefView";
import type { Checklist } from "../halt/checklist";
import type { EvidenceId } from "../halt/evidence";
import type { Halt } from "../halt/schema/halt";
import { openEvidenceBook, type EvidenceBook } from "./evidenceBook";
import type { EvidenceKey } from "./evidenceRow";

/** What every part of a brief is built from. */
export interface BriefContext extends Clock {
  readonly halt: Halt;
  readonly checklist: Checklist;
  readonly audience: BriefAudience;
  readonly book: EvidenceBook;
  /** The release as people call it, for use within a sentence; never changed, for it may be a ref. */
  readonly release: string;
  readonly closed: boolean;
  /** The zone and the year of all times in the brief, as in `CET, 2026`. */
  readonly times: string;
  readonly now: string;
  readonly timeZone: string | undefined;
}

export interface ContextOptions {
  readonly audience: BriefAudience;
  /** ISO 8601: what lies before it is told as past. */
  readonly now: string;
  /** IANA name; the offset of the halt's creation by default. */
  readonly timeZone?: string | undefined;
}

/**
 * Gathers what the parts of one brief share: its numbered evidence, the names it uses, and its dates in one zone.
 * @param checklist of the same halt, as of `now`
 */
export function briefContext(
  halt: Halt,
  checklist: Checklist,
  { audience, now, timeZone }: ContextOptions,
): BriefContext {
  const dates = documentDates(halt.createdAt, timeZone);
  const clock = clockAt(dates.words, now);
  return {
    ...clock,
    halt,
    checklist,
    audience,
    book: openEvidenceBook(halt, clock),
    release: releaseWords(halt),
    closed: halt.status === "closed",
    times: dates.stated,
    now,
    timeZone,
  };
}

/** A sentence with the numbers of its evidence. */
export function said({ book }: BriefContext, text: string, ...keys: EvidenceKey[]): Span {
  const refs = book.refs(...keys);
  return refs.length === 0 ? { text } : { text, refs };
}

/** Something that is not known yet, set apart. */
export function open(text: string): Span {
  return { text, style: "open" };
}

/** Who took the item on and until when: `payments analyst, due Mon 30 Nov 15:00`; empty when nobody did. */
export function takenOn(context: BriefContext, item: EvidenceId): string {
  return takenOnWords(context.halt, item, context);
}
