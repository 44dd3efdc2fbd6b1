import assert from "node:assert/strict";
import { jsonValue, prependEntry, removeEntry } from "../../src/gate/install/jsonInsert";

describe("An entry of a JSON file", () => {
  for (const [where, text, path, rest] of [
    ["before a comment with a comma", '["ours" /* one, two */, "a"]', [0], '[ /* one, two */ "a"]'],
    ["behind a comment on the same line", '[\n  // gate\n  "ours", "a"\n]', [0], ["a"]],
    ["behind a comma and a comment", '["a", // last, but one\n"ours"]', [1], ["a"]],
    ["between two comments", '["a", /* b, */ "ours", // c,\n "d"]', [1], ["a", "d"]],
    ["with a comma behind it", '["a", "ours",]', [1], '["a",]'],
    ["alone with a comma behind it", '{ "a": ["ours",] }', ["a", 0], '{ "a": [] }'],
    ["at the end of an object", '{"a": 1, // a,\n"ours": {"b": ","}}', ["ours"], '{"a": 1 // a,\n}'],
  ] as const) {
    it(`comes out ${where}, and nothing else does`, () => {
      const removed = removeEntry(text, path);
      if (typeof rest === "string") assert.equal(removed, rest);
      else assert.deepEqual(jsonValue(removed ?? "", []), rest, removed);
    });
  }

  it("comes out to the byte where it was put", () => {
    for (const text of ["[]", "[ ]", '["a"]', '[ "a" ]', '[\n\t"a",\r\n"b" // c, d\n]', '[ // a,\n "b"]']) {
      const put = prependEntry(text, [], '"ours, too"') ?? "";
      assert.notEqual(put, text);
      assert.equal(removeEntry(put, [0]), text);
    }
  });
});
