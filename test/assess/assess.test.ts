import assert from "node:assert/strict";
import { announcement } from "../../src/assess/announcement";
import { assessHalt } from "../../src/assess/assessHalt";
import { draftHalt } from "../../src/assess/draftHalt";
import type { CurrentFacts } from "../../src/halt/checklist";
import { evidenceIds } from "../../src/halt/evidence";
import type { BranchFacts } from "../../src/halt/facts";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { completeInput, emptyInput, shortInput } from "../support/halts";

const now = "2026-11-30T14:00:00+01:00";
const assess = (input: HaltInput, current: Partial<CurrentFacts> = {}) =>
  assessHalt(haltSchema.parse(input), { now, ...current });

const facts: BranchFacts = {
  repository: "/home/ana/kettle-shop",
  remote: "https://git.example/kettle/shop.git",
  remoteName: "origin",
  branch: "release/2.4",
  commit: "9f3c1ab4e2d05f6a7b8c9d0e1f2a3b4c5d6e7f80",
  tagsAtCommit: [],
  commitUrl: null,
  pushed: true,
  upstream: "origin/release/2.4",
  ahead: 0,
  behind: 0,
  dirtyFiles: [],
  untrackedFiles: [],
  base: {
    ref: "v2.3.1",
    kind: "tag",
    commit: "1b2c3d4e5f60718293a4b5c6d7e8f9010a1b2c3d",
    version: "2.3.1",
    why: "newest tag that HEAD contains",
    distance: 3,
    mergeBase: null,
  },
  baseCandidates: [],
  commits: 3,
  commitList: [],
  changedFiles: 4,
  changedFileList: [],
  versionFiles: [],
  codeOwners: [{ owner: "@kettle-payments", files: 3 }],
  bug: "KETTLE-77",
  bugSuggestions: [],
  redactions: {},
  user: "Ana Example",
  shallow: false,
  warnings: [],
};

