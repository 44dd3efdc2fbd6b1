import assert from "node:assert/strict";
import { assessHalt } from "../../src/assess/assessHalt";
import { verdictTitle } from "../../src/assess/verdictTitle";
import { verifyLabel } from "../../src/assess/verifyOffer";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { completeInput } from "../support/halts";

const at = "2026-11-30T12:40:00+01:00";
const commit = completeInput.targets?.[0]?.commit ?? "";

type Verified = NonNullable<NonNullable<HaltInput["reproduction"]>["verifications"]>[number];

function verified(by: string, ranAt = commit): Verified {
  return {
    ...{ id: `verification-${by}`, at, by, command: "npm test", decidedBy: { kind: "exitCode" } },
    ...{ asked: 5, durationMs: 900 },
    commits: [
      { ref: "release/2.4", commit: ranAt, role: "target", runs: 5, failures: 5, unusable: 0 },
      { ref: "v2.3.1", commit: "1".repeat(40), role: "base", runs: 5, failures: 0, unusable: 0 },
    ],
  };
}

function haltWith(verifications: readonly Verified[], more: Partial<HaltInput> = {}) {
  const steps = [{ id: "step-1", text: "Run the tests", command: "npm test" }];
  const reproduction = { steps, expected: "one order", actual: "two", verifications: [...verifications] };
  return haltSchema.parse({ ...completeInput, reproduction, ...more });
}

function itemOf(halt: ReturnType<typeof haltWith>, me?: string) {
  const facts = { now: at, ...(me !== undefined && { me }) };
  const item = assessHalt(halt, facts).items.find(({ id }) => id === "reproduction");
  return [item?.state, item?.next, item?.action];
}

describe("The next action of a reproduction that is whole", () => {
  it("is to verify it, where a step has a command, and it stays complete", () => {
    assert.deepEqual(itemOf(haltWith([])), ["complete", "Verify", "verify"]);
    const noCommand = haltWith([]).reproduction.steps.map(({ id, text }) => ({ id, text: text ?? "" }));
    const reproduction = { steps: noCommand, expected: "one order", actual: "two" };
    assert.deepEqual(itemOf(haltWith([], { reproduction })), ["complete", "", undefined]);
  });

  it("is to confirm what somebody else ran, and nothing where it was oneself", () => {
    const halt = haltWith([verified("Ana Example")]);
    assert.deepEqual(itemOf(halt, "Ben Sample"), ["complete", "Confirm on my machine", "verify"]);
    assert.deepEqual(itemOf(halt, "Ana Example"), ["complete", "", undefined]);
    assert.deepEqual(itemOf(halt), ["complete", "", undefined]);
    assert.equal(verifyLabel(halt, "Ana Example"), "Verify again");
    const both = haltWith([verified("Ana Example"), verified("Ben Sample")]);
    assert.equal(verifyLabel(both, "Ben Sample"), "Verify again");
    assert.equal(verifyLabel(both, "Ana Example"), "Confirm on my machine");
  });

  it("is to verify again once the target is at another commit", () => {
    assert.deepEqual(itemOf(haltWith([verified("Ana Example", "e".repeat(40))]), "Ana Example"), [
      ...["stale", "Verify again", "verify"],
    ]);
  });

  it("is none when the halt has ended", () => {
    const closed = {
      status: "closed",
      outcome: { kind: "withdrawn", at, reason: "It was the stage's clock" },
    } as const;
    assert.deepEqual(itemOf(haltWith([], closed)), ["complete", "", undefined]);
  });
});

describe("The verdict in a few words", () => {
  it("names the base where it tells of it", () => {
    const [run] = haltWith([verified("Ana Example")]).reproduction.verifications;
    assert.ok(run);
    assert.equal(verdictTitle(run), "Regression since v2.3.1");
    assert.equal(verdictTitle({ commits: [] }), "Could not be run");
  });
});
