import assert from "node:assert/strict";
import { invitation } from "../../src/brief/renderBrief";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { briefOf, now, section } from "../support/briefText";
import { completeInput, emptyInput } from "../support/halts";

describe("The meeting", () => {
  it("names who decides first, what each needs to decide, and the roles that nobody has yet", () => {
    const text = section(
      briefOf({ ...completeInput, stakeholders: completeInput.stakeholders?.slice(0, 1) }),
      "The meeting",
    );
    assert.match(text, /Mon 30 Nov 14:00, 15 minutes, room Teapot\./);
    assert.match(text, /\| --- \| --- \| --- \|\n\| head of product \| Decides \|/);
    assert.match(text, /\| Pia Placeholder \| Product \| decides the date \|/);
    assert.match(text, /\| \*not named yet\* \| Engineering lead \|/);
    assert.match(text, /\| \*not named yet\* \| Sponsor \(optional\) \|/);
    assert.match(section(briefOf(emptyInput), "The meeting"), /time is not set yet; 15 minutes/);
  });

  it("is called with the decider invited, owners informed and the finding in it", () => {
    const stakeholders: HaltInput["stakeholders"] = [
      { id: "o", name: "@till", role: "codeOwner" },
      { id: "p", name: "Pia Placeholder", role: "product" },
    ];
    const decision = { ...completeInput.decision, decider: "Pia Placeholder, head of product" };
    const halt = haltSchema.parse({ ...completeInput, stakeholders, decision });
    const text = invitation(halt, { now });
    assert.match(text, /^Subject: Go\/no-go 2\.4\.0 \(KETTLE-77\): The kettle shop/);
    assert.match(
      text,
      /^Who: Pia Placeholder, head of product \(decides\); engineering lead: not named yet$/m,
    );
    assert.match(text, /^For information: @till$/m);
    assert.match(text, /^What was found: A slow card payment/m);
    assert.match(text, /^Exposed now: .*would hit/m);
    assert.match(text, /^Severity: P1/m);
  });
});