describe("The checklist", () => {
  it("names every item with its reason and next action", () => {
    const { items, ready } = assess(emptyInput);
    assert.deepEqual(
      items.map(({ id }) => id),
      [...evidenceIds],
    );
    for (const item of items) {
      assert.equal(item.state, "missing", item.id);
      assert.match(item.reason, /\w+ \w+/);
      assert.match(item.next, /\w+/);
    }
    assert.deepEqual([ready.halt.ready, ready.meeting.ready, ready.lift.ready], [false, false, false]);
  });

  it("is ready to halt with the short path alone, and says what the meeting still needs", () => {
    const { ready, line } = assess(shortInput);
    assert.deepEqual(ready.halt, { ready: true, missing: [] });
    assert.equal(ready.meeting.ready, false);
    assert.match(line, /^Ready to halt\./);
    assert.equal(assess({ ...shortInput, decision: {} }).ready.halt.ready, false);
  });

  it("is complete when everything that is asked for is there", () => {
    const { items, ready } = assess(completeInput);
    for (const { id, state, reason } of items) assert.equal(state, "complete", `${id}: ${reason}`);
    assert.equal(ready.meeting.ready, true);
  });

  it("tells its dates in the zone of the repository, as the brief does", () => {
    const halt = haltSchema.parse({
      ...completeInput,
      assignments: { rollback: { owner: "Ben", due: "2026-12-01T15:00:00+01:00" } },
      rollback: {},
    });
    const words = (at: string): string =>
      JSON.stringify(assessHalt(halt, { now: at }, { timeZone: "America/New_York" }));
    for (const text of [words(now), words("2026-12-05T14:00:00+01:00")]) {
      assert.match(text, /Fri 4 Dec 2026 10:00 EST/);
      assert.match(text, /Mon 30 Nov 2026 11:00 EST/);
      assert.match(text, /Mon 30 Nov 2026 12:00 EST/);
      assert.match(text, /due Tue 1 Dec 09:00/);
      assert.doesNotMatch(text, /UTC/);
    }
    assert.match(JSON.stringify(assessHalt(halt, { now })), /Fri 4 Dec 2026 16:00 UTC\+01:00/);
  });

  it("is not ready to lift until every criterion is met", () => {
    const criteria = [
      { id: "a", text: "The fix is merged.", met: true, metBy: "Ben Example", metAt: now },
      { id: "b", text: "The test is green." },
    ];
    assert.equal(assess({ ...completeInput, liftCriteria: criteria }).ready.lift.ready, false);
    const met = criteria.map((one) => ({ ...one, met: true, metBy: "Ben Example", metAt: now }));
    assert.equal(assess({ ...completeInput, liftCriteria: met }).ready.lift.ready, true);
  });

  it("counts at least the failing tests of what was not read whole, and asks for a whole run", () => {
    const [file] = completeInput.failingTests ?? [];
    assert.ok(file);
    const message = "1 of 12 files could not be read whole (TEST-b.xml); the others count.";
    const problems = [{ severity: "error" as const, message }];
    const totals = { ...file.totals, total: 110, failed: 3, errored: 0 };
    const judged = (partial: boolean) =>
      assess({ ...completeInput, failingTests: [{ ...file, totals, problems, partial }] }).items.find(
        ({ id }) => id === "failingTests",
      );
    assert.equal(judged(true)?.state, "incomplete");
    assert.match(judged(true)?.summary ?? "", /^At least 3 of the 110 tests that could be read fail/);
    assert.match(judged(true)?.reason ?? "", /was not read whole: 1 of 12 files could not be read whole/);
    // Where the numbers of a file contradict each other, none of them counts.
    assert.doesNotMatch(judged(false)?.summary ?? "", /110/);
  });

  it("is stale when the target moved or a result file changed, not when only HEAD did", () => {
    const file = completeInput.failingTests?.[0];
    assert.ok(file);
    const state = (current: Partial<CurrentFacts>) =>
      assess(completeInput, current).items.find(({ id }) => id === "failingTests");
    assert.equal(state({ sources: { [file.path]: file.captured.sha256 ?? null } })?.state, "complete");
    assert.equal(state({ sources: { [file.path]: "cd".repeat(32) } })?.state, "stale");
    assert.equal(state({ sources: { [file.path]: null } })?.state, "stale");
    const target = completeInput.targets?.[0];
    assert.ok(target);
    assert.equal(state({ targetCommits: { [target.id]: "e".repeat(40) } })?.state, "stale");
    const moved = state({ headMovedBy: 3 });
    assert.equal(moved?.state, "complete");
    assert.match(moved.summary, /3 commits earlier/);
  });

  it("says what a newer run of a result comes to, of how many tests where that differs, and offers to update it", () => {
    const [file] = completeInput.failingTests ?? [];
    assert.ok(file);
    const item = (total: number, failed: number) =>
      assess(completeInput, {
        newerRuns: { [file.id]: { sha256: "cd".repeat(32), total, failed } },
      }).items.find(({ id }) => id === "failingTests");
    const { total, failed, errored } = file.totals;
    const was = failed + errored;
    assert.deepEqual(
      [item(total, 1)?.state, item(total, 1)?.reason, item(total, 1)?.next, item(total, 1)?.action],
      ["stale", `A newer run of ${file.path}: 1 failed (was ${was}).`, "Update", "updateTests"],
    );
    assert.equal(item(total, 0)?.reason, `A newer run of ${file.path}: none failed (was ${was}).`);
    assert.equal(
      item(1, 0)?.reason,
      `A newer run of ${file.path}: none of 1 failed (was ${was} of ${total}).`,
    );
  });

  it("asks for the answer to what speaks against, for when shipping is fine, and for ranges that hold", () => {
    const reasons = (recommendation: HaltInput["recommendation"]) =>
      assess({
        ...completeInput,
        recommendation: { ...completeInput.recommendation, ...recommendation },
      }).items.find(({ id }) => id === "options")?.reason;
    assert.match(reasons({ answer: "" }) ?? "", /the answer to what speaks against it/);
    assert.match(reasons({ shipIf: "" }) ?? "", /when shipping is fine/);
    assert.match(reasons({ costOfHolding: { low: 2, high: 1, source: "plan" } }) ?? "", /low end .* above/);
    assert.match(
      reasons({ costOfHolding: { low: 1, high: 2 } }) ?? "",
      /where the cost of holding comes from/,
    );
    const upside = { ...completeInput.rollback, minutes: { low: 14, high: 10, source: "runbook" } };
    const rollback = assess({ ...completeInput, rollback: upside }).items.find(({ id }) => id === "rollback");
    assert.equal(rollback?.state, "incomplete");
  });

  it("calls who decides out of date when the time to decide has passed undecided", () => {
    const late = "2026-11-30T17:01:00+01:00";
    const people = (input: HaltInput) =>
      assess(input, { now: late }).items.find(({ id }) => id === "stakeholders");
    assert.equal(people(completeInput)?.state, "stale");
    assert.match(people(completeInput)?.reason ?? "", /The time to decide has passed/);
    const decision = { ...completeInput.decision, decided: "It stays back." };
    assert.equal(people({ ...completeInput, decision })?.state, "complete");
  });

  it("counts a draft whose text is proposed", () => {
    const drafts = [{ id: "d", kind: "update" as const, audience: "team", owner: "Ana Example", at: now }];
    const communication = { nextUpdate: "2026-11-30T18:00:00+01:00", drafts };
    const item = assess({ ...completeInput, communication }).items.find(({ id }) => id === "communication");
    assert.equal(item?.state, "complete");
    assert.match(item.summary, /^1 draft \(proposed\)/);
  });

  it("carries owner and due time where a person named them", () => {
    const due = "2026-11-30T15:00:00+01:00";
    const { items } = assess({ ...shortInput, assignments: { impact: { owner: "Ben Example", due } } });
    const impact = items.find(({ id }) => id === "impact");
    assert.deepEqual([impact?.owner, impact?.due], ["Ben Example", due]);
  });
});

