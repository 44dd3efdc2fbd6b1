import assert from "node:assert/strict";
import { conclude, noRelease, type StoppingHalt } from "../../src/gate/releaseVerdict";

describe("The verdict on a release", () => {
  it("counts a halt once that stands in two states of the ledger", () => {
    const halt: StoppingHalt = {
      ...{ path: null, id: "a", title: "Orders twice", reason: "Customers pay twice", release: null },
      ...{ shared: true, mode: "halted", by: null, since: null, lifts: [] },
    };
    const release = { ref: "refs/tags/v2", commit: undefined, component: undefined, environment: undefined };
    const found = { ...noRelease, isRelease: true, active: [halt, { ...halt, reason: "Seen before" }] };
    const { active, line } = conclude(release, {}, found);
    assert.equal(active.length, 1);
    assert.equal(line, "The release is halted: Orders twice.");
  });
});
