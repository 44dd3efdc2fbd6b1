import assert from "node:assert/strict";
import { haltsToJudge, type JudgedHalt } from "../../src/gate/criteria/haltsToJudge";
import { exchangePauseMs } from "../../src/gate/ledger/exchangePause";
import {
  eventIds,
  ledgerNews,
  metKeys,
  metNews,
  metWords,
  newsMessage,
  reviewKey,
  reviewsDue,
} from "../../src/gate/ledger/ledgerNews";
import { recordText } from "../../src/gate/ledger/recordText";
import type { LedgerEvent } from "../../src/halt/ledgerRecord";
import { stateOf, type LedgerState } from "../../src/halt/ledgerState";

const at = "2026-11-30T12:00:00+01:00";
const placed = (id: string, by: string, reviewAt?: string): LedgerEvent => ({
  id: `${id}-placed`,
  seq: 1,
  at,
  by,
  kind: "placed",
  terms: {
    title: `Halt ${id}`,
    reason: "Charged twice",
    mode: "halted",
    ...(reviewAt !== undefined && { reviewAt }),
    criteria: [{ id: "second", kind: "approval" }],
    scope: { refs: [], components: [], environments: [], causes: [], fixes: [], released: [] },
  },
});
const lifted = (id: string, by: string): LedgerEvent => ({
  ...{ id: `${id}-lifted`, seq: 2, at, by },
  kind: "overridden",
  reason: "Late",
  unmet: ["a second person approves"],
});
const state = (id: string, ...events: LedgerEvent[]): LedgerState => stateOf({ version: 1, id, events });

describe("News of halts", () => {
  const bens = state("a", placed("a", "Ben"));
  const mine = state("b", placed("b", "Ana"));

  it("are what others placed and ended since the last look, not what one did oneself", () => {
    assert.deepEqual(
      ledgerNews([bens, mine], new Set(), "Ana").map(({ words }) => words),
      ["Ben halted a release: Halt a."],
    );
    const seen = new Set(eventIds([bens, mine]));
    assert.deepEqual(ledgerNews([bens, mine], seen, "Ana"), []);
    const ended = state("b", placed("b", "Ana"), lifted("b", "Ben"));
    assert.deepEqual(
      ledgerNews([bens, ended], seen, "Ana").map(({ words }) => words),
      ['Ben lifted the halt "Halt b" by override: 1 of its criteria is not met.'],
    );
  });

  it("are at the first look only what is active, and never what came and went in between", () => {
    const over = state("c", placed("c", "Ben"), lifted("c", "Ben"));
    assert.deepEqual(
      ledgerNews([bens, over], undefined, "Ana").map(({ halt }) => halt),
      ["a"],
    );
    assert.deepEqual(ledgerNews([over], new Set(), "Ana"), []);
  });

  it("say of a halt that lets through what is approved that the release waits for that", () => {
    const { terms, ...waiting } = bens.placed;
    const halt = state("a", { ...waiting, terms: { ...terms, mode: "approvalRequired" } });
    assert.deepEqual(
      ledgerNews([halt], new Set(), "Ana").map(({ words }) => words),
      ["Ben made a release wait for approval: Halt a."],
    );
  });

  it("say once for each placing that what lifts a halt is met", () => {
    const judged = (halt: LedgerState, met: boolean): readonly JudgedHalt[] =>
      haltsToJudge([halt], []).map((one) => ({
        ...one,
        judged: [{ id: "second", words: "a second person approves", met, why: "" }],
      }));
    assert.deepEqual(metNews(judged(bens, false), new Set()), []);
    const [met] = metNews(judged(bens, true), new Set());
    assert.ok(met);
    assert.equal(metWords(met), 'What lifts "Halt a" is met (1 of 1 met).');
    const told = new Set(metKeys(met));
    assert.deepEqual(metNews(judged(bens, true), told), [], "also when it was not met in between");
    const again = { ...placed("a", "Ben"), id: "a-again", seq: 3 };
    const replaced = state("a", placed("a", "Ben"), lifted("a", "Ben"), again);
    assert.equal(metNews(judged(replaced, true), told).length, 1, "it was placed again");
  });

  it("say it again when a criterion was added that is met, too", () => {
    const [one] = haltsToJudge([bens], []);
    assert.ok(one);
    const verdict = (id: string) => ({ id, words: id, met: true, why: "" });
    const told = new Set(metKeys({ ...one, judged: [verdict("second")] }));
    const criteria = [...one.criteria, { id: "till", kind: "stated" as const, text: "The till is clean" }];
    const added = { ...one, criteria, judged: [verdict("second"), verdict("till")] };
    assert.deepEqual(metNews([added], told), [added]);
  });

  it("are one message however many they are", () => {
    assert.equal(newsMessage(["One.", "Two.", "Three.", "Four.", "Five."]), "One. Two. Three. And 2 more.");
  });

  it("ask once for each review that has passed", () => {
    const due = state("d", placed("d", "Ana", at));
    const nowMs = Date.parse(at) + 1;
    assert.equal(reviewsDue([due], new Set(), nowMs).length, 1);
    assert.equal(reviewsDue([due], new Set([reviewKey("d", at)]), nowMs).length, 0);
    assert.equal(reviewsDue([due], new Set(), nowMs - 10).length, 0);
  });
});

describe("The pause between exchanges", () => {
  const minute = 60_000;
  const plan = { intervalMinutes: 5, failures: 0, lastMs: 0, nowMs: minute };

  it("is the interval, longer after failures, and an hour at most", () => {
    assert.equal(exchangePauseMs(plan), 4 * minute);
    assert.equal(exchangePauseMs({ ...plan, lastMs: undefined }), 0);
    assert.equal(exchangePauseMs({ ...plan, nowMs: 6 * minute }), 0);
    assert.equal(exchangePauseMs({ ...plan, failures: 2 }), 19 * minute);
    assert.equal(exchangePauseMs({ ...plan, failures: 50 }), 59 * minute);
    assert.equal(exchangePauseMs({ ...plan, intervalMinutes: 90, failures: 1 }), 89 * minute);
  });

  it("is over when the clock was put back", () => {
    assert.equal(exchangePauseMs({ ...plan, lastMs: 10 * minute }), 0);
  });
});

describe("The record of a halt as a text", () => {
  it("tells what it stops, why, what lifts it and what happened, newest first, and takes no text for more", () => {
    const hostile = placed("a", "Ben\u001b[31m");
    const text = recordText(state("a", hostile, lifted("a", "Ana")), {
      audience: "shared on origin",
      criteria: [{ id: "second", words: "a second person approves", met: false, why: "Nobody has." }],
      timeZone: "Europe/Vienna",
    });
    assert.match(
      text,
      /^Halt a\n\nLifted by override · shared on origin\nPlaced by Ben\[31m, Mon 30 Nov 2026/,
    );
    assert.match(text, /Every release\./);
    assert.ok(text.indexOf("Lifted by override by Ana") < text.indexOf("Halted by Ben"));
    assert.ok(!text.includes("\u001b"));
  });
});