describe("A draft", () => {
  const draft = (own: Partial<BranchFacts> = {}, more: object = {}) =>
    haltSchema.parse(
      draftHalt({ title: " Orders twice ", facts: { ...facts, ...own }, now, settings: {}, ...more }),
    );

  it("holds what follows from facts and nothing else", () => {
    const halt = draft();
    assert.equal(halt.title, "Orders twice");
    assert.equal(halt.release, "2.4");
    assert.equal(halt.fallback, "Stay on v2.3.1, and go back to it wherever the new release is out");
    assert.equal(halt.rollback.to, "2.3.1");
    assert.equal(halt.rollback.steps.length, 3);
    assert.deepEqual(
      halt.stakeholders.map(({ name }) => name),
      ["@kettle-payments"],
    );
    assert.equal(halt.bug.id, undefined);
    assert.deepEqual(halt.bug.suggestions, [{ id: "KETTLE-77", from: "branch name" }]);
    const settings = { bugUrl: "https://tracker.example/{id}?of={id}" };
    const { bug } = draftHalt({ title: "x", facts, now, settings, bug: "#8" });
    assert.deepEqual(bug, {
      id: "#8",
      url: "https://tracker.example/%238?of=%238",
      suggestions: [
        { id: "KETTLE-77", from: "branch name", url: "https://tracker.example/KETTLE-77?of=KETTLE-77" },
      ],
    });
    assert.deepEqual(
      [halt.impact.affected, halt.severity.level, halt.decision.decider],
      [undefined, undefined, undefined],
    );
    assert.ok(!JSON.stringify(halt).includes("/home/ana"));
  });

  it("leaves the text of its first message to be proposed from the record", () => {
    const [message, ...others] = draft().communication.drafts;
    assert.deepEqual([message?.kind, message?.text, others], ["internalStatus", undefined, []]);
  });

  it("proposes no way back where there is no base", () => {
    const halt = draft({ base: null, commits: null });
    assert.equal(halt.fallback, undefined);
    assert.deepEqual(halt.rollback.steps, []);
  });

  it("names the release by what was given, the tag, the release branch or the version file, in this order", () => {
    assert.equal(draft({}, { release: "spring" }).release, "spring");
    assert.equal(draft({ tagsAtCommit: ["latest", "v2.4.0"] }).release, "v2.4.0");
    const inFull = (version: string) => draft({ versionFiles: [{ path: "package.json", version }] }).release;
    assert.deepEqual(["2.4.0", "2.40.0", "2.5.0"].map(inFull), ["2.4.0", "2.4", "2.4"]);
    const versionFiles = [{ path: "package.json", version: "2.5.0" }];
    assert.equal(draft({ branch: "main", versionFiles }).release, "2.5.0");
    assert.equal(
      draft({ branch: "main", versionFiles: [{ path: "package.json", version: "2.3.1" }] }).release,
      undefined,
    );
  });
});

describe("An announcement", () => {
  it("says who is exposed, what not to do and what to fall back on", () => {
    const text = announcement(haltSchema.parse(completeInput), "Europe/Vienna");
    assert.match(
      text,
      /^Release halt: 2\.4\.0 \(release\/2\.4 at 9f3c1ab\) is on hold\. Please do not deploy it\.$/m,
    );
    assert.match(text, /^Exposed now: The rollout of 2\.4\.0 has not started\. It would hit customers/m);
    assert.match(text, /^Fallback: Stay on 2\.3\.1\.$/m);
    assert.match(text, /decides by Mon 30 Nov 2026 17:00 CET; if nobody decides: 2\.4\.0 stays back\./);
  });

  it("tells a time to decide and an update that have passed as passed", () => {
    const text = announcement(haltSchema.parse(completeInput), "Europe/Vienna", "2026-12-01T08:00:00+01:00");
    assert.match(text, /The time to decide passed on Mon 30 Nov 2026 17:00 CET for head of product/);
    assert.match(text, /Next update: was due Mon 30 Nov 2026 18:00 CET; a new time is open\./);
  });

  it("speaks of several targets in the plural, and names no component twice", () => {
    const targets: HaltInput["targets"] = [
      { id: "a", kind: "tag", name: "web-v3", component: "web" },
      { id: "b", kind: "package", name: "v2", component: "api" },
    ];
    const text = announcement(haltSchema.parse({ ...completeInput, release: "", targets }));
    assert.match(text, /^Release halt: web-v3 and api v2 are on hold\. Please do not deploy them\./);
  });
});
