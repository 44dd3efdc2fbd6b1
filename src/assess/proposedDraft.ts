import type { CommunicationDraft, Halt } from "../halt/schema/halt";
import { messageClock, type Clock } from "./clock";
import { customerNote } from "./drafts/customerNote";
import { decisionRecord } from "./drafts/decisionRecord";
import { internalStatus } from "./drafts/internalStatus";
import { stakeholderNotice } from "./drafts/stakeholderNotice";
import { update } from "./drafts/update";

/** Each kind of draft, from the record alone; undefined while the record does not hold what the draft is for. */
const proposals: Readonly<
  Record<CommunicationDraft["kind"], (halt: Halt, clock: Clock) => readonly string[] | undefined>
> = { internalStatus, stakeholderNotice, update, customerNote, decisionRecord };

/**
 * The text that the record itself proposes for a draft without one, as plain lines. It states what the record holds and
 * names what it does not; it changes with the record, so it never contradicts it.
 * @param options `timeZone` an IANA name (the times' own offsets by default), `now` ISO 8601
 * @returns undefined where there is nothing to say: no decision yet, or customers have not noticed anything
 */
export function proposedDraft(
  halt: Halt,
  kind: CommunicationDraft["kind"],
  options: { readonly timeZone?: string | undefined; readonly now: string },
): string | undefined {
  const lines = proposals[kind](halt, messageClock(options));
  return lines?.filter((line) => line !== "").join("\n");
}

/** The text of a draft: its own, else the proposed one with that said. */
export function draftText(
  halt: Halt,
  draft: CommunicationDraft,
  options: { readonly timeZone?: string | undefined; readonly now: string },
): { readonly text: string; readonly proposed: boolean } | undefined {
  const own = draft.text?.trim() ?? "";
  if (own !== "") return { text: own, proposed: false };
  const text = proposedDraft(halt, draft.kind, options);
  return text === undefined ? undefined : { text, proposed: true };
}
