import assert from "node:assert/strict";
import { gateStatus, type RepositoryGate } from "../../src/editor/gateStatus";
import type { ReleaseCheck } from "../../src/gate/releaseVerdict";
import type { LedgerOverview } from "../../src/gate/ledger/ledgerOverview";

const now = "2026-11-30T14:00:00+01:00";
const overview: LedgerOverview = { remote: "origin", concerned: false, halts: [], waiting: 0, problems: [] };
const open: ReleaseCheck = {
  verdict: "open",
  blocks: false,
  active: [],
  passed: [],
  undecided: [],
  unreadable: [],
  unknown: [],
  warnings: [],
  copy: null,
  isRelease: true,
  ref: "refs/heads/release/2.4",
  commit: null,
  line: "No halt is active: the release may go on.",
};
const stopping = {
  id: "charges-twice",
  path: null,
  title: "The shop charges twice $(bug)",
  reason: "Customers pay twice",
  release: "2.4.0",
  shared: false,
  mode: "halted" as const,
  by: "Ana Example",
  since: "2026-11-30T12:00:00+01:00",
  lifts: ["a second person approves"],
};
const gate = (check: Partial<ReleaseCheck>, more: Partial<RepositoryGate> = {}): RepositoryGate => ({
  check: { ...open, ...check },
  asTag: undefined,
  overview,
  active: [],
  timeZone: undefined,
  ...more,
});
const notReached = "The ledger on origin was not reached, and this clone has no copy of it.";

describe("The status bar", () => {
  it("tells who halted, why, since when, what lifts it and who sees it", () => {
    const { kind, text, tooltip, halt } = gateStatus([gate({ verdict: "halted", active: [stopping] })], now);
    assert.equal(kind, "halted");
    assert.equal(text, "$(stop-circle) Halted: The shop charges twice $ (bug)");
    assert.deepEqual(tooltip.split("\n"), [
      "Halted by Ana Example since 12:00: The shop charges twice $(bug)",
      "Why: Customers pay twice",
      "Lifted when: a second person approves",
      "Only you see this.",
    ]);
    assert.deepEqual(halt, { id: "charges-twice", path: null, repository: 0 });
  });

  it("does not nag where there never was a ledger, and says so where one was", () => {
    const unknown = { verdict: "cannotTell" as const, unknown: [notReached] };
    assert.equal(gateStatus([gate(unknown)], now).kind, "idle");
    const concerned = { ...overview, concerned: true };
    const { kind, tooltip } = gateStatus([gate(unknown, { overview: concerned })], now);
    assert.equal(kind, "cannotTell");
    assert.match(tooltip, /was not reached/);
    const damaged = { verdict: "cannotTell" as const, unknown: ["The ledger is damaged."] };
    assert.equal(gateStatus([gate(damaged)], now).kind, "cannotTell");
  });

  it("names the halt that its verdict is of, however new another one is", () => {
    const asks = {
      ...stopping,
      id: "cents",
      title: "Prices lose their cents",
      mode: "approvalRequired" as const,
    };
    const { text, halt } = gateStatus([gate({ verdict: "halted", active: [asks, stopping] })], now);
    assert.match(text, /Halted: The shop charges twice .* and 1 more$/);
    assert.equal(halt?.id, "charges-twice");
  });

  it("names halts that do not stop what is checked out, and offers to halt", () => {
    const { kind, text, tooltip } = gateStatus([gate({}, { active: ["Old one", "Other one"] })], now);
    assert.equal(kind, "idle");
    assert.equal(text, "$(stop-circle) Halt release");
    assert.match(
      tooltip,
      /2 halts are active and do not stop what is checked out:\n {2}Old one\n {2}Other one/,
    );
  });

  it("says of a branch that is worked on that a release from it would be stopped", () => {
    const asTag = { ...open, verdict: "halted" as const, active: [stopping] };
    const status = gateStatus([gate({ isRelease: false, ref: "refs/heads/fix/a" }, { asTag })], now);
    assert.equal(status.kind, "haltedAsTag");
    assert.match(status.tooltip, /^fix\/a is not released from, and may be pushed\./);
  });

  it("shows the worst of several repositories", () => {
    const halted = gate({ verdict: "halted", active: [stopping] });
    const status = gateStatus([gate({}), halted], now);
    assert.deepEqual([status.kind, status.halt?.repository], ["halted", 1]);
  });
});
