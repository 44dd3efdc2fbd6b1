import assert from "node:assert/strict";
import * as fc from "fast-check";
import { TestIdentities } from "../../../src/capture/results/testIdentities";

const names = fc.constantFrom("", "a", "b", "ab", "adds", "pays", "\0", "é", "電", "a\0", "0".repeat(40));

describe("The identities of tests", () => {
  it("count each test that has the suite and the name of one before, and none without a name", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, names)), (tests) => {
        const identities = new TestIdentities();
        for (const [suite, name] of tests) identities.see(suite, name);
        const named = tests.filter(([, name]) => name !== "").map((test) => JSON.stringify(test));
        assert.equal(identities.repeated(), named.length - new Set(named).size);
      }),
    );
  });

  it("are told apart in a run of 300,000", () => {
    const identities = new TestIdentities();
    for (let at = 0; at < 300_000; at += 1) identities.see(`shop.Cart${at % 1000}`, `adds ${at}`);
    assert.equal(identities.repeated(), 0);
    for (let at = 0; at < 300_000; at += 3) identities.see(`shop.Cart${at % 1000}`, `adds ${at}`);
    assert.equal(identities.repeated(), 100_000);
  });
});
