import assert from "node:assert/strict";
import fc from "fast-check";
import { mapLine } from "../../src/capture/lineMap";

describe("A line, followed through a change of its text", () => {
  const old = ["a", "b", "}", "c", "d", "}", "e"];

  const follow = (at: number, now: readonly string[]) => mapLine(old, at, now, true);

  it("is kept where the same line stands between the same neighbours", () => {
    assert.deepEqual(follow(5, ["new", ...old]), { kind: "kept", index: 6 });
    assert.deepEqual(follow(5, ["a", "b", "}", "new", "c", "x", "d", "}", "e"]), { kind: "kept", index: 7 });
    assert.deepEqual(follow(2, ["c", "d", "}", "e"]).kind, "replaced", "the other bracket is left");
  });

  it("is replaced by what stands between the neighbours that are left", () => {
    assert.deepEqual(follow(4, ["a", "b", "}", "c", "x", "y", "}", "e"]), {
      kind: "replaced",
      ...{ from: 4, to: 6, stood: 1, expected: 4, isBounded: true },
    });
    assert.deepEqual(mapLine(["c", "d", "e"], 1, ["x", "c", "y", "z"], false), {
      kind: "replaced",
      ...{ from: 2, to: 4, stood: 2, expected: 2, isBounded: false },
    });
  });

  it("is lost where only neighbours of it were known and none of them is left", () => {
    assert.deepEqual(mapLine(["c", "d", "e"], 1, ["x", "d d", "y"], false), { kind: "lost" });
  });

  it("is the line that it was, whatever was put in or taken out around it", () => {
    const lines = fc.array(fc.constantFrom("{", "}", "", "return 1;", "x", "y"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, lines, (above, below, added) => {
        const wanted = "the one line";
        const now = [...added, ...above.slice(1), wanted, ...below.slice(2), ...added];
        const mapped = mapLine([...above, wanted, ...below], above.length, now, true);
        assert.deepEqual(mapped, { kind: "kept", index: now.indexOf(wanted) });
      }),
    );
  });

  it("is followed through a hundred thousand lines in one go", () => {
    const many = Array.from({ length: 100_000 }, (_, line) => (line % 3 === 0 ? "}" : `line ${line}`));
    const now = many.flatMap((line, index) => (index % 7 === 0 ? [line, `new ${index}`] : [line]));
    const mapped = mapLine(many, 50_000, now, true);
    assert.deepEqual(mapped, { kind: "kept", index: now.indexOf("line 50000") });
  });
});
