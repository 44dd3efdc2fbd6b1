import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import type { TestResults } from "../../../src/halt/testResults";
import { readResults } from "../../../src/capture/results/readResults";

const folder = join(__dirname, "../../fixtures/results");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(?:xml|trx)$/.test(name))
  .sort();

/** A tag is read past the parser only where it is whole in a part: never in parts of a few bytes, nearly always in one. */
async function read(bytes: Buffer, size: number): Promise<TestResults> {
  async function* parts(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size)
      yield await Promise.resolve(bytes.subarray(at, at + size));
  }
  const results = await readResults(parts());
  // What is said of characters depends on how far a part goes beyond the place where reading ended.
  // So does the line where the parser notices text behind the root.
  const problems = results.problems
    .filter(({ message }) => !/^(?:Characters|Bytes) /.test(message))
    .map((problem) => (/outside of root/.test(problem.message) ? { ...problem, line: 0 } : problem));
  return { ...results, problems };
}

/** What is put into a file, each where a tag is read otherwise from it on. */
const inserted = [
  ...[
    "<a/>",
    '<testcase name="x"/>',
    "<!-- ",
    " -->",
    "<![CDATA[",
    "]]>",
    "<?x ",
    "?>",
    "</testcase>",
    "<",
    ">",
    "/>",
  ],
  ...[
    '"',
    "'",
    "&",
    "&lt;",
    "&#10;",
    "\t",
    "\r\n",
    "\r",
    " ",
    "=",
    "é",
    "😀",
    "\uD83D",
    "text",
    "x:",
    "-",
    "1",
  ],
  ...[
    ' name="y"',
    " name='y'",
    ' name = "y"',
    ' constructor="y"',
    ' __proto__="y"',
    "</testsuite>",
    "<testsuite>",
  ],
];

describe("Results in XML", () => {
  it("are found among the fixtures", () => {
    assert.ok(files.length > 50, `${files.length}`);
  });

  for (const name of files) {
    it(`read the same whether a tag came whole or in pieces: ${name}`, async () => {
      const bytes = readFileSync(join(folder, name));
      assert.deepEqual(await read(bytes, bytes.length || 1), await read(bytes, 3));
      const damage = fc.record({
        at: fc.nat(Math.max(0, bytes.length - 1)),
        part: fc.constantFrom(...inserted),
        gap: fc.oneof(fc.constant(0), fc.nat(40)),
        size: fc.integer({ min: 100, max: 70_000 }),
      });
      await fc.assert(
        fc.asyncProperty(damage, async ({ at, part, gap, size }) => {
          const broken = Buffer.concat([bytes.subarray(0, at), Buffer.from(part), bytes.subarray(at + gap)]);
          assert.deepEqual(await read(broken, size), await read(broken, 3));
        }),
        { numRuns: Number(process.env["DAMAGES"] ?? 12), seed: Number(process.env["SEED"] ?? 1) },
      );
    });
  }
});
