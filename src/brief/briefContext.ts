import { dateWords } from "../assess/dateWords";
import { releaseWords } from "../assess/targetWords";
import type { BriefAudience, Span } from "../halt/briefView";
import type { Checklist } from "../halt/checklist";
import type { EvidenceId } from "../halt/evidence";
import type { Halt } from "../halt/schema/halt";
import { openEvidenceBook, type EvidenceBook, type EvidenceKey } from "./evidenceBook";

/** What every part of a brief is built from. */
export interface BriefContext {
  readonly halt: Halt;
  readonly checklist: Checklist;
  readonly audience: BriefAudience;
  readonly book: EvidenceBook;
  /** The release as people call it, for use within a sentence. */
  readonly release: string;
  /** A time in words, in the zone of the brief. */
  readonly when: (iso: string) => string;
}

/** @param timeZone IANA name; the times' own offsets by default */
export function briefContext(
  halt: Halt,
  checklist: Checklist,
  { audience, timeZone }: { audience: BriefAudience; timeZone?: string | undefined },
): BriefContext {
  const when = (iso: string) => dateWords(iso, timeZone);
  return { halt, checklist, audience, book: openEvidenceBook(halt, when), release: releaseWords(halt), when };
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

/** Who took the item on and until when: `payments analyst, due Mon 30 Nov 2026 15:00 CET`; empty when nobody did. */
export function takenOn({ checklist, when }: BriefContext, item: EvidenceId): string {
  const { owner, due } = checklist.items.find(({ id }) => id === item) ?? {};
  return [owner ?? "", due === undefined ? "" : `due ${when(due)}`].filter((part) => part !== "").join(", ");
}
