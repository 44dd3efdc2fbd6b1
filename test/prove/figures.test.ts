import assert from "node:assert/strict";
import * as fc from "fast-check";
import { fisherExact } from "../../src/prove/fisherExact";
import { wilsonInterval } from "../../src/prove/wilsonInterval";

/** Newcombe 1998, table I, method 3. */
const intervals = [
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
] as const;

/** From the literature, as R prints them: the tea of Fisher 1935, his twins, and what five runs of each tell. */
const tables = [
  [3, 4, 1, 4, 0.4857],
  [4, 4, 0, 4, 0.02857],
  [10, 13, 2, 17, 0.0005367],
  [5, 5, 0, 5, 0.007937],
  [1, 1, 0, 1, 1],
  [3, 3, 0, 3, 0.1],
] as const;

describe("The figures of a verification", () => {
  for (const [failures, runs, low, high] of intervals) {
    it(`give ${failures} of ${runs} the interval of the published table`, () => {
      const found = wilsonInterval(failures, runs).map((end) => Number(end.toFixed(4)));
      assert.deepEqual(found, [low, high]);
    });
  }

  it("say nothing of a rate before the first run", () => {
    assert.deepEqual(wilsonInterval(0, 0), [0, 1]);
  });

  it("hold the rate that was seen, and grow narrower with more runs", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (runs, rate) => {
          const failures = Math.round(rate * runs);
          const [low, high] = wilsonInterval(failures, runs);
          assert.ok(0 <= low && low <= failures / runs && failures / runs <= high && high <= 1);
          const [lower, higher] = wilsonInterval(failures * 4, runs * 4);
          assert.ok(higher - lower < high - low);
        },
      ),
    );
  });

  for (const [a, ofA, b, ofB, p] of tables) {
    it(`compare ${a} of ${ofA} with ${b} of ${ofB} as published`, () => {
      const found = fisherExact({ failures: a, runs: ofA }, { failures: b, runs: ofB });
      assert.equal(Number(found.toPrecision(4)), p);
    });
  }

  it("compare the same either way round, and tell nothing where nothing ran", () => {
    const sample = fc
      .integer({ min: 0, max: 60 })
      .chain((runs) => fc.record({ runs: fc.constant(runs), failures: fc.integer({ min: 0, max: runs }) }));
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const p = fisherExact(one, other);
        assert.ok(p > 0 && p <= 1);
        assert.ok(Math.abs(p - fisherExact(other, one)) < 1e-9);
        if (one.runs === 0 || other.runs === 0) assert.equal(p, 1);
      }),
    );
  });
});
