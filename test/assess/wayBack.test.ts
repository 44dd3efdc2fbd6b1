import assert from "node:assert/strict";
import { fallbackTo, wayBack, wayBackIntents, type ReleasedState } from "../../src/assess/wayBack";
import { applyIntents } from "../../src/halt/applyIntent";
import { readHalt } from "../../src/halt/readHalt";
import { haltSchema } from "../../src/halt/schema/halt";
import { emptyInput } from "../support/halts";

const commit = "9f3c1ab4e2d05f6a7b8c9d0e1f2a3b4c5d6e7f80";
const before: ReleasedState = {
  ...{ ref: "v2.3.1", kind: "tag", commit: "1b2c3d4e5f60718293a4b5c6d7e8f9010a1b2c3d" },
  ...{ version: "2.3.1", to: commit, commits: 48 },
};
const after: ReleasedState = {
  ...{ ref: "v2.2.0", kind: "tag", commit: "2b2c3d4e5f60718293a4b5c6d7e8f9010a1b2c3d" },
  ...{ version: "2.2.0", to: commit, commits: 90 },
};

describe("The way back", () => {
  let ids = 0;
  const newId = (prefix: string): string => `${prefix}-${(ids += 1)}`;
  const drafted = haltSchema.parse({
    ...emptyInput,
    fallback: fallbackTo(before),
    rollback: wayBack(before, newId),
  });

  it("follows the base when another one is chosen", () => {
    const applied = applyIntents(JSON.stringify(drafted), wayBackIntents(drafted, before, after));
    assert.ok(applied.ok);
    const read = readHalt(applied.text);
    assert.ok(read.ok);
    const { fallback, rollback } = read.halt;
    assert.equal(fallback, fallbackTo(after));
    assert.equal(rollback.to, "2.2.0");
    assert.match(rollback.steps[0]?.text ?? "", /90 commits since v2\.2\.0/);
    assert.equal(rollback.steps[0]?.command, `git log --oneline ${after.commit}..${commit}`);
    assert.ok(!applied.text.includes("2.3.1"));
  });

  it("stays where a person wrote their own words", () => {
    const own = haltSchema.parse({
      ...drafted,
      fallback: "Sell by telephone",
      rollback: { to: "the warm standby", steps: [{ id: "s", text: "Call the till team" }] },
    });
    assert.deepEqual(wayBackIntents(own, before, after), []);
  });

  it("is proposed where there was none", () => {
    const none = haltSchema.parse(emptyInput);
    const applied = applyIntents(JSON.stringify(none), wayBackIntents(none, undefined, after));
    assert.ok(applied.ok);
    const read = readHalt(applied.text);
    assert.ok(read.ok);
    assert.equal(read.halt.rollback.steps.length, 3);
    assert.equal(read.halt.rollback.to, "2.2.0");
  });
});
