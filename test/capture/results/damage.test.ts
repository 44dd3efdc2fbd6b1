import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readResults } from "../../../src/capture/results/readResults";
import { numbersFrom } from "../../support/random";

const folder = join(__dirname, "../../fixtures/results");
/** Of each file: a few thousand together. The nightly form is DAMAGES=600, over 200,000 of them. */
const rounds = Number(process.env["DAMAGES"] ?? 12);
/** SEED=n damages otherwise. One in half a million splices makes a whole TAP file of other tests, which nobody can tell. */
const seed = Number(process.env["SEED"] ?? 1);
/** Far more than any takes; a pattern that goes back over what it read takes minutes. */
const mostMs = 10_000;

const files = readFileSync(join(folder, "expected.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"))
  .map(([name = "", , , , failed, errored]) => ({ name, fails: Number(failed) + Number(errored) > 0 }))
  .filter(({ name }) => statSync(join(folder, name)).isFile() && statSync(join(folder, name)).size > 0)
  .map((file) => ({ ...file, bytes: readFileSync(join(folder, file.name)) }));

/** What can happen to a file, each as likely as the others. */
const damages: Readonly<Record<string, (bytes: Buffer, at: number, next: () => number) => Buffer>> = {
  cut: (bytes, at) => bytes.subarray(0, at),
  flip: (bytes, at, next) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(next() * 8));
    return copy;
  },
  gap: (bytes, at, next) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + upTo(200, next))]),
  splice: (bytes, at, next) => {
    const other = files[upTo(files.length, next)]?.bytes ?? bytes;
    const from = upTo(other.length, next);
    const part = other.subarray(from, from + 1 + upTo(400, next));
    return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at + upTo(200, next))]);
  },
};
const kinds = Object.keys(damages);

function upTo(end: number, next: () => number): number {
  return Math.floor(next() * end);
}

async function* inParts(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

describe("A result file that is damaged", () => {
  for (const [index, { name, fails, bytes }] of files.entries()) {
    it(`is read to its end${fails ? ", and never taken for one without failures" : ""}: ${name}`, async () => {
      const next = numbersFrom(seed * 1_000_003 + index);
      for (let round = 0; round < rounds; round += 1) {
        const kind = kinds[upTo(kinds.length, next)] ?? "cut";
        const broken = damages[kind]?.(bytes, upTo(bytes.length, next), next) ?? bytes;
        const begin = performance.now();
        const results = await readResults(inParts(broken, 1 + upTo(5000, next)));
        const { total, passed, failed, errored, skipped, failures, failuresNotStored, problems } = results;
        const said = `SEED=${seed}, round ${round}, ${kind}: ${JSON.stringify({ ...results, failures: 0 })}`;
        assert.ok(performance.now() - begin < mostMs, said);
        assert.equal(total, passed + failed + errored + skipped, said);
        assert.equal(failures.length + failuresNotStored, failed + errored, said);
        if (total === 0)
          assert.ok(
            problems.some(({ severity }) => severity === "error"),
            said,
          );
        if (fails) assert.ok(failed + errored > 0 || problems.length > 0, said);
      }
    });
  }
});
