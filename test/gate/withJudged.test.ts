import assert from "node:assert/strict";
import { assessHalt } from "../../src/assess/assessHalt";
import { withJudged } from "../../src/gate/criteria/withJudged";
import { haltSchema, type Halt } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";

const verdict = { id: "second", words: "a second person approves", met: true, why: "Approved by Ben." };
const line = (one: Halt): string => assessHalt(one, { now: "2026-11-30T14:00:00+01:00" }).line;
const halt = (status: Halt["status"]): Halt =>
  haltSchema.parse({ ...shortInput, status, liftCriteria: [{ id: "second", kind: "approval" }] });

describe("The checklist of an active halt", () => {
  it("counts a criterion as met that was looked up and is, as the gate does", () => {
    const active = halt("active");
    assert.match(line(withJudged(active, undefined)), /To lift: 0 of 1 criterion met/);
    assert.match(line(withJudged(active, [verdict])), /Ready to lift\./);
    assert.match(line(withJudged(active, [{ ...verdict, met: false }])), /0 of 1 criterion met/);
  });

  it("leaves a closed halt as it ended", () => {
    const closed = halt("closed");
    assert.equal(withJudged(closed, [verdict]), closed);
  });
});
