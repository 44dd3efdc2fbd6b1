import assert from "node:assert/strict";
import { failureLenses, type FailuresHere } from "../../src/assess/failureLenses";

const code = ["import { heat } from './heat';", "boils();", "pours();", ""].join("\n");
const failure = (id: string, line: number, text?: string): FailuresHere["failures"][number] => ({
  ...{ id, suite: "kettle", name: id, line },
  ...(text !== undefined && { text }),
});

describe("A lens of failing tests", () => {
  const words = (text: string, ...failures: FailuresHere["failures"]): (readonly [number, string])[] =>
    failureLenses(text, { title: "Kettle checkout charges twice.", failures }).map((lens) => [
      lens.line,
      lens.words,
    ]);

  it("stands above the line, once for all tests that lead there", () => {
    const failures = [
      failure("hot", 2, "boils();"),
      failure("hotter", 2, "boils();"),
      failure("pours", 3, "pours();"),
    ];
    assert.deepEqual(words(code, ...failures), [
      [2, "Release Halt: 2 failing tests here · Kettle checkout charges twice"],
      [3, "Release Halt: 1 failing test here · Kettle checkout charges twice"],
    ]);
    assert.equal(words(`// ours\n${code}`, ...failures)[0]?.[0], 3);
  });

  it("stands at the top with the line that it was, where that is not found again", () => {
    const lost = [2, 9, 7, 3, 7].map((line, index) => failure(`t${index}`, line, "gone();"));
    assert.deepEqual(words(code, failure("hot", 2, "steams();")), [
      [1, "Release Halt: 1 failing test was at line 2 · Kettle checkout charges twice"],
    ]);
    assert.deepEqual(words(code, ...lost), [
      [1, "Release Halt: 5 failing tests were at lines 2, 3, 7 and 1 more · Kettle checkout charges twice"],
    ]);
  });

  it("names the tests and leads to the first, and cuts a long title", () => {
    const failures = Array.from({ length: 12 }, (_, index) => failure(`t${index}`, 2, "boils();"));
    const [lens] = failureLenses(code, { title: "x".repeat(200), failures });
    assert.equal(lens?.failure, "t0");
    assert.match(lens.tests, /^kettle › t0\nkettle › t1\n[\s\S]*\nand 2 more$/);
    assert.equal(lens.words.length, "Release Halt: 12 failing tests here · ".length + 60);
  });
});
