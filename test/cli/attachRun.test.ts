import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { groupProcesses } from "../../src/system/endProcesses";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import { makeShop } from "../support/shop";
import { temporaryFolder } from "../support/temporary";

const tests = "node --test --test-reporter=junit --test-reporter-destination=reports/junit.xml test/";

describe("Running the tests from the command line", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  // Within another run of Node's test runner, Node would take these for its own.
  const env = { NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined };
  let shop = "";
  let path = "";

  beforeEach(async () => {
    shop = (await makeShop(join(folder(), "kettle shop"))).folder;
    const drafted = await runCli(cli(), shop, ["draft", "--title", "Charges twice", "--json"]);
    ({ path } = JSON.parse(drafted.out) as { path: string });
  });

  async function attach(...args: readonly string[]): Promise<Ran> {
    return runCli(cli(), shop, ["attach", path, ...args], { env });
  }

  async function halt(): Promise<Halt> {
    const read = readHalt(await readFile(path, "utf8"));
    assert.ok(read.ok);
    return read.halt;
  }

  it("attaches the results that they wrote, with how they ran", async () => {
    await writeFile(join(shop, "src/greeting.js"), 'export const greeting = "Good day";\n');
    const { code, out } = await attach("--run", tests, "--json");
    assert.equal(code, 0);
    const printed = JSON.parse(out) as {
      run: { exitCode: number };
      attached: { file: string; failed: number }[];
    };
    assert.equal(printed.run.exitCode, 1);
    assert.deepEqual(
      printed.attached.map(({ file, failed }) => [file, failed]),
      [["reports/junit.xml", 1]],
    );
    const [file] = (await halt()).failingTests;
    const { run, commit } = file?.captured ?? {};
    assert.equal(commit, (await halt()).targets[0]?.commit);
    assert.deepEqual([run?.command, run?.exitCode, run?.folder, run?.uncommitted], [tests, 1, ".", true]);
  });

  it("attaches what they printed, which is shown as it comes", async () => {
    const { code, out, err } = await attach("--run", "node --test --test-reporter=tap test/");
    assert.equal(code, 0, err);
    assert.match(err, /not ok 1/);
    assert.match(out, /The command node --test .* ended with 1\.\noutput of node --test .*: .*1 failed/);
    assert.equal((await halt()).failingTests[0]?.format, "tap");
  });

  it("attaches the end of the output where it is no results, and says that nothing was counted", async () => {
    const { code, out } = await attach("--run", "echo charged twice && exit 3");
    assert.equal(code, 1);
    assert.match(out, /ended with 3\.\nIt left no test results/);
    const { failingTests, testRuns } = await halt();
    assert.deepEqual(failingTests, []);
    assert.deepEqual(
      testRuns.map(({ output, captured }) => [output, captured.run.exitCode]),
      [["charged twice", 3]],
    );
  });

  it("attaches nothing where the shell does not know the command", async () => {
    const { code, err } = await attach("--run", "kettle-test-that-is-not-there");
    assert.equal(code, 2);
    assert.match(err, /could not run it, so nothing was attached/);
    assert.deepEqual((await halt()).testRuns, []);
  });

  it("stops after the time that it is given", async () => {
    const { code, out } = await attach("--run", "sleep 987621", "--timeout", "1");
    assert.equal(code, 1);
    assert.match(out, /was stopped after 1\.\d s/);
    assert.equal((await halt()).testRuns[0]?.captured.run.timedOut, true);
  });

  it("ends what it runs when it is stopped itself, and attaches nothing", async function () {
    if (process.platform === "win32") this.skip();
    const command = "echo $$; sleep 987622; echo late > late.txt";
    const child = spawn(process.execPath, [cli(), "attach", path, "--run", command], {
      cwd: shop,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [printed] = (await once(child.stderr, "data")) as [Buffer];
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.kill("SIGTERM");
    await once(child, "close");
    assert.equal(child.exitCode, 130);
    assert.match(err, /Stopped\. Nothing was attached/);
    assert.deepEqual(await groupProcesses(Number(printed.toString())), []);
    assert.deepEqual([(await halt()).testRuns, (await halt()).failingTests], [[], []]);
  });

  it("takes neither files nor the base beside a command, and no time without one", async () => {
    for (const args of [
      ["--run", "true", "x.xml"],
      ["--run", "true", "--base"],
      ["x.xml", "--timeout", "3"],
      [],
      ["--run", " "],
    ]) {
      const { code } = await attach(...args);
      assert.equal(code, 2, args.join(" "));
    }
  });
});
