import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { writeGoTestFile, writeJunitFile } from "./resultFiles";

const execute = promisify(execFile);
const megabyte = 1_000_000;
const repeats = 3;

/** What one reader took for one file, in a process of its own. */
interface Taken {
  readonly reader: string;
  /** The quickest of the runs, in milliseconds, without the start of the process. */
  readonly ms: number;
  readonly tests: number;
  /** The most memory that the process held, in MB. */
  readonly peakMb: number;
}

export interface ResultFigures {
  readonly junit: readonly Taken[];
  readonly lines: readonly Taken[];
  /** Ours, by the size of the file in MB. */
  readonly sizes: readonly (readonly [number, Taken])[];
}

/** Others that read JUnit, each as its own documentation shows; installed beside the project for the time of the run. */
const peers: Readonly<Record<string, string>> = {
  "fast-xml-parser@5.12.1": `
    import { XMLParser } from "fast-xml-parser";
    const tree = new XMLParser({ ignoreAttributes: false }).parse(readFileSync(file, "utf8"));
    const tests = tree.testsuites.testsuite.reduce((sum, { testcase }) => sum + testcase.length, 0);`,
  "junit2json@4.0.0": `
    import { parse } from "junit2json";
    const tree = await parse(readFileSync(file, "utf8"));
    const tests = tree.testsuite.reduce((sum, { testcase }) => sum + testcase.length, 0);`,
  "test-results-parser@0.4.6": `
    import parser from "test-results-parser";
    const tests = parser.parse({ type: "junit", files: [file] }).total;`,
};

const figures = z.object({ ms: z.number(), tests: z.number(), peakKb: z.number() });

/** Reads large files with the reader, with the bare parser under it, and with others that read JUnit. */
export async function measureResults(): Promise<ResultFigures> {
  const folder = await mkdtemp(join(tmpdir(), "release-halt-bench-results-"));
  try {
    const [junitFile, goFile] = [join(folder, "junit.xml"), join(folder, "go.json")];
    const tests = {
      junit: await writeJunitFile(junitFile, 100 * megabyte),
      go: await writeGoTestFile(goFile, 100 * megabyte),
    };
    const junit = [
      await best("bare saxes", junitFile),
      await best("ours", junitFile),
      ...(await measurePeers(folder, junitFile)),
    ];
    const lines = [await best("bare JSON.parse", goFile), await best("ours", goFile)];
    for (const taken of junit) expect(taken, tests.junit);
    for (const taken of lines) expect(taken, tests.go);
    const sizes: (readonly [number, Taken])[] = [];
    for (const mb of [10, 100, 1000]) {
      await writeJunitFile(junitFile, mb * megabyte);
      sizes.push([mb, await once("ours", junitFile)]);
    }
    return { junit, lines, sizes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measurePeers(folder: string, file: string): Promise<readonly Taken[]> {
  await writeFile(join(folder, "package.json"), "{}");
  await execute("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...Object.keys(peers)], {
    cwd: folder,
  });
  const taken: Taken[] = [];
  for (const [reader, code] of Object.entries(peers)) {
    const program = `
      import { readFileSync } from "node:fs";
      const file = process.argv[1];
      const started = performance.now();
      ${code}
      const ms = performance.now() - started;
      console.log(JSON.stringify({ ms, tests, peakKb: process.resourceUsage().maxRSS }));`;
    const args = ["--max-old-space-size=8192", "--input-type=module", "-e", program, file];
    taken.push({ reader, ...(await run(args, folder)) });
  }
  return taken;
}

async function best(reader: string, file: string): Promise<Taken> {
  let least = await once(reader, file);
  for (let repeat = 1; repeat < repeats; repeat += 1) {
    const next = await once(reader, file);
    if (next.ms < least.ms) least = next;
  }
  return least;
}

async function once(reader: string, file: string): Promise<Taken> {
  return { reader, ...(await run([resolve("dist/test/readResultFile.js"), reader, file], process.cwd())) };
}

async function run(args: readonly string[], cwd: string): Promise<Omit<Taken, "reader">> {
  const { stdout } = await execute(process.execPath, args, { cwd });
  const { ms, tests, peakKb } = figures.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
  return { ms, tests, peakMb: peakKb / 1024 };
}

function expect({ reader, tests }: Taken, wanted: number): void {
  if (tests !== wanted) throw new Error(`${reader} counts ${tests} tests of ${wanted}.`);
}
