import assert from "node:assert/strict";
import { countWords } from "../../src/assess/textLength";
import type { HaltInput } from "../../src/halt/schema/halt";
import { briefOf, labelled } from "../support/briefText";
import { completeInput, emptyInput, shortInput } from "../support/halts";

const wordy = "Many words stand here one after another. ".repeat(60);

describe("The opening statement", () => {
  it("stays under sixty words, whatever was written", () => {
    const long: HaltInput = {
      ...completeInput,
      release: wordy,
      title: wordy,
      bug: { id: wordy },
      impact: { functionality: wordy, affected: wordy },
      severity: { level: wordy, clause: wordy },
      recommendation: { ask: wordy },
    };
    for (const input of [completeInput, shortInput, emptyInput, long]) {
      for (const audience of ["product", "engineering", "full"] as const) {
        const words = labelled(briefOf(input, { audience }), "To open with");
        assert.ok(countWords(words) > 10 && countWords(words) < 60, `${countWords(words)}: ${words}`);
      }
    }
  });

  it("thanks, and names release, bug, finding, users, severity and recommendation", () => {
    const words = labelled(briefOf(completeInput), "To open with");
    assert.match(
      words,
      /^Thank you .* 2\.4\.0 \(KETTLE-77\) .*charged a second time; it would hit 900 to 2,600 users a day; .* P1, clause 1\.2\. We recommend: switch the retry off/,
    );
  });
});

describe("The level that is spoken of", () => {
  const words = (policy?: string) => {
    const severity = { ...completeInput.severity, ...(policy !== undefined && { policy }) };
    return briefOf({ ...completeInput, severity });
  };

  it("is the policy's where the team has adopted one, else the caller's judgement, with its clause", () => {
    const [own, adopted] = [words(), words("Kettle policy")];
    assert.match(labelled(own, "To open with"), /in my judgement it is P1, clause 1\.2\./);
    assert.match(labelled(own, "Why"), /Severity: P1 by the default policy, clause 1\.2, "Money is taken/);
    assert.match(labelled(own, "Why"), /the caller's judgement until the team adopts a policy/);
    assert.match(labelled(adopted, "To open with"), /by the policy it is P1, clause 1\.2\./);
    assert.match(labelled(adopted, "Why"), /Severity: P1 by Kettle policy, clause 1\.2/);
  });
});
