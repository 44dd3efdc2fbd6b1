import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readResults } from "../../../src/capture/results/readResults";

const folder = join(__dirname, "../../fixtures/results");
/** Of each file; many more with DAMAGES=n. */
const rounds = Number(process.env["DAMAGES"] ?? 12);

const files = readFileSync(join(folder, "expected.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"))
  .filter(([file = "", , , , failed, errored]) => {
    const { size } = statSync(join(folder, file));
    return Number(failed) + Number(errored) > 0 && size > 0 && !statSync(join(folder, file)).isDirectory();
  })
  .map(([file = ""]) => file);

/** Numbers from 0 to 1 that are the same in every run (mulberry32 by Tommy Ettinger, in the public domain). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A cut, a changed bit, a part that is gone, a part of another file. */
function damaged(bytes: Buffer, other: Buffer, next: () => number): Buffer {
  const at = Math.floor(next() * bytes.length);
  const to = Math.min(bytes.length, at + 1 + Math.floor(next() * 200));
  switch (Math.floor(next() * 4)) {
    case 0:
      return bytes.subarray(0, at);
    case 1: {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(next() * 8));
      return copy;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    default: {
      const from = Math.floor(next() * other.length);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + 200), bytes.subarray(to)]);
    }
  }
}

async function* inParts(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

describe("A result file that is damaged", () => {
  for (const [index, file] of files.entries()) {
    it(`is never taken for one without failures: ${file}`, async () => {
      const bytes = readFileSync(join(folder, file));
      const other = readFileSync(join(folder, files[(index * 7 + 3) % files.length] ?? file));
      const next = numbers(index + 1);
      for (let round = 0; round < rounds; round += 1) {
        const broken = damaged(bytes, other, next);
        const results = await readResults(inParts(broken, 1 + Math.floor(next() * 5000)));
        const isClear = results.failed + results.errored === 0 && results.problems.length === 0;
        assert.ok(!isClear, `round ${round}: ${JSON.stringify({ ...results, failures: 0 })}`);
      }
    });
  }
});
