import assert from "node:assert/strict";
import {
  dependsOnCommit,
  haltsToJudge,
  judgingKey,
  nextTurn,
  type HaltToJudge,
} from "../../src/gate/criteria/haltsToJudge";
import { haltTerms, type LedgerCriterion, type LedgerEvent } from "../../src/halt/ledgerRecord";
import { stateOf, type LedgerState } from "../../src/halt/ledgerState";
import { haltSchema, type Halt, type HaltInput } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";

const at = "2026-11-30T12:00:00+01:00";
const later = "2026-11-30T22:00:00+01:00";
const fix = "4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f70";
const notBefore: LedgerCriterion = { id: "late", kind: "notBefore", at: later };
const approval: LedgerCriterion = { id: "second", kind: "approval" };
const change: LedgerCriterion = { id: "fix", kind: "change", commit: fix };

const recorded = (criteria: readonly LedgerCriterion[], ...events: LedgerEvent[]): LedgerState => {
  const terms = haltTerms.parse({ title: "Orders twice", reason: "Charged twice", criteria });
  const placed: LedgerEvent = { id: "placed", seq: 1, at, by: "Ana", kind: "placed", terms };
  return stateOf({ version: 1, id: shortInput.id, events: [placed, ...events] });
};
const lifted: LedgerEvent = { id: "lifted", seq: 2, at, by: "Ben", kind: "lifted", reason: "Reverted" };
const approved: LedgerEvent = { id: "approved", seq: 2, at, by: "Ben", kind: "approved" };
const file = (input: Partial<HaltInput>): Halt =>
  haltSchema.parse({ ...shortInput, placement: { reason: "Charged twice", at }, ...input });

describe("The halts whose criteria are judged", () => {
  it("are the active ones that declare any: nothing is asked about another", () => {
    assert.deepEqual(haltsToJudge([recorded([]), recorded([approval], lifted)], []), []);
    assert.equal(haltsToJudge([recorded([approval])], []).length, 1);
    assert.deepEqual(haltsToJudge([], [file({ status: "draft", liftCriteria: [approval] })]), []);
  });

  it("go by their file where there is one, and by the file alone where no ledger has them", () => {
    const active = file({ status: "active", liftCriteria: [{ id: "till", text: "The till is clean" }] });
    const [both] = haltsToJudge([recorded([approval])], [active, active]);
    assert.deepEqual([both?.criteria.map(({ id }) => id), both?.placing], [["till"], "placed"]);
    const alone = haltsToJudge([], [active, active]);
    assert.deepEqual(
      alone.map(({ placing, state }) => [placing, state]),
      [[at, undefined]],
    );
    assert.deepEqual(haltsToJudge([recorded([approval])], [file({ status: "closed" })]), []);
  });

  it("are judged anew when a time has come, the commit changed or something was recorded, and only then", () => {
    const key = (criteria: readonly LedgerCriterion[], commit: string, now: string, ...more: LedgerEvent[]) =>
      judgingKey(only(haltsToJudge([recorded(criteria, ...more)], [])), commit, Date.parse(now));
    assert.equal(key([notBefore], "a", at), key([notBefore], "b", "2026-11-30T21:59:59+01:00"));
    assert.notEqual(key([notBefore], "a", at), key([notBefore], "a", later));
    assert.equal(key([change], "a", at), key([change], "a", later));
    assert.notEqual(key([change], "a", at), key([change], "b", at));
    assert.notEqual(key([approval], "a", at), key([approval], "a", at, approved));
  });

  it("are judged anew when somebody ticks a criterion in the file", () => {
    const ticked = (met: boolean): string => {
      const liftCriteria = [{ id: "till", text: "The till is clean", met }];
      const halts = haltsToJudge([recorded([])], [file({ status: "active", liftCriteria })]);
      return judgingKey(only(halts), undefined, 0);
    };
    assert.notEqual(ticked(false), ticked(true));
  });

  it("have the next time that one waits for, and ask for the commit only where it decides", () => {
    const halts = haltsToJudge([recorded([notBefore, approval])], []);
    assert.equal(nextTurn(halts, Date.parse(at)), Date.parse(later));
    assert.equal(nextTurn(halts, Date.parse(later)), undefined);
    assert.equal(dependsOnCommit(only(halts)), false);
    assert.equal(dependsOnCommit(only(haltsToJudge([recorded([change])], []))), true);
  });
});

function only([halt]: readonly HaltToJudge[]): HaltToJudge {
  assert.ok(halt);
  return halt;
}
