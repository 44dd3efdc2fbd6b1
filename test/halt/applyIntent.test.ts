import assert from "node:assert/strict";
import * as fc from "fast-check";
import { applyIntent, applyIntents } from "../../src/halt/applyIntent";
import type { Intent } from "../../src/halt/intent";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { writeHalt } from "../../src/halt/writeHalt";
import { completeInput, emptyInput, shortInput } from "../support/halts";

function applied(text: string, ...intents: Intent[]): string {
  const result = applyIntents(text, intents);
  assert.ok(result.ok, result.ok ? "" : result.message);
  return result.text;
}

function halt(text: string): Halt {
  const read = readHalt(text);
  assert.ok(read.ok, JSON.stringify(read));
  return read.halt;
}

describe("An intent", () => {
  it("changes nothing of the text but what it names", () => {
    const before = writeHalt(completeInput);
    const after = applied(before, { kind: "set", path: ["impact", "affected"], value: "everybody" });
    const differing = before.split("\n").filter((line, index) => line !== after.split("\n")[index]);
    assert.equal(differing.length, 1);
    assert.equal(halt(after).impact.affected, "everybody");
  });

  it("leaves the text as a formatter would write it, with spaces and with tabs", () => {
    const intents: readonly Intent[] = [
      { kind: "set", path: ["impact", "workaround"], value: "pay in the shop" },
      { kind: "set", path: ["cause", "subject"], value: "Retry" },
      { kind: "set", path: ["trackRecord", "estimates"], value: [] },
      { kind: "add", path: ["trackRecord", "estimates"], item: { id: "e1", text: "ten hours" } },
      { kind: "add", path: ["trackRecord", "estimates"], item: { id: "e2", text: "two hours" } },
      { kind: "set", path: ["rollback", "minutes", "high"], value: 20 },
      { kind: "set", path: ["rollback", "owner"] },
      { kind: "set", path: ["fallback"] },
      { kind: "set", path: ["assignments", "impact"], value: { owner: "Ben Sample" } },
      { kind: "remove", path: ["trackRecord", "estimates"], id: "e1" },
      { kind: "remove", path: ["trackRecord", "estimates"], id: "e2" },
      { kind: "add", path: ["reproduction", "steps"], item: { id: "last", text: "" } },
      {
        kind: "set",
        path: ["reproduction", "steps", { id: "last" }, "captured"],
        value: { at: "2026-11-30T12:00:00Z" },
      },
    ];
    for (const indent of [2, "\t", 4]) {
      let text = `${JSON.stringify(completeInput, undefined, indent)}\n`;
      for (const intent of intents) {
        const applied = applyIntents(text, [intent]);
        assert.ok(applied.ok, JSON.stringify(intent));
        assert.equal(applied.text, `${JSON.stringify(JSON.parse(applied.text), undefined, indent)}\n`);
        text = applied.text;
      }
    }
  });

  it("keeps keys that this version does not know, wherever they stand", () => {
    const before = JSON.stringify(
      { ...shortInput, ours: { deep: [1] }, impact: { affected: "a", x: 1 } },
      undefined,
      2,
    );
    const after = applied(
      before,
      { kind: "set", path: ["impact", "affected"], value: "b" },
      { kind: "set", path: ["decision", "decider"] },
      { kind: "add", path: ["options"], item: { id: "option-1", kind: "hotfix" } },
    );
    const value = JSON.parse(after) as Record<string, unknown>;
    assert.deepEqual(value.ours, { deep: [1] });
    assert.deepEqual(value.impact, { affected: "b", x: 1 });
  });

  it("keeps tabs and carriage returns as the file has them", () => {
    const before = JSON.stringify(shortInput, undefined, "\t").replaceAll("\n", "\r\n");
    const after = applied(before, { kind: "set", path: ["severity", "level"], value: "P1" });
    assert.match(after, /\r\n\t"severity": \{\r\n\t\t"level": "P1"\r\n\t\}/);
    assert.ok(!/[^\r]\n/.test(after));
  });

  it("puts a new key where the schema has it", () => {
    const after = applied(writeHalt(shortInput), { kind: "set", path: ["owner"], value: "Ana Example" });
    const keys = Object.keys(JSON.parse(after) as object);
    assert.ok(keys.indexOf("owner") < keys.indexOf("targets"));
    assert.ok(keys.indexOf("owner") > keys.indexOf("title"));
  });

  it("names items by their ids, so a list that changed meanwhile is no danger", () => {
    const text = applied(
      writeHalt(emptyInput),
      { kind: "add", path: ["reproduction", "steps"], item: { id: "a", text: "first" } },
      { kind: "add", path: ["reproduction", "steps"], item: { id: "b", text: "second" } },
      { kind: "add", path: ["reproduction", "steps"], item: { id: "c", text: "third" } },
    );
    const moved = applied(
      text,
      { kind: "move", path: ["reproduction", "steps"], id: "c", before: "a" },
      { kind: "remove", path: ["reproduction", "steps"], id: "a" },
      { kind: "set", path: ["reproduction", "steps", { id: "b" }, "text"], value: "last" },
    );
    assert.deepEqual(
      halt(moved).reproduction.steps.map(({ id, text: words }) => [id, words]),
      [
        ["c", "third"],
        ["b", "last"],
      ],
    );
    const gone = applyIntent(moved, {
      kind: "set",
      path: ["reproduction", "steps", { id: "a" }, "text"],
      value: "x",
    });
    assert.equal(gone.ok, false);
  });

  it("is refused with a sentence when it does not fit the record", () => {
    const text = writeHalt(shortInput);
    for (const intent of [
      { kind: "set", path: ["nowhere"], value: 1 },
      { kind: "set", path: ["status"], value: "paused" },
      { kind: "set", path: ["decision", "decideBy"], value: "tomorrow" },
      { kind: "set", path: ["version"] },
      { kind: "add", path: ["title"], item: { id: "x" } },
      { kind: "set", path: ["__proto__", "polluted"], value: true },
      { kind: "set", path: ["constructor"], value: true },
    ] satisfies Intent[]) {
      const result = applyIntent(text, intent);
      assert.equal(result.ok, false, JSON.stringify(intent));
      assert.match(JSON.stringify(result), /"message":"\w+/);
    }
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  });

  it("leads from any halt by any texts to a halt that reads back what was set", () => {
    const anyText = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("title", "release", "fallback", "owner"), anyText)),
        (edits) => {
          let text = writeHalt(shortInput);
          const wanted: Record<string, unknown> = {};
          for (const [key, value] of edits) {
            text = applied(text, { kind: "set", path: [key], value });
            wanted[key] = JSON.parse(JSON.stringify(value));
          }
          const read: Record<string, unknown> = halt(text);
          for (const [key, value] of Object.entries(wanted)) assert.equal(read[key], value);
        },
      ),
      { numRuns: 60 },
    );
  });
});
