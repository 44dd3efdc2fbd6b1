import assert from "node:assert/strict";
import { readResults } from "../../../src/capture/results/readResults";
import type { TestResults } from "../../../src/halt/testResults";

async function read(text: string): Promise<TestResults> {
  async function* whole(): AsyncIterable<Uint8Array> {
    yield await Promise.resolve(Buffer.from(text));
  }
  return readResults(whole());
}

describe("TAP", () => {
  it("reads no test out of the diagnostic of a test that its subtests explain", async () => {
    const { total, failed, problems } = await read(`TAP version 13
# Subtest: cart
    not ok 1 - adds up
    1..1
not ok 1 - cart
  ---
  error: |-
    ok 2 - is no test
    not ok 3 - is none either
  ...
1..1
`);
    assert.deepEqual([total, failed, problems], [1, 1, []]);
  });

  it("takes braces for subtests, on the line of their test or behind its diagnostic", async () => {
    const { total, failed, errored, failures, problems } = await read(`TAP version 13
ok 1 - cart # time=1ms {
    ok 1 - adds up
    1..1
}
not ok 2 - till # time=2ms
  ---
  error: two drawers are open
  ...
{
    not ok 1 - opens
    1..1
}
not ok 3 - door
  ---
  error: a hook broke
  ...
{
    ok 1 - closes
    1..1
}
1..3
`);
    assert.deepEqual([total, failed, errored, problems], [4, 1, 1, []]);
    assert.deepEqual(
      failures.map(({ suite, name, message }) => [suite, name, message]),
      [
        ["till", "opens", ""],
        ["", "door", "a hook broke"],
      ],
    );
  });

  it("reads names with the signs that the protocol escapes, and with those that end no line in it", async () => {
    const { failures, problems } = await read(String.raw`TAP version 14
# Subtest: C:\\shop \# SKIP
    not ok 1 - is \#1 \# time=2ms # time=3ms
    not ok 2 - a ${"\u2028"} b
    1..2
not ok 1 - C:\\shop \# SKIP
1..1
`);
    assert.deepEqual(
      failures.map(({ suite, name }) => [suite, name]),
      [
        [String.raw`C:\shop # SKIP`, "is #1 # time=2ms"],
        [String.raw`C:\shop # SKIP`, "a \u2028 b"],
      ],
    );
    assert.deepEqual(problems, []);
  });

  it("reads a quoted message as it was before it was quoted", async () => {
    for (const [quoted, message] of [
      [String.raw`"expected \"a\" to be \u2615\x21\tnow"`, 'expected "a" to be ☕!\tnow'],
      [String.raw`'it''s C:\new'`, String.raw`it's C:\new`],
      [String.raw`plain "text"`, 'plain "text"'],
    ] as const) {
      const { failures } = await read(
        `TAP version 14\nnot ok 1 - a\n  ---\n  message: ${quoted}\n  ...\n1..1\n`,
      );
      assert.equal(failures[0]?.message, message);
    }
  });

  it("trusts no document that contradicts itself", async () => {
    for (const [text, said] of [
      ["1..2\nok 1 - a\nok 1 - b\n", /number of another/],
      ["1..2\nok 1 - a\nok 7 - b\n", /has the number 7/],
      ["1..2\nok 1 - a\nok 2 - b\n1..5\n", /More than one plan/],
      ["1..2\nok 1 - a\nok 2 - b\n# pass 1\n# fail 1\n", /states 1 failing/],
    ] as const) {
      const { problems } = await read(text);
      assert.equal(problems.length, 1, text);
      assert.match(problems[0]?.message ?? "", said);
    }
    const sound = await read("1..3\nok 3 - c\nok 1 - a\n# fail 1\n\nnot ok 2 - b\n# tests 3\n# fail  1\n");
    assert.deepEqual([sound.failed, sound.problems], [1, []]);
    const printed = await read("1..1\nok 1 - a\n# fail 3\n# pass 1\n# fail 0\n");
    assert.deepEqual(printed.problems, []);
  });

  it("loses no failed test whose braces are not closed", async () => {
    const { total, failures, problems } = await read(`TAP version 13
1..2
not ok 1 - cart {
    ok 1 - adds up
ok 2 - till
`);
    assert.deepEqual(
      [total, failures.map(({ name }) => name), problems.map(({ message }) => message)],
      [3, ["cart"], ["A subtest in braces has no end."]],
    );
  });
});
