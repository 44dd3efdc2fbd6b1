import assert from "node:assert/strict";
import { countWords } from "../../src/assess/textLength";
import { briefOf, labelled, section } from "../support/briefText";
import { completeInput, shortInput } from "../support/halts";

const wordy = "Many words stand here one after another. ".repeat(60);

describe("The short brief", () => {
  it("cuts what was observed before the ask and the decision", () => {
    const text = briefOf(
      { ...completeInput, impact: { functionality: wordy, affected: wordy } },
      { audience: "short" },
    );
    assert.match(labelled(text, "Ask"), /with the retry switched off\.$/);
    assert.match(labelled(text, "Decision"), /2\.4\.0 stays back\.$/);
    assert.match(labelled(text, "Observed"), /another\. …$/);
    assert.ok(countWords(text) <= 150);
  });

  it("holds users and severity where there is room, and no number that leads nowhere", () => {
    const text = briefOf(completeInput, { audience: "short" });
    assert.match(labelled(text, "Observed"), /900 to 2,600 users a day\. Severity: P1, clause 1\.2\./);
    assert.doesNotMatch(text, /\[\d/);
  });
});

describe("The executive page", () => {
  it("begins with who is exposed, cuts long texts with a mark, and holds no percentiles", () => {
    const text = briefOf(
      { ...completeInput, fallback: wordy, confidentiality: "internal" },
      { audience: "executive" },
    );
    const labels = [...text.matchAll(/^\*\*([^*]+)\.\*\*/gm)].map(([, label]) => label);
    assert.deepEqual(labels.slice(0, 4), ["Exposed now", "Ask", "The fix itself", "Why"]);
    assert.match(labelled(text, "Ask"), /another\. …/);
    assert.ok(countWords(labelled(text, "Ask")) < 90);
    assert.match(labelled(text, "About this halt"), /Internal use only\./);
    assert.doesNotMatch(text, /P50|P85|interval|percentile/);
  });

  it("goes on with the sponsor's questions, and shows each row that it cites", () => {
    const text = briefOf(completeInput, { audience: "executive" });
    assert.match(section(text, "Questions you will hear"), /What do you need from me\?/);
    assert.doesNotMatch(text, /Can we not hotfix it/);
    const cited = [...text.matchAll(/\[(\d+(?:, \d+)*)\]/g)].flatMap(([, list = ""]) => list.split(", "));
    for (const number of cited)
      assert.match(section(text, "Evidence"), new RegExp(`^\\| ${number} \\|`, "m"));
    assert.ok(cited.includes("6"), "money");
  });

  it("asks nobody there for the chores of inviting and telling", () => {
    assert.doesNotMatch(
      labelled(briefOf(shortInput, { audience: "executive" }), "Not known yet"),
      /meeting|told/i,
    );
  });
});
