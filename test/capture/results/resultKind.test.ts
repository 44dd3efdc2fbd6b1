import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readResults } from "../../../src/capture/results/readResults";
import type { TestResults } from "../../../src/halt/testResults";

const folder = join(__dirname, "../../fixtures/results");

/** A pipeline's own output: words, structured lines, and one line that is longer than what is looked at in one piece. */
const noise = Buffer.from(
  `${"npm warn deprecated kettle@1.0.0\n".repeat(300)}{"level":"info","msg":"built"}\n${"{x".repeat(100_000)}\n`,
);
/** Three MB of it. */
const rounds = 15;
const noiseLines = rounds * 302;

async function readBehindNoise(text: string | Uint8Array): Promise<TestResults> {
  async function* chunks(): AsyncIterable<Uint8Array> {
    for (let round = 0; round < rounds; round += 1) yield await Promise.resolve(noise);
    yield typeof text === "string" ? Buffer.from(text) : text;
  }
  return readResults(chunks());
}

describe("Results that stand in a log", () => {
  for (const name of [
    ...["go/kettle.ndjson", "tap/kettle.tap", "perl/prove-v.txt", "pytest/kettle.xml", "bazel/kettle.ndjson"],
    ...[
      "jest/json-kettle.json",
      "vitest/json-kettle.json",
      "rspec/kettle.json",
      "phpunit/teamcity-kettle.txt",
    ],
  ])
    it(`are found behind megabytes of other output: ${name}`, async () => {
      const bytes = readFileSync(join(folder, name));
      const alone = await readResults(only(bytes));
      const found = await readBehindNoise(bytes);
      const counts = ({ format, total, failed, errored, flaky }: TestResults) =>
        [format, total, failed, errored, flaky] as const;
      assert.ok(alone.total > 0);
      assert.deepEqual(counts(found), counts(alone));
    });

  it("keep the numbers of their lines", async () => {
    const bytes = readFileSync(join(folder, "jest/json-kettle.json"));
    const cut = JSON.stringify(JSON.parse(bytes.toString()), null, 2).slice(0, 5000);
    const lineOf = ({ problems }: TestResults) => problems.find(({ line }) => line !== undefined)?.line ?? 0;
    const alone = lineOf(await readResults(only(Buffer.from(cut))));
    assert.ok(alone > 1);
    assert.equal(lineOf(await readBehindNoise(cut)), noiseLines + alone);
  });

  it("are found behind JSON that is something else, and that is said", async () => {
    const settings = JSON.stringify({ kettle: { litres: 2 } }, null, 2);
    const results = await readResults(
      only(Buffer.from(`${settings}\nTAP version 13\nnot ok 1 - pours\n1..1\n`)),
    );
    assert.deepEqual([results.format, results.total, results.failed], ["tap", 1, 1]);
    assert.match(results.problems[0]?.message ?? "", /^JSON that is no test result stands before/);
  });

  it("are a problem where there are none", async () => {
    const { format, total, problems } = await readBehindNoise("the end\n");
    assert.deepEqual([format, total], ["unknown", 0]);
    assert.equal(problems[0]?.severity, "error");
  });
});

async function* only(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes);
}
