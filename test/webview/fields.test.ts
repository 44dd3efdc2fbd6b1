import assert from "node:assert/strict";
import { fieldKinds, says } from "../../src/webview/fieldKinds";
import { instantFrom, instantText } from "../../src/webview/instantText";
import { Pending } from "../../src/webview/pending";
import { valueAt } from "../../src/webview/valueAt";
import { viewFrom } from "../../src/webview/view";
import { totalsWords } from "../../src/webview/words";

describe("A time as a person types it", () => {
  const now = new Date(2026, 10, 30, 16, 0); // a Monday
  const typed = (text: string): string | undefined => {
    const date = instantFrom(text, now);
    return date === undefined ? undefined : instantText(date);
  };

  it("is the next such time on their clock", () => {
    assert.equal(typed("17:00"), "2026-11-30 17:00");
    assert.equal(typed("9:30"), "2026-12-01 09:30");
    assert.equal(typed("Today 9:30"), "2026-11-30 09:30");
    assert.equal(typed("tomorrow 9.30"), "2026-12-01 09:30");
    assert.equal(typed("Wed 12:00"), "2026-12-02 12:00");
    assert.equal(typed("monday, 15:00"), "2026-12-07 15:00");
    assert.equal(typed("2026-11-30T17:00"), "2026-11-30 17:00");
    assert.equal(typed("2026-11-30, 17:00"), "2026-11-30 17:00");
  });

  it("is refused when it is none", () => {
    for (const text of [
      "",
      "soon",
      "25:00",
      "12:60",
      "2026-02-31 10:00",
      "17",
      "someday 10:00",
      "2026-11-30",
    ]) {
      assert.equal(typed(text), undefined, text);
    }
  });

  it("stays the same time when it is shown and read again", () => {
    const { instant } = fieldKinds;
    const value = instant.parse("2026-11-30 17:00");
    assert.equal(typeof value, "string");
    assert.ok(says(instant, instant.show(value), value));
    assert.equal(instant.show("no time"), "");
  });
});

describe("A figure", () => {
  it("is read as people write it, and nothing else is taken for one", () => {
    const { figure } = fieldKinds;
    for (const [text, value] of [
      ["1200", 1200],
      ["1,200", 1200],
      ["1 200", 1200],
      ["1.5", 1.5],
      ["1,5", 1.5],
      ["", null],
      ["-3", undefined],
      ["about 5", undefined],
      ["1e9", undefined],
    ] as const) {
      assert.equal(figure.parse(text), value, text);
    }
  });
});

describe("What is typed", () => {
  it("is not overwritten by a state that does not hold it yet, but is after an undo", () => {
    const pending = new Pending();
    pending.typed("abc");
    assert.equal(
      pending.keeps((text) => text === "ab"),
      true,
    );
    assert.equal(
      pending.keeps((text) => text === "abc"),
      false,
    );
    pending.typed("abcd");
    Pending.forgetAll();
    assert.equal(
      pending.keeps(() => false),
      false,
    );
  });
});

describe("The page", () => {
  it("finds values by keys and ids", () => {
    const halt = { reproduction: { steps: [{ id: "a", text: "first" }] } };
    assert.equal(valueAt(halt, ["reproduction", "steps", { id: "a" }, "text"]), "first");
    assert.equal(valueAt(halt, ["reproduction", "steps", { id: "b" }, "text"]), undefined);
    assert.equal(valueAt(halt, ["a", "b", "c"]), undefined);
  });

  it("starts afresh from a remembered view that makes no sense", () => {
    for (const remembered of [
      undefined,
      null,
      5,
      "x",
      { open: 3 },
      { tab: "gone", open: ["none"], audience: 1 },
    ]) {
      assert.deepEqual(viewFrom(remembered), {
        tab: "evidence",
        open: [],
        openDetails: [],
        audience: "short",
      });
    }
    const before = { tab: "brief", open: ["impact"], openDetails: ["f1"], audience: "full" };
    assert.deepEqual(viewFrom(before), before);
  });
});

describe("What result files come to", () => {
  const none = { suites: 1, total: 0, passed: 0, failed: 0, errored: 0, skipped: 0 };

  it("is said in as many words as there is something to say", () => {
    assert.equal(totalsWords({ ...none, total: 2, failed: 1 }), "1 failed of 2 tests");
    assert.equal(totalsWords({ ...none, total: 1284 }), "1,284 tests, none failed");
    assert.equal(
      totalsWords({ ...none, total: 9, failed: 2, errored: 1, skipped: 3, flaky: 1 }),
      "2 failed, 1 errored of 9 tests, 3 skipped, 1 flaky",
    );
    assert.equal(totalsWords(none), "no test");
  });
});
