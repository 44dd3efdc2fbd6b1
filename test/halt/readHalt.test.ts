import assert from "node:assert/strict";
import { readHalt } from "../../src/halt/readHalt";
import { haltJsonSchema } from "../../src/halt/jsonSchema";
import { writeHalt } from "../../src/halt/writeHalt";
import { completeInput, shortInput } from "../support/halts";

function problemsOf(text: string) {
  const read = readHalt(text);
  assert.ok(!read.ok);
  return { reason: read.reason, problems: read.problems };
}

describe("Reading a halt", () => {
  it("reads what was written, also with a byte order mark", () => {
    for (const input of [shortInput, completeInput]) {
      const read = readHalt(`\uFEFF${writeHalt(input)}`);
      assert.ok(read.ok);
      assert.equal(read.halt.title, input.title);
    }
  });

  it("says that an empty file is empty", () => {
    for (const text of ["", " \n\t"]) assert.equal(problemsOf(text).reason, "empty");
  });

  it("finds the place where a text was cut off, wherever it was cut", () => {
    const text = writeHalt(shortInput);
    for (const share of [0.1, 0.35, 0.6, 0.95]) {
      const cut = text.slice(0, Math.floor(text.trimEnd().length * share));
      const { reason, problems } = problemsOf(cut);
      assert.equal(reason, "notJson");
      const last = problems.at(-1);
      assert.equal(last?.line, cut.trimEnd().split("\n").length, cut.slice(-30));
    }
  });

  it("leaves a newer version alone and says which it reads", () => {
    const { reason, problems } = problemsOf(
      JSON.stringify({ version: 7, id: "x", shape: "unknown" }, undefined, 2),
    );
    assert.equal(reason, "newer");
    assert.match(problems[0]?.message ?? "", /version 7.*up to version 1/);
    assert.equal(problems[0]?.line, 2);
  });

  it("names each wrong value with its line and column", () => {
    const text = JSON.stringify({ ...shortInput, status: "stopped", title: 5 }, undefined, 2);
    const { reason, problems } = problemsOf(text);
    assert.equal(reason, "invalid");
    const lines = text.split("\n");
    assert.deepEqual(
      problems.map(({ line, column }) => lines[line - 1]?.slice(column - 1).replace(",", "")),
      ["5", '"stopped"'],
    );
  });

  it("refuses two items of one id, which no edit could tell apart", () => {
    const twice = {
      ...shortInput,
      options: [
        { id: "o", kind: "hotfix" },
        { id: "o", kind: "canary" },
      ],
    };
    assert.match(problemsOf(JSON.stringify(twice)).problems[0]?.message ?? "", /options\.1.*same id/);
  });

  it("refuses a key that stands twice: one reader would take the first, another the last", () => {
    const text = JSON.stringify({ ...shortInput, status: "active" }, undefined, 2);
    for (const [twice, line] of [
      [text.replace("{", '{\n  "status": "closed",'), 6],
      [text.replace(/\}$/, ',\n  "status": "closed"\n}'), text.split("\n").length + 1],
      [text.replace('"status"', '"st\\u0061tus": "closed",\n  "status"'), 6],
    ] as const) {
      const read = readHalt(twice);
      assert.ok(!read.ok, twice);
      assert.match(read.problems[0]?.message ?? "", /"status" stands twice/);
      assert.equal(read.problems[0]?.line, line);
    }
    const quoted = JSON.stringify({ ...shortInput, title: 'a "b": {"c": "\\"}', fallback: '"fallback": 1' });
    assert.equal(readHalt(quoted).ok, true);
  });

  it("refuses nesting without end, at any place of the file", () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    for (const text of [
      JSON.stringify(shortInput).replace("{", `{"zz":${deep},`),
      "[".repeat(50_000),
      `{"version":1,"zz":${deep}`,
    ]) {
      const read = readHalt(text);
      assert.ok(!read.ok);
      assert.ok(read.problems.length > 0);
    }
  });

  it("takes anything that is no halt without throwing", () => {
    for (const text of [
      "null",
      "[]",
      "3",
      '"x"',
      "{}",
      "{]",
      '{"version":1',
      "\u0000",
      '{"__proto__":{"version":1}}',
    ]) {
      assert.equal(readHalt(text).ok, false, text);
    }
  });
});

describe("The JSON Schema of a halt", () => {
  it("is draft-07 and lets sections be left out", () => {
    const schema = haltJsonSchema() as { $schema: string; required: string[]; properties: object };
    assert.equal(schema.$schema, "http://json-schema.org/draft-07/schema#");
    assert.deepEqual(schema.required.sort(), ["createdAt", "id", "status", "title", "version"]);
    assert.ok("reproduction" in schema.properties);
  });
});
