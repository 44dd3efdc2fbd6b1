import type { HaltInput } from "../../src/halt/schema/halt";
import { commit, completeProof } from "./haltProof";

const baseCommit = "1b2c3d4e5f60718293a4b5c6d7e8f9010a1b2c3d";

/** Only what the schema asks for. */
export const emptyInput: HaltInput = {
  version: 1,
  id: "2026-11-30-empty",
  title: "",
  status: "draft",
  createdAt: "2026-11-30T12:15:00+01:00",
};

/** The five fields of the short path. Ana Example and the Kettle shop are made up. */
export const shortInput: HaltInput = {
  version: 1,
  id: "2026-11-30-kettle-orders-twice",
  title: "The kettle shop takes every order twice when the till is slow",
  status: "draft",
  createdAt: "2026-11-30T12:15:00+01:00",
  createdBy: "Ana Example",
  release: "2.4.0",
  fallback: "Stay on 2.3.1.",
  targets: [{ id: "target-1", kind: "branch", name: "release/2.4", commit }],
  decision: { decider: "head of product", decideBy: "2026-11-30T17:00:00+01:00" },
  impact: { affected: "customers who pay by card" },
  observations: [
    { id: "observation-1", rung: "observed", at: "2026-11-30T12:15:00+01:00", by: "Ana Example", commit },
  ],
};

/** Every evidence item complete. All people, figures and systems are made up. */
export const completeInput: HaltInput = {
  ...shortInput,
  ...completeProof,
  id: "2026-11-30-kettle-orders-twice-full",
  status: "active",
  placement: { reason: "Customers would pay twice.", at: "2026-11-30T13:05:00+01:00", by: "Ana Example" },
  bug: { id: "KETTLE-77", url: "https://tracker.example/KETTLE-77" },
  rollout: { state: "notStarted", source: "release board" },
  base: {
    ref: "v2.3.1",
    kind: "tag",
    commit: baseCommit,
    version: "2.3.1",
    why: "newest tag that HEAD contains",
  },
  decision: {
    decider: "head of product",
    decideBy: "2026-11-30T17:00:00+01:00",
    ifNobodyDecides: "2.4.0 stays back",
    riskOwner: "head of product",
    abortThreshold: "more than 3 double orders in an hour",
    watchedBy: "till team on call",
  },
  impact: {
    affected: "customers who pay by card while the till is slow",
    functionality: "a slow card payment is charged a second time",
    workaround: "none",
    users: { low: 900, high: 2600, per: "day", source: "till log of last week" },
    money: [
      {
        id: "money-1",
        what: "refunds",
        low: 18000,
        high: 52000,
        currency: "EUR",
        per: "day",
        source: "mean basket times users",
      },
    ],
    consequences: [
      { id: "consequence-1", kind: "trust", text: "customers see money taken that they did not agree to" },
      { id: "consequence-2", kind: "duty", text: "the card scheme expects a report of wrong charges" },
    ],
    dutyToldTo: "payment compliance",
    dutyToldAt: "2026-11-30T13:30:00+01:00",
  },
  severity: {
    level: "P1",
    clause: "1.2",
    facts: "a second charge is booked, and the customer has no way around it",
    lowerIf: "the second charge would be taken back within the same minute",
    judgedBy: "Ana Example",
    judgedAt: "2026-11-30T12:50:00+01:00",
  },
  rollback: {
    to: "2.3.1",
    steps: [
      { id: "back-1", text: "Look through the 48 commits since v2.3.1 for what going back does not undo" },
      { id: "back-2", text: "Deploy v2.3.1 again, the way it was released" },
      { id: "back-3", text: "Run the reproduction steps on v2.3.1" },
    ],
    minutes: { low: 10, high: 14, source: "runbook of October" },
    pointsOfNoReturn: [{ id: "point-1", text: "The column `note` is dropped", path: "db/V3__drop_note.sql" }],
    owner: "till team on call",
  },
  remediation: {
    fixHours: { low: 4, high: 8 },
    retestHours: { low: 4, high: 6 },
    deployHours: { low: 1, high: 1 },
    promisedAt: "2026-12-04T16:00:00+01:00",
    leavesOut: "the refund retest, 6 of the hours",
    estimatedBy: "Ben Sample",
  },
  options: [
    {
      id: "option-1",
      kind: "shipAsIs",
      title: "ship today as it is",
      exposed: "900 to 2,600 customers a day",
      cost: "18,000 to 52,000 EUR a day in refunds",
      timeToSafe: "12 minutes back to 2.3.1",
      needs: "someone at the till log",
      risk: "customers pay twice",
      reversible: "partly",
    },
    {
      id: "option-2",
      kind: "killSwitch",
      title: "switch the retry off and ship tomorrow",
      exposed: "nobody, if the switch test passes",
      cost: "the campaign starts half a day late",
      timeToSafe: "tomorrow 14:00",
      needs: "the switch test by 11:00",
      risk: "the switch may not cover saved cards",
      reversible: "yes",
    },
    {
      id: "option-3",
      kind: "holdAndFix",
      title: "hold until the fix is retested",
      exposed: "nobody",
      cost: "the campaign moves, 4,000 EUR",
      timeToSafe: "Fri 4 Dec 16:00",
      needs: "14 working hours",
      risk: "one partner waits",
      reversible: "yes",
    },
    { id: "option-4", kind: "hotfix", ruledOut: "it would leave out the refund retest" },
  ],
  recommendation: {
    option: "option-2",
    ask: "Keep 2.4.0 back today and ship it tomorrow at 14:00 with the retry switched off.",
    why: "It gets the rest of the release out first and nobody pays twice.",
    against: "The campaign was promised for 09:00.",
    answer: "Half a day late costs less than the refunds of one hour.",
    shipIf: "the switch test passes by 11:00",
    costOfHolding: { low: 2000, high: 4000, currency: "EUR", source: "campaign plan" },
  },
  stakeholders: [
    { id: "person-1", name: "Pia Placeholder", role: "product", needs: "decides the date" },
    { id: "person-2", name: "Ed Fiction", role: "engineering", needs: "weighs the hotfix" },
    { id: "person-3", name: "Sue Invented", role: "sponsor" },
  ],
  meeting: { at: "2026-11-30T14:00:00+01:00", minutes: 15, place: "room Teapot" },
  communication: {
    nextUpdate: "2026-11-30T18:00:00+01:00",
    drafts: [
      {
        id: "draft-1",
        kind: "internalStatus",
        audience: "team and support",
        channel: "chat",
        owner: "Ana Example",
        at: "2026-11-30T14:30:00+01:00",
        text: "2.4.0 is on hold.\nSlow card payments are charged twice. Next word at 18:00.",
      },
      {
        id: "draft-2",
        kind: "stakeholderNotice",
        audience: "campaign partner",
        channel: "mail",
        owner: "Pia Placeholder",
        at: "2026-11-30T17:30:00+01:00",
        text: "The campaign starts half a day later, tomorrow at 14:00.",
      },
    ],
  },
  liftCriteria: [
    {
      id: "lift-1",
      text: "The switch test passes",
      met: true,
      metBy: "Ben Sample",
      metAt: "2026-12-01T10:40:00+01:00",
    },
    { id: "lift-2", text: "The till log of one hour shows no double charge" },
  ],
  commitments: [
    {
      id: "commitment-1",
      text: "Campaign start",
      owner: "Pia Placeholder",
      at: "2026-12-01T14:00:00+01:00",
      firmness: "target",
    },
  ],
  trackRecord: {
    estimates: [{ id: "estimate-1", text: "2.3.1 was estimated at 10 hours and took 12", hours: 12 }],
  },
};
