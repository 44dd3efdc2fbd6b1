import assert from "node:assert/strict";
import type { Verification } from "../../src/halt/schema/halt";
import { stepWords } from "../../src/assess/stepWords";

describe("How the command of a step went", () => {
  it("is told in a line, and not at all for a step that was only written", () => {
    assert.equal(
      stepWords({ id: "step-1", command: "npm test", folder: "till", exitCode: 1, durationMs: 12_300 }),
      "in till, exit code 1, ran 12 s",
    );
    assert.equal(
      stepWords({ id: "step-1", command: "npm test", folder: ".", outputNotCaptured: true }),
      "exit code unknown, output not captured",
    );
    assert.equal(stepWords({ id: "step-1", text: "Open the cart" }), "");
  });

  it("is told as not run for a command that was only written, unless a verification ran it", () => {
    const step = { id: "step-1", command: "npm test", folder: "till" };
    assert.equal(stepWords(step), "in till, not run");
    const captured = { at: "2026-11-25T09:13:37Z", from: "terminal" };
    assert.equal(stepWords({ ...step, captured }), "in till, exit code unknown");
    assert.equal(stepWords({ ...step, captured: { ...captured, from: "src/till.ts" } }), "in till, not run");
    const verification: Verification = {
      ...{ id: "verification-1", at: captured.at, command: "npm test", decidedBy: { kind: "exitCode" } },
      ...{ asked: 1, durationMs: 1000, commits: [] },
    };
    assert.equal(stepWords(step, [verification]), "in till");
  });
});
