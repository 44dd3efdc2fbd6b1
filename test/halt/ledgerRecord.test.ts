import assert from "node:assert/strict";
import fc from "fast-check";
import {
  inOrder,
  readRecord,
  writeRecord,
  type LedgerEvent,
  type LedgerRecord,
} from "../../src/halt/ledgerRecord";
import { refPattern } from "../../src/halt/refPattern";
import { stateOf } from "../../src/halt/ledgerState";

const at = "2026-11-30T14:00:00+01:00";

function placed(seq: number, id = `placed-${seq}`): LedgerEvent {
  const scope = { refs: [], components: [], environments: [], causes: [], fixes: [], released: [] };
  const terms = { title: "Charges twice", reason: "Money", mode: "halted" as const, scope, criteria: [] };
  return { id, seq, at, by: "Ana Example", kind: "placed", terms };
}

function record(...events: readonly LedgerEvent[]): LedgerRecord {
  return { version: 1, id: "charges-twice", events: [...events] };
}

describe("A halt's record in the ledger", () => {
  it("says what its events come to, in their order, whatever the clocks said", () => {
    const lifted: LedgerEvent = {
      ...{ id: "lift", seq: 2, kind: "lifted", reason: "Fixed" },
      // An hour before it was placed, by the clock of the one who lifted it.
      at: "2026-11-30T13:00:00+01:00",
    };
    assert.equal(stateOf(record(placed(1))).status, "halted");
    const closed = stateOf(record(lifted, placed(1)));
    assert.equal(closed.status, "closed");
    assert.equal(closed.closed?.kind, "lifted");
    const again = stateOf(record(placed(1), lifted, placed(3)));
    assert.equal(again.status, "halted");
    assert.equal(again.closed, undefined);
  });

  it("stays closed when its terms change at the same moment as it is lifted", () => {
    const base = placed(1);
    assert.ok(base.kind === "placed");
    const changed: LedgerEvent = {
      id: "zz",
      seq: 2,
      at,
      kind: "changed",
      terms: { ...base.terms, title: "New" },
    };
    const lifted: LedgerEvent = { id: "aa", seq: 2, at, kind: "lifted", reason: "Fixed" };
    const merged = record(base, changed, lifted);
    assert.equal(stateOf(merged).status, "closed");
    assert.equal(stateOf(merged).terms.title, "New");
  });

  it("is the same text and comes to the same, in whichever order its events came together", () => {
    const drawn = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 10, max: 12 }), fc.nat(9)), {
        maxLength: 12,
      })
      .map((all) =>
        all.map(([seq, hour, name], index): LedgerEvent => ({
          ...{ id: `e${name}-${index}`, seq, kind: "approved" as const },
          at: `2026-11-30T${hour}:00:00+01:00`,
        })),
      );
    const shuffled = drawn.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    );
    fc.assert(
      fc.property(shuffled, ([events, others]) => {
        const [one, other] = [record(placed(1), ...events), record(...others, placed(1))];
        assert.equal(writeRecord(one), writeRecord(other));
        assert.deepEqual(stateOf(one), stateOf(other));
        assert.deepEqual(inOrder([...one.events].reverse()), inOrder(one.events));
      }),
    );
  });

  it("is read back as it was written, with what a later version added", () => {
    const later = { ...record({ ...placed(1), colour: "red" }), note: "later" };
    const read = readRecord(writeRecord(later), "charges-twice");
    assert.ok(read.ok);
    assert.equal(writeRecord(read.record), writeRecord(later));
    assert.match(writeRecord(read.record), /"colour": "red"/);
  });

  for (const [name, text, problem] of [
    ["is cut off", '{"version": 1, "id": "charges', /no JSON/],
    ["is of a newer version", JSON.stringify({ ...record(placed(1)), version: 2 }), /version 2: a newer/],
    ["is of another halt", JSON.stringify({ ...record(placed(1)), id: "other" }), /the halt other/],
    ["was never placed", JSON.stringify(record({ id: "a", seq: 1, at, kind: "approved" })), /first event/],
    [
      "has an event that nobody knows",
      JSON.stringify(record({ ...placed(1), kind: "x" } as never)),
      /events/,
    ],
    ["has an event twice", JSON.stringify(record(placed(1), placed(1))), /same id/],
    ["has no events", JSON.stringify(record()), /events/],
  ] as const) {
    it(`is not guessed when it ${name}`, () => {
      const read = readRecord(text, "charges-twice");
      assert.ok(!read.ok);
      assert.match(read.problem, problem);
    });
  }

  it("takes as a pattern what git takes as a ref, with asterisks, and nothing that a shell reads otherwise", () => {
    for (const good of ["refs/tags/*", "refs/heads/release/2.*", "refs/tags/api@1.0", "refs/heads/größe"]) {
      assert.ok(refPattern.safeParse(good).success, good);
    }
    for (const bad of [
      "release/*",
      "refs/tags/v[1]",
      "refs/tags/v?",
      "refs/tags/a b",
      "refs/tags/a\n",
      "refs/x\\y",
    ]) {
      assert.ok(!refPattern.safeParse(bad).success, bad);
    }
  });
});
