import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import type { ReportedTest, TestResults } from "../../../src/halt/testResults";
import { decodeText } from "../../../src/capture/results/decodeText";
import { readXml } from "../../../src/capture/results/readXml";
import { ResultCollector } from "../../../src/capture/results/resultCollector";
import { damageOf } from "../../support/damage";

const folder = join(__dirname, "../../fixtures/results");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(?:xml|trx)$/.test(name))
  .sort();
const rounds = { numRuns: Number(process.env["DAMAGES"] ?? 12), seed: Number(process.env["SEED"] ?? 1) };

/** All that is told of a file, each test that passed among it. */
async function read(
  bytes: Buffer,
  sizes: readonly number[],
  isParserAlone: boolean,
): Promise<{ readonly results: TestResults; readonly tests: readonly ReportedTest[] }> {
  async function* parts(): AsyncIterable<Uint8Array> {
    let at = 0;
    for (let index = 0; at < bytes.length; index += 1) {
      const end = at + (sizes[index % sizes.length] ?? bytes.length);
      yield await Promise.resolve(bytes.subarray(at, end));
      at = end;
    }
  }
  const tests: ReportedTest[] = [];
  const into = new ResultCollector({ onTest: (test) => tests.push(test) });
  const format = await readXml(decodeText(parts(), into), into, isParserAlone);
  const results = into.results(format ?? "unknown");
  // What is said of characters depends on how far a part goes beyond the place where reading ended.
  // So does the line where the parser notices text behind the root.
  const problems = results.problems
    .filter(({ message }) => !/^(?:Characters|Bytes) /.test(message))
    .map((problem) => (/outside of root/.test(problem.message) ? { ...problem, line: 0 } : problem));
  return { results: { ...results, problems }, tests };
}

/** What is put into a file, each where it is read otherwise from it on. */
const inserted = [
  ...[
    "<a/>",
    "<a>",
    "</a>",
    "</a >",
    "< a>",
    '<testcase name="x"/>',
    '<testcase name="x" time="1">',
    "</testcase>",
  ],
  ...[
    "<failure message='m &lt; n'>",
    "</failure>",
    "<system-out>",
    "</system-out>",
    "</testsuite>",
    "<testsuite>",
  ],
  ...[
    '<c x="1" x="2"/>',
    "<c x=1/>",
    "<c x='&foo;'/>",
    "<c x='a<b'/>",
    '<c x="a>b"/>',
    "<n:d x:y='1'/>",
    "<é/>",
  ],
  ...['<c\n  x="1"\r\n  y="2"\n/>', '<c x="1"y="2"/>', "<c x='&#10;&#x41;&#X41;&#1;'/>", "<c x='é😀'/>"],
  ...["<!-- ", " -->", "<!-- a > b -->", "<!-- -- -->", "<![CDATA[", "]]>", "<![CDATA[a > b ]] & ]]]>"],
  ...["<?x ", "?>", '<?xml version="1.1"?>', "<!DOCTYPE a>", "<", ">", "/>", '"', "'", "=", "&", ";", "]]"],
  ...[
    "&lt;",
    "&#10;",
    "&foo;",
    "&#x1b;[31m",
    "\u001B[0m",
    "\u0001",
    "\uFFFE",
    "\u0085",
    "\t",
    "\r\n",
    "\r",
    "\n",
    " ",
  ],
  ...["é", "😀", "\uD83D", "text", "x:", "-", "1", ' name="y"', " name='y'", ' name = "y"'],
  ...[' constructor="y"', ' __proto__="y"', "<d>".repeat(210)],
];

const damage = damageOf(inserted);

describe("Results in XML", () => {
  it("are found among the fixtures", () => {
    assert.ok(files.length > 50, `${files.length}`);
  });

  for (const name of files) {
    it(`read the same past the parser as by it alone, wherever they are cut: ${name}`, async () => {
      const bytes = readFileSync(join(folder, name));
      const alone = await read(bytes, [bytes.length || 1], true);
      for (const size of [bytes.length || 1, 1, 3, 1021])
        assert.deepEqual(await read(bytes, [size], false), alone, `in parts of ${size}`);
      await fc.assert(
        fc.asyncProperty(damage, async ({ places, sizes }) => {
          let broken = bytes;
          for (const { at, part, gap } of places) {
            const start = Math.floor(at * broken.length);
            broken = Buffer.concat([
              broken.subarray(0, start),
              Buffer.from(part),
              broken.subarray(start + gap),
            ]);
          }
          assert.deepEqual(await read(broken, sizes, false), await read(broken, [broken.length], true));
        }),
        rounds,
      );
    });
  }

  it("read the same at every place where a part may end", async () => {
    const bytes = Buffer.from(
      '<?xml version="1.0"?>\r\n<testsuites>\r\n <testsuite name="a&amp;b" tests="3">\n  <testcase name="é 😀" time="1.5" />\r\n' +
        "  <testcase name='it&apos;s'>\n    <failure message=\"1 &lt; 2\"><![CDATA[at <a>\r\n]] > ]]]>&#10;\u001B[31mred\u001B[0m</failure><!-- > -->\n" +
        "  </testcase>\n  <testcase name='c'><skipped/>]]></testcase>\n  <n:x y = '1'/><?z >?></testsuite>\n</testsuites>\n",
    );
    const alone = await read(bytes, [bytes.length], true);
    assert.equal(alone.tests.length, 3);
    for (let at = 1; at < bytes.length; at += 1)
      assert.deepEqual(await read(bytes, [at, bytes.length], false), alone, `cut at ${at}`);
  });
});
