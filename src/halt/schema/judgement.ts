import * as z from "zod";
import { commitId, figure, instant, itemId, range, text } from "./common";

export const impact = z.looseObject({
  /** Who is hit, in words. */
  affected: text.optional(),
  functionality: text.optional(),
  workaround: text.optional(),
  users: range.extend({ per: z.enum(["total", "hour", "day", "week", "month"]).optional() }).prefault({}),
  /** Money at stake when the release ships as it is. */
  money: z
    .array(
      range.extend({ id: itemId, what: text.optional(), currency: text.optional(), per: text.optional() }),
    )
    .default([]),
  consequences: z
    .array(
      z.looseObject({
        id: itemId,
        kind: z.enum(["trust", "reputation", "duty", "other"]),
        text: text.optional(),
      }),
    )
    .default([]),
  /** Legal, security and regulatory duties: who was told, and when. */
  dutyToldTo: text.optional(),
  dutyToldAt: instant.optional(),
});

export const severity = z.looseObject({
  level: text.optional(),
  clause: text.optional(),
  /** The words of the clause as they stood when it was chosen: a policy changes, and a reader may not have it. */
  clauseText: text.optional(),
  /** The facts that meet the clause. */
  facts: text.optional(),
  /** What would have to be true for a lower level. */
  lowerIf: text.optional(),
  policy: text.optional(),
  judgedBy: text.optional(),
  judgedAt: instant.optional(),
});

export const rollbackPlan = z.looseObject({
  /** The released version to go back to. */
  to: text.optional(),
  steps: z.array(z.looseObject({ id: itemId, text: text.optional(), command: text.optional() })).default([]),
  /** In production, by a runbook or a drill; never from a scratch re-run. */
  minutes: range.prefault({}),
  pointsOfNoReturn: z
    .array(z.looseObject({ id: itemId, text: text.optional(), path: text.optional() }))
    .default([]),
  owner: text.optional(),
});

/** Working hours, each a range from P50 (`low`) to P85 (`high`). */
export const remediation = z.looseObject({
  fixHours: range.prefault({}),
  retestHours: range.prefault({}),
  deployHours: range.prefault({}),
  /** The date that is promised: the cautious, P85 one. */
  promisedAt: instant.optional(),
  leavesOut: text.optional(),
  estimatedBy: text.optional(),
});

export const option = z.looseObject({
  id: itemId,
  kind: z.enum([
    "shipAsIs",
    "killSwitch",
    "dropAndRecut",
    "canary",
    "hotfix",
    "holdAndFix",
    "rollBack",
    "stopSpread",
    "other",
  ]),
  title: text.optional(),
  exposed: text.optional(),
  cost: text.optional(),
  timeToSafe: text.optional(),
  needs: text.optional(),
  risk: text.optional(),
  reversible: z.enum(["yes", "no", "partly"]).optional(),
  /** The option is not possible here, and why. */
  ruledOut: text.optional(),
});

export const recommendation = z.looseObject({
  /** The id of an option. */
  option: itemId.optional(),
  ask: text.optional(),
  why: text.optional(),
  /** The strongest argument against it, and its answer. */
  against: text.optional(),
  answer: text.optional(),
  /** "Yes, if": under which conditions shipping is fine. */
  shipIf: text.optional(),
  costOfHolding: range.extend({ currency: text.optional(), per: text.optional() }).prefault({}),
});

/** A criterion that must hold before the halt is lifted. */
/**
 * What must be true before the halt is lifted. Without a `kind` it is what a person states to be met; the others are
 * looked up anew each time.
 */
export const liftCriterion = z.looseObject({
  id: itemId,
  kind: z.enum(["stated", "approval", "notBefore", "change", "tests", "reproduction"]).optional(),
  text: text.optional(),
  /** Of a named change. */
  commit: commitId.optional(),
  /** The earliest time. */
  at: instant.optional(),
  /** Of the tests that must pass. */
  names: z.array(text).optional(),
  /** How often the reproduction must pass in a row. */
  runs: z.number().int().positive().optional(),
  met: z.boolean().optional(),
  metBy: text.optional(),
  metAt: instant.optional(),
});

export const assignment = z.looseObject({ owner: text.optional(), due: instant.optional() });

export const trackRecord = z.looseObject({
  estimates: z.array(z.looseObject({ id: itemId, text, hours: figure.optional() })).default([]),
});
