import assert from "node:assert/strict";
import { announcement } from "../../src/assess/announcement";
import { assessHalt } from "../../src/assess/assessHalt";
import { invitation, renderBrief } from "../../src/brief/renderBrief";
import type { BriefAudience } from "../../src/halt/briefView";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { completeInput } from "../support/halts";

const now = "2026-12-02T10:00:00+01:00";
const at = "2026-12-01T16:40:00+01:00";
const audiences: readonly BriefAudience[] = ["short", "executive", "product", "engineering", "full"];

const closed = (outcome: Partial<NonNullable<HaltInput["outcome"]>>, more: Partial<HaltInput> = {}) =>
  haltSchema.parse({
    ...completeInput,
    status: "closed",
    outcome: { kind: "lifted", reason: "the fix passed its retest", at, ...outcome },
    ...more,
  });

function brief(halt: ReturnType<typeof closed>, audience: BriefAudience): string {
  return renderBrief(halt, assessHalt(halt, { now }), { audience, format: "markdown", now });
}

describe("The brief of a closed halt", () => {
  it("says how it ended and argues for nothing", () => {
    const halt = closed({ by: "Pia Placeholder" });
    for (const audience of audiences) {
      const text = brief(halt, audience);
      assert.match(
        text,
        /\*\*Outcome\.\*\* Lifted by Pia Placeholder on Tue 1 Dec 16:40: the fix passed/,
        audience,
      );
      assert.doesNotMatch(
        text,
        /\*\*Ask\.|\(recommended\)|Yes, if|Not known yet|Next update|Our answer|decides by|Still open/,
        audience,
      );
    }
    assert.match(brief(halt, "full"), /\*\*Options weighed\.\*\*/);
  });

  it("names the fix of a lifted one, the risk of an overruled one, what replaced a superseded one", () => {
    const fixed = closed({}, { cause: { fixReference: "change 1210" } });
    assert.match(brief(fixed, "executive"), /The fix: change 1210\./);
    const overruled = closed({ kind: "overruled", by: "Pia Placeholder" });
    assert.match(
      brief(overruled, "short"),
      /Risk accepted by: head of product\. Stop at: more than 3 double orders in an hour\. Watched by: till team/,
    );
    const silent = closed({ kind: "overruled" }, { decision: {} });
    assert.match(brief(silent, "short"), /Who accepted the risk is not written down/);
    assert.match(
      brief(closed({ kind: "superseded", supersededBy: "halt 12" }), "full"),
      /Replaced by halt 12\./,
    );
  });

  it("says in short who halted it and when", () => {
    assert.match(
      brief(closed({}), "short"),
      /Halted by Ana Example on Mon 30 Nov 13:05: Customers would pay twice/,
    );
  });

  it("invites to no go/no-go, and announces that the release goes on", () => {
    const halt = closed({ by: "Pia Placeholder" });
    const mail = invitation(halt, { now });
    assert.match(mail, /^Subject: No go\/no-go needed/);
    assert.match(mail, /Lifted by Pia Placeholder/);
    assert.doesNotMatch(mail, /Agenda|What is asked/);
    const lines = announcement(halt).split("\n");
    assert.equal(lines[0], "2.4.0 (release/2.4 at 9f3c1ab) may go on: the halt is lifted.");
    assert.match(lines[2] ?? "", /^It was halted because of this: The kettle shop/);
    assert.match(
      announcement(closed({ kind: "overruled" })),
      /Stop at: more than 3 double orders in an hour\.\nWatched by/,
    );
  });
});
