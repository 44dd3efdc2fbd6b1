import assert from "node:assert/strict";
import * as fc from "fast-check";
import { textUpTo } from "../../src/halt/textUpTo";

describe("The text up to a key", () => {
  it("holds the object's values up to that one, at the same places", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, pick) => {
        const text = JSON.stringify(object, undefined, pick % 3);
        const keys = Object.keys(JSON.parse(text) as object);
        const key = keys[pick % keys.length] ?? "";
        const head = textUpTo(text, key);
        assert.ok(head !== undefined, text);
        assert.ok(text.startsWith(head.slice(0, -1)));
        const kept = keys.slice(0, keys.indexOf(key) + 1);
        assert.deepEqual(JSON.parse(head), pickKeys(object, kept));
      }),
    );
  });

  it("is none where the key is not there, or only deeper or as a value", () => {
    for (const text of [
      '{"a": {"b": 1}}',
      '{"a": "b"}',
      '["b"]',
      '"b"',
      "",
      '{"a": ["b"]}',
      "{",
      '{"\\x": 1}',
    ]) {
      assert.equal(textUpTo(text, "b"), undefined, text);
    }
  });
});

function pickKeys(object: object, keys: readonly string[]): unknown {
  const all = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}
