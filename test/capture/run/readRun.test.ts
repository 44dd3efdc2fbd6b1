import assert from "node:assert/strict";
import { mkdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attachIntents } from "../../../src/capture/attachTests";
import { finishedCommand, type FinishedRun } from "../../../src/capture/run/finishedRun";
import { readRun, type RunEvidence } from "../../../src/capture/run/readRun";
import { seeResults } from "../../../src/capture/run/resultsWritten";
import { earlierRunIntents, runIntents } from "../../../src/capture/run/runIntents";
import { applyIntents } from "../../../src/halt/applyIntent";
import { haltSchema, type Halt } from "../../../src/halt/schema/halt";
import { runCommand, type CommandOptions } from "../../../src/system/runCommand";
import { shortInput } from "../../support/halts";
import { temporaryFolder } from "../../support/temporary";

const passing = '<testsuite name="till"><testcase name="adds up"/></testsuite>';
const failing =
  '<testsuite name="till"><testcase name="adds up"/><testcase name="charges once"><failure message="twice"/></testcase></testsuite>';

describe("What a run left behind", () => {
  const folder = temporaryFolder();

  let runs = 0;

  async function runIn(
    command: string,
    {
      halt = haltSchema.parse(shortInput),
      change = {},
      ...options
    }: Partial<CommandOptions> & {
      readonly halt?: Halt;
      readonly change?: Partial<FinishedRun>;
    } = {},
  ): Promise<RunEvidence> {
    const before = await seeResults(folder());
    runs += 1;
    const file = join(folder(), `stdout ${runs}`);
    const ran = await runCommand(command, { cwd: folder(), into: file, ...options });
    const run = finishedCommand(ran, { command, cwd: folder(), file });
    assert.ok(run);
    const context = { top: folder(), folder: folder(), before, now: "2026-11-30T14:00:00+01:00" };
    return readRun(halt, { ...run, ...change }, context);
  }

  async function write(path: string, text: string): Promise<string> {
    await mkdir(join(folder(), path, ".."), { recursive: true });
    await writeFile(join(folder(), path), text);
    return join(folder(), path);
  }

  /** A program that writes a file. */
  function writing(path: string, text: string, exitCode = 0): string {
    const program = `require("fs").writeFileSync(${JSON.stringify(path)}, ${JSON.stringify(text)}); process.exit(${exitCode})`;
    return `node -e '${program}'`;
  }

  function named({ files }: RunEvidence): readonly string[] {
    return files.map(({ file: { path, totals } }) => `${path}: ${totals.failed} of ${totals.total}`);
  }

  function problems({ files }: RunEvidence): readonly string[] {
    return files.flatMap(({ file }) => file.problems.map(({ message }) => message));
  }

  it("is the result file that it wrote, with command, exit code and duration", async () => {
    await write("reports/junit.xml", passing);
    await write("reports/old.xml", failing);
    const evidence = await runIn(writing("reports/junit.xml", failing, 1));
    assert.deepEqual(named(evidence), ["reports/junit.xml: 1 of 2"]);
    const run = evidence.files[0]?.file.captured.run;
    assert.match(run?.command ?? "", /^node -e/);
    assert.deepEqual([run?.exitCode, run?.folder], [1, "."]);
    assert.ok((run?.durationMs ?? 0) > 0);
    assert.deepEqual(problems(evidence), []);
    assert.equal(evidence.run, undefined);
  });

  it("is also a file that it wrote again as it was, and none that it left alone", async () => {
    await write("reports/junit.xml", failing);
    await write("reports/junit-e2e.xml", failing);
    const old = new Date("2026-11-30T10:00:00Z");
    for (const name of ["junit.xml", "junit-e2e.xml"])
      await utimes(join(folder(), "reports", name), old, old);
    assert.deepEqual(named(await runIn(writing("reports/junit.xml", failing, 1))), [
      "reports/junit.xml: 1 of 2",
    ]);
  });

  it("is also a file whose time and size are those of the one before", async () => {
    const path = await write("reports/junit.xml", passing.replace("till", "cart"));
    const { atime, mtime } = await stat(path);
    const program = `const fs = require("fs"); fs.writeFileSync(${JSON.stringify(path)}, ${JSON.stringify(passing)}); fs.utimesSync(${JSON.stringify(path)}, ${atime.getTime() / 1000}, ${mtime.getTime() / 1000})`;
    await utimes(path, atime, mtime);
    assert.equal(named(await runIn(`node -e '${program}'`)).length, 1);
  });

  it("leaves out files of an earlier run that lie beside those of this one", async () => {
    await write("target/surefire-reports/TEST-Gone.xml", failing);
    const two = ["A", "B"].map((name) => writing(`target/surefire-reports/TEST-${name}.xml`, passing));
    const evidence = await runIn(two.join(" && "));
    assert.deepEqual(named(evidence), ["target/surefire-reports/TEST-*.xml: 0 of 2"]);
    assert.deepEqual(
      evidence.files[0]?.file.parts?.map(({ path }) => path),
      ["TEST-A.xml", "TEST-B.xml"],
    );
  });

  it("is each of several files", async () => {
    const both = [
      writing("junit.xml", passing),
      writing("report.json", "{}"),
      writing("results.tap", "1..1\nnot ok 1 - a\n"),
    ];
    assert.deepEqual(named(await runIn(both.join(" && "))), ["junit.xml: 0 of 1", "results.tap: 1 of 1"]);
  });

  it("contradicts itself where the command fails and no test does, and is not taken for a run without failures", async () => {
    const evidence = await runIn(writing("junit.xml", passing, 3));
    assert.deepEqual(evidence.files[0]?.file.problems, [
      { severity: "error", message: "The command ended with 3, though no test failed.", about: "exitCode" },
    ]);
  });

  it("contradicts itself where the command passes and a test fails", async () => {
    assert.match(
      problems(await runIn(writing("junit.xml", failing)))[0] ?? "",
      /ended with 0, though tests failed/,
    );
  });

  it("is not whole where the command ran out of time", async () => {
    const command = `${writing("junit.xml", failing)} && sleep 987611`;
    const evidence = await runIn(command, { timeoutMs: 1500 });
    assert.match(problems(evidence)[0] ?? "", /stopped after 2 s: tests may be missing/);
    assert.equal(evidence.files[0]?.file.partial, true);
    assert.equal(evidence.record.timedOut, true);
  });

  it("is what the command printed where that is results, whatever colours it has", async () => {
    const printed = String.raw`TAP version 13\n\x1b[32mok 1 - adds up\x1b[0m\n\x1b[31mnot ok 2 - charges once\x1b[0m\n1..2\n`;
    const evidence = await runIn(
      `node -e 'console.error("warned"); process.stdout.write("${printed}"); process.exit(1)'`,
    );
    const [read] = evidence.files;
    assert.deepEqual([read?.file.format, read?.file.totals.failed, read?.file.totals.total], ["tap", 1, 2]);
    assert.match(read?.file.path ?? "", /^output of node -e/);
    assert.deepEqual([read?.file.captured.run?.printed, read?.file.captured.run?.exitCode], [true, 1]);
    assert.equal(evidence.run, undefined);
  });

  it("is the end of what it printed where no reader knows it, and never a number of tests", async () => {
    const printed = `node -e 'console.log("x".repeat(9000)); console.error("Error: \\x1b[31mcharged twice\\x1b[0m"); process.exit(2)'`;
    const { files, run } = await runIn(printed);
    assert.deepEqual(files, []);
    assert.equal(run?.captured.run.exitCode, 2);
    assert.match(run.output ?? "", /^\[cut: .*Error: charged twice$/s);
    assert.ok((run.output ?? "").length <= 2048);
  });

  it("is the run itself, too, where the only result file cannot be read", async () => {
    const { files, run } = await runIn(writing("junit.xml", "", 1));
    assert.deepEqual(
      files.map(({ file }) => file.totals.total),
      [0],
    );
    assert.equal(run?.captured.run.exitCode, 1);
  });

  it("says so where nothing can be had of what it printed", async () => {
    const task = { task: "npm: test", end: { kind: "unknown" } } as const;
    const before = await seeResults(folder());
    const run = { ...task, cwd: folder(), startedAt: "2026-11-30T14:00:00+01:00", durationMs: 5 };
    const context = { top: folder(), folder: folder(), before, now: "2026-11-30T14:00:00+01:00" };
    const evidence = await readRun(haltSchema.parse(shortInput), run, context);
    assert.equal(evidence.run?.outputNotCaptured, true);
    assert.equal(evidence.run.captured.run.exitCode, undefined);
  });

  it("holds no secret of command or output", async () => {
    const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
    const evidence = await runIn(`echo ${token} && exit 1`);
    assert.ok(!JSON.stringify(evidence).includes(token));
    assert.match(evidence.run?.captured.run.command ?? "", /redacted/);
    assert.equal(
      Object.values(evidence.redactions).reduce((sum, count) => sum + count, 0),
      2,
    );
    const file = await runIn(`${writing("junit.xml", failing, 1)} ${token}`);
    assert.ok(!JSON.stringify(file).includes(token));
    assert.equal(Object.values(file.files[0]?.redactions ?? {})[0], 1);
  });

  it("takes the place of an earlier run of the same command, whose failures it is held against", async () => {
    let text = JSON.stringify(haltSchema.parse(shortInput));
    const halt = (): Halt => haltSchema.parse(JSON.parse(text));
    const attach = ({ files, run, record, redactions }: RunEvidence): void => {
      for (const { file, redactions: found } of files)
        apply([...earlierRunIntents(halt(), record), ...attachIntents(halt(), file, found)]);
      if (run !== undefined) apply(runIntents(halt(), run, redactions));
    };
    const apply = (intents: Parameters<typeof applyIntents>[1]): void => {
      const changed = applyIntents(text, intents);
      assert.ok(changed.ok);
      text = changed.text;
    };
    const command = "node test.cjs";
    await write("test.cjs", "process.exit(1)");
    attach(await runIn(command));
    attach(await runIn(command));
    assert.deepEqual([halt().testRuns.length, halt().failingTests.length], [1, 0]);
    await write("test.cjs", 'console.log("1..2\\nok 1 - a\\nnot ok 2 - b"); process.exitCode = 1');
    attach(await runIn(command));
    assert.deepEqual([halt().testRuns.length, halt().failingTests.length], [0, 1]);
    await write("test.cjs", 'console.log("1..2\\nok 1 - a\\nok 2 - b")');
    attach(await runIn(command, { halt: halt() }));
    assert.deepEqual(
      halt().failingTests.map(({ since }) => since?.fixed),
      [1],
    );
    await write("test.cjs", 'console.log("1..2\\nok 1 - a\\nok 2 - b"); process.exitCode = 1');
    attach(await runIn(command, { halt: halt() }));
    assert.equal(halt().failingTests.length, 1);
    assert.match(halt().failingTests[0]?.problems[0]?.message ?? "", /though no test failed/);
  });

  it("is only of files that are there: one that it removed is none", async () => {
    const path = await write("junit.xml", failing);
    const { files } = await runIn(`node -e 'require("fs").rmSync(${JSON.stringify(path)})'`);
    assert.deepEqual(files, []);
    await rm(path, { force: true });
  });
});
