import assert from "node:assert/strict";
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
});
