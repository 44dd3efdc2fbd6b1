import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { decodeText } from "../../../src/capture/results/decodeText";
import { goTestJson } from "../../../src/capture/results/goTestJson";
import type { LineFormat } from "../../../src/capture/results/lineFormat";
import { readLines } from "../../../src/capture/results/readLines";
import { ResultCollector } from "../../../src/capture/results/resultCollector";
import { lineFormats } from "../../../src/capture/results/resultKind";
import type { ReportedTest, TestResults } from "../../../src/halt/testResults";
import { damageOf } from "../../support/damage";

const folder = join(__dirname, "../../fixtures/results");
const files = ["go", "gotestsum"].flatMap((tool) =>
  readdirSync(join(folder, tool))
    .filter((name) => name.endsWith(".ndjson"))
    .map((name) => `${tool}/${name}`),
);
const rounds = { numRuns: Number(process.env["DAMAGES"] ?? 12), seed: Number(process.env["SEED"] ?? 1) };

/** What reads the lines one by one, each as JSON. */
const byLine: LineFormat = {
  ...goTestJson,
  begin: (into) => {
    const reader = goTestJson.begin(into);
    return {
      line: (text, json, number) => {
        reader.line(text, json, number);
      },
      end: () => {
        reader.end();
      },
    };
  },
};

/** All that is told of a file, each test that passed among it. */
async function read(
  text: string,
  sizes: readonly number[],
  format: LineFormat,
): Promise<{ readonly results: TestResults; readonly tests: readonly ReportedTest[] }> {
  const bytes = Buffer.from(text);
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
  await readLines(decodeText(parts(), into), format, lineFormats, 0, into);
  return { results: into.results(format.id), tests };
}

function line(event: object): string {
  return `${JSON.stringify({ Time: "2026-11-25T09:13:37.56804411Z", ...event })}\n`;
}

/** What is put into a file, each where it is read otherwise from it on. */
const inserted = [
  ...[
    "{",
    "}",
    '"',
    "\\",
    "\\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\u0001",
    "\u007F",
    "\u2028",
    " ",
    ",",
    "é",
    "😀",
  ],
  ...[',"Elapsed":1', ',"Elapsed":01', ',"Elapsed":1.5e3', ',"Elapsed":-1', ',"Elapsed":0.0000000001'],
  ...[
    ',"Test":"TestA"',
    ',"Test":""',
    ',"Output":"a"',
    ',"Output":"a\\n"',
    ',"OutputType":"frame"',
    "\\u003c",
  ],
  ...[
    ',"Output":"a\\n","OutputType":"error-continue"}',
    ',"Action":"fail"',
    ',"Package":"a"',
    "x",
    "0",
    "1.",
  ],
  line({ Action: "run", Package: "a", Test: "TestA" }),
  line({ Action: "output", Package: "a", Test: "TestA", Output: "no\n", OutputType: "error" }),
  line({ Action: "fail", Package: "a", Test: "TestA", Elapsed: 0.1 }),
  line({ Action: "pass", Package: "a", Test: "TestA" }),
  line({ Action: "fail", Package: "a" }),
];

const damage = damageOf(inserted);

describe("Results of Go", () => {
  it("are found among the fixtures", () => {
    assert.ok(files.length > 10, `${files.length}`);
  });

  for (const name of files) {
    it(`read the same from plain lines as from each as JSON, wherever they are cut: ${name}`, async () => {
      const text = readFileSync(join(folder, name), "utf8");
      const parsed = await read(text, [text.length], byLine);
      for (const size of [text.length, 1, 3, 1021])
        assert.deepEqual(await read(text, [size], goTestJson), parsed, `in parts of ${size}`);
      await fc.assert(
        fc.asyncProperty(damage, async ({ places, sizes }) => {
          let broken = text;
          for (const { at, part, gap } of places) {
            const start = Math.floor(at * broken.length);
            broken = broken.slice(0, start) + part + broken.slice(start + gap);
          }
          assert.deepEqual(
            await read(broken, sizes, goTestJson),
            await read(broken, [broken.length], byLine),
          );
        }),
        rounds,
      );
    });
  }

  it("read the same at every place where a part may end, and a line that is nearly plain as what it is", async () => {
    // A file is decoded from its first 256 bytes on.
    const head = line({ Action: "start", Package: "a" }).repeat(4);
    const run = line({ Action: "run", Package: "a", Test: "TestA" });
    const ends = [
      "",
      ',"Elapsed":0.5',
      ',"Elapsed":01',
      ',"Elapsed":',
      ',"Output":"a\\\\n"',
      ',"Output":"\t"',
    ].map((more) => line({ Action: "fail", Package: "a", Test: "TestA" }).replace("}", `${more}}`));
    for (const end of [
      ...ends,
      ...ends.map((one) => one.replace("\n", "\r\n")),
      `x${ends[0] ?? ""}`,
      ` ${ends[0] ?? ""}`,
    ]) {
      const text = head + run + end + line({ Action: "fail", Package: "a", Elapsed: 1.25 });
      const parsed = await read(text, [text.length], byLine);
      for (let at = head.length; at < text.length; at += 1)
        assert.deepEqual(await read(text, [at, text.length], goTestJson), parsed, `cut at ${at}: ${text}`);
    }
  });
});
