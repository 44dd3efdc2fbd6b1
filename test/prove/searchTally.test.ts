import assert from "node:assert/strict";
import { SearchTally } from "../../src/editor/searchTally";
import type { Outcome } from "../../src/prove/deciding";

const ends = { base: "v2.3.1", target: "main" };
const commit = "9f3c1ab4e2d05f6a7b8c9d0e1f2a3b4c5d6e7f80";

describe("What a search for the change tells of itself", () => {
  let now = 0;
  let tally: SearchTally;

  beforeEach(() => {
    now = 1000;
    tally = new SearchTally(ends, () => now);
  });

  /** A run that takes ten seconds. */
  function ran(kind: Outcome["kind"]): void {
    tally.add({ kind: "move", commit });
    now += 10_000;
    const outcome = kind === "unusable" ? { kind, why: "it was not found" } : { kind };
    tally.add({ kind: "run", commit, outcome, tried: new Map() });
  }

  const progress = (left: number, steps: number, confidence?: number): void => {
    tally.add({ kind: "progress", left, steps, commit, ...(confidence !== undefined && { confidence }) });
  };

  it("says that both ends come first, and how each run went", () => {
    assert.equal(tally.words(), "making sure that it shows at main and does not at v2.3.1");
    tally.add({ kind: "move", commit });
    assert.match(tally.words(), /; 9f3c1ab: running…$/);
    for (const [kind, words] of [
      ["failed", "the bug shows"],
      ["passed", "it does not"],
      ["unusable", "it told nothing"],
    ] as const) {
      ran(kind);
      assert.ok(tally.words().endsWith(`; 9f3c1ab: ${words}`), tally.words());
    }
  });

  it("says how much is left, by the time that its runs took, and how sure it is", () => {
    ran("failed");
    ran("passed");
    progress(48, 6);
    assert.match(tally.words(), /^48 commits left, about 6 more runs \(60 s\); /);
    progress(1, 1, 0.971);
    assert.match(tally.words(), /^1 commit left, 97\.1 % confidence, about 1 more run \(10 s\); /);
  });

  it("gives no time before a run of its own has ended, as where it goes on from what is known", () => {
    progress(12, 4);
    assert.equal(tally.words(), "12 commits left, about 4 more runs");
    ran("failed");
    assert.match(tally.words(), /^12 commits left, about 4 more runs \(40 s\); /);
  });

  it("goes on to the end and never back, also where more runs are needed than it seemed", () => {
    assert.equal(tally.increment(), 0);
    ran("failed");
    progress(48, 3);
    assert.equal(tally.increment(), 25);
    progress(48, 9);
    assert.equal(tally.increment(), 0);
    ran("passed");
    progress(1, 0);
    assert.equal(tally.increment(), 75);
  });
});
