import { createReadStream } from "node:fs";
import { SaxesParser } from "saxes";
import { readResults } from "../../src/capture/results/readResults";

/*
 * Reads one file of test results with one reader, in a process of its own, and prints what it took:
 *   node readResultFile.js READER FILE
 */

/** Answers with the number of tests. */
type Reader = (file: string) => Promise<number>;

const readers: Readonly<Record<string, Reader>> = {
  ours: async (file) => (await readResults(createReadStream(file))).total,
  // The parser alone, with as little around it as tells that it read all.
  "bare saxes": async (file) => {
    const parser = new SaxesParser();
    let cases = 0;
    parser.on("opentag", ({ name }) => {
      if (name === "testcase") cases += 1;
    });
    for await (const part of createReadStream(file, "utf8")) parser.write(String(part));
    parser.close();
    return cases;
  },
  // Lines and JSON.parse, and the outcomes counted.
  "bare JSON.parse": async (file) => {
    let [rest, tests] = ["", 0];
    for await (const part of createReadStream(file, "utf8")) {
      const lines = (rest + String(part)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (isEndOfTest(JSON.parse(line))) tests += 1;
    }
    return tests;
  },
};

function isEndOfTest(event: unknown): boolean {
  if (typeof event !== "object" || event === null || !("Test" in event) || !("Action" in event)) return false;
  return event.Action === "pass" || event.Action === "fail";
}

async function main([name = "", file = ""]: readonly string[]): Promise<void> {
  const reader = readers[name];
  if (reader === undefined) throw new Error(`There is no reader "${name}".`);
  const started = performance.now();
  const tests = await reader(file);
  const ms = performance.now() - started;
  console.log(JSON.stringify({ ms, tests, peakKb: process.resourceUsage().maxRSS }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
