import assert from "node:assert/strict";
import { proposedDraft } from "../../src/assess/proposedDraft";
import { haltSchema, type CommunicationDraft, type HaltInput } from "../../src/halt/schema/halt";
import { completeInput, emptyInput } from "../support/halts";

const now = "2026-11-30T14:00:00+01:00";
const kinds: readonly CommunicationDraft["kind"][] = [
  "internalStatus",
  "stakeholderNotice",
  "update",
  "customerNote",
  "decisionRecord",
];

const propose = (input: HaltInput, kind: CommunicationDraft["kind"], at = now) =>
  proposedDraft(haltSchema.parse(input), kind, { now: at });

describe("A proposed draft", () => {
  it("follows the record, and states nothing that it does not hold", () => {
    const status = propose(completeInput, "internalStatus") ?? "";
    assert.match(status, /900 to 2,600 users a day/);
    assert.doesNotMatch(status, /Not known yet/);
    const without = propose({ ...completeInput, impact: {} }, "internalStatus") ?? "";
    assert.doesNotMatch(without, /900/);
    assert.match(without, /Not known yet: what it does to users/);
    for (const kind of kinds) {
      assert.doesNotMatch(propose(emptyInput, kind) ?? "", /undefined|null|NaN|\[object/, kind);
    }
  });

  it("writes the time of a lift criterion as all others, with its date and zone", () => {
    const liftCriteria = [{ id: "lift-1", kind: "notBefore" as const, at: "2026-12-01T09:00:00+01:00" }];
    const text = propose({ ...completeInput, liftCriteria }, "update") ?? "";
    assert.match(text, /Open: It is Tue 1 Dec 2026 09:00 UTC\+01:00 or later\./);
  });

  it("tells in the notice when it is safe, when the fix is promised and which dates that touches", () => {
    const text = propose(completeInput, "stakeholderNotice") ?? "";
    assert.match(text, /safe by: tomorrow 14:00/);
    assert.match(text, /The fix, retested and deployed, is promised for Fri 4 Dec 2026 16:00/);
    assert.match(text, /Campaign start: Tue 1 Dec 2026 14:00/);
    assert.match(
      propose(completeInput, "stakeholderNotice", "2026-12-05T09:00:00+01:00") ?? "",
      /was promised for Fri 4 Dec 2026 16:00 UTC\+01:00; a new date is open/,
    );
  });

  it("hands over in the update: what happened last, what is open and who has it, what lifts the halt", () => {
    const text =
      propose(
        {
          ...completeInput,
          severity: {},
          assignments: { severity: { owner: "Ben Sample", due: "2026-11-30T15:00:00+01:00" } },
          timeline: [{ id: "event-1", at: "2026-11-30T13:05:00+01:00", by: "Ana Example", event: "placed" }],
          handovers: [{ id: "h", at: "2026-11-30T13:40:00+01:00", from: "Ana Example", to: "Ben Sample" }],
        },
        "update",
      ) ?? "";
    assert.match(text, /Mon 30 Nov 2026 13:05 UTC\+01:00, Ana Example: placed/);
    assert.match(text, /how severe it is by the policy: Ben Sample, due Mon 30 Nov 2026 15:00/);
    assert.match(text, /1 of 2 criteria met/);
    assert.match(text, /Handed over from Ana Example to Ben Sample/);
  });

  it("speaks to customers only when something reached them, without ids, money or causes", () => {
    assert.equal(propose(completeInput, "customerNote"), undefined);
    const out: HaltInput = { ...completeInput, rollout: { state: "complete" } };
    const note = propose(out, "customerNote") ?? "";
    assert.match(note, /a slow card payment is charged a second time/);
    assert.match(note, /We speak next on Mon 30 Nov 2026 18:00/);
    assert.doesNotMatch(note, /KETTLE-77|EUR|release\/2\.4|9f3c1ab|P1|Retry|Ana|none/);
    const heard = (text: string): HaltInput => ({
      ...completeInput,
      impact: { ...completeInput.impact, consequences: [{ id: "c", kind: "trust", text }] },
    });
    assert.notEqual(propose(heard("two customers complained by phone"), "customerNote"), undefined);
    assert.equal(propose(heard("no customer noticed so far"), "customerNote"), undefined);
  });

  it("records a decision once there is one: what, who, on which evidence, when it is looked at again", () => {
    assert.equal(propose(completeInput, "decisionRecord"), undefined);
    const decided: HaltInput = {
      ...completeInput,
      decision: {
        ...completeInput.decision,
        decided: "2.4.0 stays back until Friday",
        decidedBy: "Pia Placeholder",
        decidedAt: "2026-11-30T16:30:00+01:00",
        lookedAtAgain: "2026-12-01T09:00:00+01:00",
      },
    };
    const text = propose(decided, "decisionRecord") ?? "";
    assert.match(
      text,
      /2\.4\.0 stays back until Friday\. Decided by Pia Placeholder on Mon 30 Nov 2026 16:30/,
    );
    assert.match(text, /3 of 1,284 tests fail/);
    assert.match(text, /looked at again on Tue 1 Dec 2026 09:00/);
    const status = propose(decided, "internalStatus") ?? "";
    assert.doesNotMatch(status, /decides by/);
  });

  it("never speaks of a person's guilt", () => {
    for (const kind of kinds) {
      assert.doesNotMatch(propose(completeInput, kind) ?? "", /\b(?:blame|fault|rogue|obviously|always)\b/i);
    }
  });
});
