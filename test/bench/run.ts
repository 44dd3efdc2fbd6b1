import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createVSIX } from "@vscode/vsce";
import * as z from "zod";
import { captureFacts } from "../../src/capture/git/captureFacts";
import { createGit, type Git } from "../../src/system/git";
import { haltFolders } from "../../src/system/haltStore";
import { runExtensionTests } from "../editor/harness/extensionTests";
import { makeLargeRepository } from "../support/largeRepository";
import { measureCheck, measureCrowd } from "./ledger";
import { measureOverhead, measureSearches } from "./prove";
import { measureResults } from "./results";
import { measureRoundTrip } from "./roundTrip";

const windows = 5;
const measured = z.object({
  activation: z.object({ emptyFirst: z.number(), ours: z.number(), emptyLast: z.number() }),
  draft: z.array(z.number()),
  git: z.array(z.number()),
});

/** Prints each figure beside a reference that was measured in the same run, and the aim. */
async function main(): Promise<void> {
  if (process.argv.includes("prove")) {
    await benchProve();
    return;
  }
  await promisify(execFile)(process.execPath, ["esbuild.js", "--tests"]);
  if (process.argv.includes("results")) {
    await benchResults();
    return;
  }
  await promisify(execFile)("npx", ["tsx", "test/package/package.ts"]);
  await promisify(execFile)(process.execPath, ["esbuild.js", "--tests"]);
  const folder = await mkdtemp(join(tmpdir(), "release-halt-bench-"));
  try {
    await benchCheck();
    await benchCrowd();
    if (process.argv.includes("--ledger")) return;
    await benchExtensionHost(folder);
    await benchRoundTrip();
    await benchResults();
    await benchProve();
    await printSizes();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchExtensionHost(folder: string): Promise<void> {
  const repository = join(folder, "large");
  await makeLargeRepository(repository, 20_000, 300);
  await recordCommands(repository);
  const installed = await packExtensions(folder);
  const ours: number[] = [];
  const empty: number[] = [];
  let last: z.output<typeof measured> | undefined;
  for (let window = 0; window < windows; window += 1) {
    const lines: string[] = [];
    await runExtensionTests({
      development: [await makeExtension(folder, "host")],
      installed,
      tests: resolve("dist/test/bench.js"),
      folder: repository,
      print: (line) => lines.push(line),
    });
    const said = lines.at(-1) ?? "";
    if (!said.startsWith("{")) throw new Error(`The extension host could not measure: ${said}`);
    last = measured.parse(JSON.parse(said));
    ours.push(last.activation.ours);
    empty.push(Math.min(last.activation.emptyFirst, last.activation.emptyLast));
    await rm(join(repository, ".git", "release-halt"), { recursive: true, force: true });
  }
  const over = median(ours) - median(empty);
  line(
    "activate()",
    `${ms(median(ours))}, an empty extension ${ms(median(empty))}: ${ms(over)} over it (aim: 15 ms or less)`,
  );
  if (last === undefined) return;
  const [first = 0, ...warm] = last.draft;
  ratio("command to open editor, warm", median(warm), "its bare git commands", median(last.git));
  ratio("command to open editor, first", first, "its bare git commands", median(last.git));
}

/** What drafting asks of git, so that the same can be run without anything around it. */
async function recordCommands(repository: string): Promise<void> {
  const git = createGit();
  const recorded: (readonly string[])[] = [];
  const recording: Git = {
    path: git.path,
    run: async (folder, args, options) => {
      recorded.push(args);
      return git.run(folder, args, options);
    },
  };
  await captureFacts(recording, repository);
  await haltFolders(recording, repository);
  await writeFile(join(repository, ".git", "bench-commands.json"), JSON.stringify(recorded));
}

/** Ours, woken by nothing but its commands, and two that do nothing, packaged. */
async function packExtensions(folder: string): Promise<string[]> {
  const ours = join(folder, "ours");
  await mkdir(ours);
  await cp("dist", join(ours, "dist"), { recursive: true });
  await cp("media", join(ours, "media"), { recursive: true });
  for (const file of ["package.nls.json", ".vscodeignore", "LICENSE"]) await cp(file, join(ours, file));
  const manifest: unknown = JSON.parse(await readFile("package.json", "utf8"));
  await writeFile(
    join(ours, "package.json"),
    JSON.stringify(Object.assign({}, manifest, { activationEvents: [] })),
  );
  const places = [
    ours,
    await makeExtension(folder, "empty-first"),
    await makeExtension(folder, "empty-last"),
  ];
  const packed = places.map(async (cwd) => {
    const packagePath = `${cwd}.vsix`;
    await createVSIX({
      cwd,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
      skipLicense: true,
    });
    return packagePath;
  });
  return Promise.all(packed);
}

async function makeExtension(folder: string, name: string): Promise<string> {
  const place = join(folder, name);
  await mkdir(place, { recursive: true });
  const own = {
    name,
    publisher: "bench",
    version: "1.0.0",
    engines: { vscode: "^1.100.0" },
    main: "./extension.js",
  };
  await writeFile(join(place, "package.json"), JSON.stringify({ ...own, activationEvents: [] }));
  await writeFile(join(place, "extension.js"), "exports.activate = () => {};\n");
  return place;
}

async function benchRoundTrip(): Promise<void> {
  const { without, with500 } = await measureRoundTrip();
  ratio("one edit with 500 failures", median(with500), "one with none", median(without));
}

async function benchCheck(): Promise<void> {
  const { records, tags, node, sh, git, start } = await measureCheck();
  line(
    "check",
    `with ${records} records and ${tags} tags; a program of Node's that does nothing ${ms(median(start))}`,
  );
  const reference = "its bare git commands";
  for (const [what, times] of [
    ["check, command line", node],
    ["check, with git alone", sh],
  ] as const) {
    if (times.length === 0) continue;
    const over = (median(times) / median(git)).toFixed(2);
    line(what, `${ms(median(times))} (aim: 300 ms or less), ${reference} ${ms(median(git))}: ${over} times`);
  }
}

async function benchCrowd(): Promise<void> {
  const crowd = await measureCrowd();
  line(
    "ledger, many at once",
    `${crowd.clones} clones, ${crowd.expected} events expected, ${crowd.events} in the ledger, ${crowd.once ? "each once" : "SOME TWICE"}, ${crowd.same ? "seen in the same order by all" : "SEEN IN DIFFERENT ORDERS"}`,
  );
  const [seconds, bare] = [crowd.ms / 1000, crowd.pushesMs / 1000];
  line(
    "  wall time",
    `${seconds.toFixed(1)} s, as many bare commits and pushes ${bare.toFixed(1)} s: ${(seconds / bare).toFixed(1)} times`,
  );
}

async function benchResults(): Promise<void> {
  const { junit, lines, sizes } = await measureResults();
  const [bare, ours, ...peers] = junit;
  const [bareLines, ourLines] = lines;
  if (bare === undefined || ours === undefined || bareLines === undefined || ourLines === undefined) return;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  const over = (ms: number, reference: number): string => `${(ms / reference).toFixed(2)} times`;
  const mb = (value: number): string => `${value.toFixed(0)} MB`;
  line(
    "100 MB of JUnit",
    `${ours.tests} cases in ${seconds(ours.ms)}, the parser alone ${seconds(bare.ms)}: ${over(ours.ms, bare.ms)} (aim: 1.25 or less)`,
  );
  line(
    "  peak memory",
    `${mb(ours.peakMb)}, the parser alone ${mb(bare.peakMb)}: ${mb(ours.peakMb - bare.peakMb)} over it (aim: 40 MB or less)`,
  );
  for (const { reader, ms, peakMb } of peers)
    line(`  ${reader}`, `${seconds(ms)}, ${mb(peakMb)}: ${over(ms, ours.ms)} as long (aim: 5 or more)`);
  line(
    "100 MB of go test -json",
    `${ourLines.tests} tests in ${seconds(ourLines.ms)}, JSON.parse alone ${seconds(bareLines.ms)}: ${over(ourLines.ms, bareLines.ms)} (aim: 1.3 or less)`,
  );
  for (const [size, { ms, peakMb, tests }] of sizes)
    line(`  ${size} MB of JUnit`, `${tests} cases in ${seconds(ms)}, peak ${mb(peakMb)}`);
}

async function benchProve(): Promise<void> {
  const found = await measureSearches();
  const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  line(
    "search for a flaky change",
    `right in ${percent(found.right)} of ${found.searches} over ${found.commits} commits at ${percent(found.rate)}, stated ${percent(found.confidence)}`,
  );
  const [own, plain] = [mean(found.runs), mean(found.repeatedRuns)];
  line(
    "  runs",
    `${own.toFixed(0)} on average, ${median(found.runs)} in the middle, ${Math.max(...found.runs)} at most`,
  );
  line(
    "  bisection with repeats",
    `${plain.toFixed(0)} runs with ${found.repeats} a step, right in ${percent(found.repeatedRight)}: ${(own / plain).toFixed(2)} times`,
  );
  const sized = mean(found.estimatedRuns);
  line(
    "  repeats by an estimate",
    `${sized.toFixed(0)} runs sized for ${percent(found.sizedFor)}, right in ${percent(found.estimatedRight)}, the rate not told: ${(own / sized).toFixed(2)} times`,
  );
  const { runs, files, bareMs, verificationMs } = await measureOverhead();
  line(
    `verification, ${runs} runs each`,
    `${(verificationMs / 1000).toFixed(1)} s over ${files} files, the bare command ${(bareMs / 1000).toFixed(1)} s: ${percent((verificationMs - bareMs) / verificationMs)} of the whole over it (aim: 10 % or less)`,
  );
}

async function printSizes(): Promise<void> {
  for (const [file, what] of [
    ["dist/extension.js", "loaded by activate()"],
    ["dist/features.js", "loaded at the first use"],
    ["dist/page.js", "page"],
    ["dist/release-halt.vsix", "VSIX"],
  ] as const) {
    const { size } = await stat(file);
    const aim = what === "VSIX" ? "1024 KB" : "150 KB";
    line(
      what,
      `${(size / 1024).toFixed(1)} KB${what === "loaded at the first use" ? "" : ` (aim: ${aim} or less)`}`,
    );
  }
}

function ratio(what: string, value: number, reference: string, against: number): void {
  line(
    what,
    `${ms(value)}, ${reference} ${ms(against)}: ${(value / against).toFixed(2)} times (aim: 1.5 or less)`,
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function line(what: string, text: string): void {
  console.log(`${what.padEnd(30)} ${text}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
