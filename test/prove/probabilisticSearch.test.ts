import assert from "node:assert/strict";
import * as fc from "fast-check";
import { beliefOf, gainOf, likeliest, type Evidence } from "../../src/prove/changeBelief";
import { simulateSearch } from "../support/simulateSearch";

/** In a line of commits, the newest first, as `git rev-list` has them. */
function at(commit: number, failures: number, passes: number): Evidence {
  return { failures, passes, holds: (candidate) => candidate >= commit };
}

describe("What runs make of the commits", () => {
  it("is as likely for one as for another before the first run", () => {
    assert.deepEqual(
      beliefOf(4, []).chance.map((chance) => Number(chance.toFixed(6))),
      [0.25, 0.25, 0.25, 0.25],
    );
  });

  it("moves to the commits that a failed run holds, and less so away from those of a run that passed", () => {
    const failed = beliefOf(4, [at(0, 3, 2), at(2, 1, 0)]).chance;
    const passed = beliefOf(4, [at(0, 3, 2), at(2, 0, 1)]).chance;
    const older = ([, , one = 0, other = 0]: readonly number[]): number => one + other;
    assert.ok(older(failed) > 0.9, String(failed));
    assert.ok(older(passed) < 0.5 && older(passed) > 0.2, String(passed));
  });

  it("is worked out as by hand: two commits, one failure and one pass at the newer, a pass at the older", () => {
    // With it in the newer: 1 failure and 1 pass after it, 1 pass before it. With it in the older: 1 failure and 2 passes after it.
    const newer = 0.1 * (1 / 6) * (0.9 + 0.1 * (9 / 10));
    const older = 0.1 * (1 / 12);
    const { chance } = beliefOf(2, [at(0, 1, 1), at(1, 0, 1)]);
    assert.ok(Math.abs((chance[0] ?? 0) - newer / (newer + older)) < 1e-9, String(chance));
  });

  it("is a distribution, whatever was seen, and no run is expected to tell less than nothing", () => {
    const seen = fc.array(fc.tuple(fc.nat(9), fc.nat(400), fc.nat(400)), { maxLength: 12 });
    fc.assert(
      fc.property(seen, fc.nat(9), (runs, next) => {
        const belief = beliefOf(
          10,
          runs.map((run) => at(...run)),
        );
        const sum = belief.chance.reduce((one, other) => one + other, 0);
        assert.ok(Math.abs(sum - 1) < 1e-9);
        for (const rate of [...belief.chance, ...belief.failsWith, ...belief.failsWithout])
          assert.ok(rate >= 0 && rate <= 1 + 1e-9, String(rate));
        const gain = gainOf(belief)((candidate) => candidate >= next);
        assert.ok(gain >= 0 && gain <= 1, String(gain));
      }),
    );
  });

  it("asks first for a run that halves them, when the bug shows every time", () => {
    const belief = beliefOf(16, [at(0, 4, 0)]);
    const gainAt = gainOf(belief);
    const gains = Array.from({ length: 16 }, (_, commit) => gainAt((candidate) => candidate >= commit));
    const best = gains.indexOf(Math.max(...gains));
    assert.ok(Math.abs(best - 8) <= 1, String(best));
  });

  it("has no likeliest among none", () => {
    assert.equal(likeliest(beliefOf(0, [])), undefined);
  });
});

describe("A probabilistic search", () => {
  it("finds the change for most bugs that show in three runs of ten, as sure as it says", async () => {
    const found = await Promise.all(
      Array.from({ length: 12 }, async (_, seed) => simulateSearch({ seed, commits: 60, rate: 0.3 })),
    );
    assert.ok(found.every(({ confidence, kind }) => kind === "one" && confidence >= 0.95));
    assert.ok(found.filter(({ isRight }) => isRight).length >= 10);
  });

  it("finds also the oldest of all, which only runs at the base tell from a bug that was there before", async () => {
    const oldest = { seed: 98, commits: 200, rate: 0.3, change: 199, maxRuns: 400 };
    const { kind, isRight, runs } = await simulateSearch(oldest);
    assert.deepEqual({ kind, isRight }, { kind: "one", isRight: true }, `${runs}`);
  });

  it("names those that it cannot tell apart, where what lies between cannot be run", async () => {
    const found = await simulateSearch({
      seed: 3,
      commits: 40,
      rate: 0.5,
      unusable: [17, 18, 19],
      change: 18,
    });
    assert.equal(found.kind, "several");
    // The last that can be run and does not hold it is 20, the first that does is 16.
    assert.deepEqual(
      found.commits.toSorted((one, other) => Number(one) - Number(other)),
      ["16", "17", "18", "19"],
    );
  });

  it("says what is left when its runs are used up", async () => {
    const found = await simulateSearch({ seed: 5, commits: 200, rate: 0.3, maxRuns: 4 });
    assert.equal(found.kind, "runsOut");
    assert.ok(found.commits.length > 20 && found.confidence >= 0.95);
  });
});
