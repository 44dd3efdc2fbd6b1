import assert from "node:assert/strict";
import { gateBanners, type BannerFacts } from "../../src/editor/gateBanners";
import type { LedgerOverview } from "../../src/gate/ledger/ledgerOverview";
import type { LedgerRecord, LedgerEvent } from "../../src/halt/ledgerRecord";
import { stateOf } from "../../src/halt/ledgerState";
import { haltSchema } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";

const at = "2026-11-30T12:00:00+01:00";
const halt = haltSchema.parse({
  ...shortInput,
  status: "active",
  placement: { reason: "Charged twice", at, by: "Ana Example" },
});
const placed: LedgerEvent = {
  id: "e1",
  seq: 1,
  at,
  by: "Ana Example",
  kind: "placed",
  terms: {
    title: halt.title,
    reason: "Charged twice",
    mode: "halted",
    criteria: [],
    scope: { refs: [], components: [], environments: [], causes: [], fixes: [], released: [] },
  },
};
const lifted: LedgerEvent = { id: "e2", seq: 2, at, by: "Ben Sample", kind: "lifted", reason: "Reverted" };

function overviewOf(
  events: LedgerEvent[],
  more: Partial<LedgerOverview["halts"][number]> = {},
): LedgerOverview {
  const record: LedgerRecord = { version: 1, id: halt.id, events };
  const known = {
    record,
    state: stateOf(record),
    shared: true,
    tip: undefined,
    audience: "shared" as const,
    waiting: 0,
    ...more,
  };
  return { remote: "origin", concerned: true, halts: [known], waiting: known.waiting, problems: [] };
}

const facts: BannerFacts = {
  halt,
  overview: overviewOf([placed]),
  exchange: undefined,
  isSending: false,
  now: "2026-11-30T14:00:00+01:00",
  timeZone: undefined,
  isDirty: false,
};

const texts = (changed: Partial<BannerFacts>): string[] =>
  gateBanners({ ...facts, ...changed }).map(({ text }) => text);

describe("The banners of a halt", () => {
  it("are absent when all is as it should be, and while nothing is known", () => {
    assert.deepEqual(texts({}), []);
    assert.deepEqual(texts({ overview: undefined }), []);
    assert.deepEqual(texts({ halt: { ...halt, status: "draft" } }), []);
  });

  it("say who sees it, when that is not everybody", () => {
    const seen = (more: Parameters<typeof overviewOf>[1]): string[] =>
      texts({ overview: overviewOf([placed], more) });
    assert.deepEqual(seen({ shared: false, audience: "private" }), ["Only you see this."]);
    assert.match(seen({ audience: "noRemote" })[0] ?? "", /no remote, so only this clone has the halt/);
    assert.match(seen({ audience: "notSent", waiting: 1 })[0] ?? "", /1 event waits to be sent to origin/);
    assert.match(texts({ overview: { ...overviewOf([placed]), halts: [] } })[0] ?? "", /in no ledger yet/);
  });

  it("keep quiet while what waits is on its way", () => {
    const waiting = overviewOf([placed], { audience: "partly", waiting: 1 });
    assert.deepEqual(texts({ overview: waiting, isSending: true }), []);
  });

  it("say why the remote did not take it", () => {
    const exchange = {
      kind: "failed" as const,
      remote: "origin",
      message: "no route to host",
      waiting: 2,
      fetched: false,
    };
    const [text = ""] = texts({
      exchange,
      overview: overviewOf([placed], { audience: "partly", waiting: 2 }),
    });
    assert.match(text, /2 events wait.*Last try: no route to host\./);
  });

  it("offer one action where a colleague ended it, or only the file did", () => {
    const [elsewhere] = gateBanners({ ...facts, overview: overviewOf([placed, lifted]) });
    assert.match(elsewhere?.text ?? "", /^Lifted by Ben Sample, .*: Reverted\. This file still says/);
    assert.deepEqual([elsewhere?.command, elsewhere?.label], ["reconcileHalt", "Close it here, too"]);
    const closed = {
      ...halt,
      status: "closed" as const,
      outcome: { kind: "lifted" as const, reason: "x", at },
    };
    assert.match(texts({ halt: closed })[0] ?? "", /the ledger still stops releases/);
  });

  it("ask for a review that was due, and never end the halt", () => {
    const reviewed = { ...halt, placement: { reason: "x", at, reviewAt: "2026-11-30T13:00:00+01:00" } };
    assert.match(
      texts({ halt: reviewed })[0] ?? "",
      /is it still needed\? It goes on until somebody lifts it/,
    );
    assert.deepEqual(texts({ halt: reviewed, now: at }), []);
  });

  it("say what the ledger holds and the saved file does not", () => {
    const changed = { ...halt, cause: { commit: "a".repeat(40) } };
    assert.match(
      texts({ halt: changed })[0] ?? "",
      /something else than this file: the change that brought the bug/,
    );
    assert.deepEqual(texts({ halt: changed, isDirty: true }), []);
  });

  it("warn of a ledger that was rewritten", () => {
    const exchange = {
      kind: "synced" as const,
      remote: "origin",
      warnings: ["The ledger was rewritten."],
      pushed: 0,
    };
    assert.deepEqual(texts({ exchange }), ["The ledger was rewritten."]);
  });
});
