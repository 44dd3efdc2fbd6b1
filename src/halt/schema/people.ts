import * as z from "zod";
import { instant, itemId, text } from "./common";

export const stakeholder = z.looseObject({
  id: itemId,
  name: text.optional(),
  role: z
    .enum([
      "product",
      "engineering",
      "sponsor",
      "releaseManager",
      "support",
      "onCall",
      "codeOwner",
      "legal",
      "security",
      "other",
    ])
    .optional(),
  needs: text.optional(),
  /** Where the name came from, as in `CODEOWNERS`. */
  source: text.optional(),
});

export const meeting = z.looseObject({
  at: instant.optional(),
  minutes: z.number().int().positive().optional(),
  place: text.optional(),
});

export const decision = z.looseObject({
  /** Who decides. */
  decider: text.optional(),
  decideBy: instant.optional(),
  /** What happens if nobody decides in time. */
  ifNobodyDecides: text.optional(),
  decided: text.optional(),
  decidedBy: text.optional(),
  decidedAt: instant.optional(),
  reason: text.optional(),
  lookedAtAgain: instant.optional(),
  /** Who accepts the risk if the release ships anyway. */
  riskOwner: text.optional(),
  abortThreshold: text.optional(),
  watchedBy: text.optional(),
});

const communicationDraft = z.looseObject({
  id: itemId,
  kind: z.enum(["internalStatus", "stakeholderNotice", "update", "customerNote", "decisionRecord"]),
  audience: text.optional(),
  channel: text.optional(),
  owner: text.optional(),
  at: instant.optional(),
  text: text.optional(),
});

export const communication = z.looseObject({
  nextUpdate: instant.optional(),
  drafts: z.array(communicationDraft).default([]),
});

export const commitment = z.looseObject({
  id: itemId,
  text: text.optional(),
  owner: text.optional(),
  at: instant.optional(),
  /** How hard it is. */
  firmness: z.enum(["fixed", "target", "wish"]).optional(),
});

export const followUp = z.looseObject({
  id: itemId,
  text: text.optional(),
  owner: text.optional(),
  due: instant.optional(),
  done: z.boolean().optional(),
});

/** Recorded, not authenticated. */
export const approval = z.looseObject({
  id: itemId,
  by: text,
  at: instant,
  what: text.optional(),
});

export const handover = z.looseObject({
  id: itemId,
  at: instant,
  from: text.optional(),
  to: text.optional(),
  note: text.optional(),
});
