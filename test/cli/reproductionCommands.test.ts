import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { haltSchema, type Halt, type HaltInput } from "../../src/halt/schema/halt";
import { readHaltFile } from "../../src/system/haltStore";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import { shortInput } from "../support/halts";
import { makeRepository, type Repository } from "../support/repository";

const answer = z.object({ redactions: z.record(z.string(), z.number()) });
const shown = z.object({ script: z.string() });

describe("release-halt environment and script", () => {
  const cli = commandLine();
  let shop: Repository;
  const path = (): string => join(shop.folder, "seen.halt.json");

  before(async () => {
    shop = await makeRepository();
    const commit = await shop.commit("one", { "package-lock.json": "a\n", "total.sh": "exit 3\n" });
    const steps = [
      { id: "step-1", command: "sh total.sh", decides: true },
      { id: "step-2", command: "node x" },
    ];
    const target = { id: "target-1", kind: "branch" as const, name: "main", commit };
    const halt: HaltInput = { ...shortInput, targets: [target], reproduction: { steps } };
    await shop.write("seen.halt.json", JSON.stringify(halt));
  });

  after(async () => {
    await rm(shop.folder, { recursive: true, force: true });
  });

  async function run(...args: readonly string[]): Promise<Ran> {
    return runCli(cli(), shop.folder, args, { env: { TZ: "Europe/Vienna", SHOP_TOKEN: "abc", LC_ALL: "C" } });
  }

  async function halt(): Promise<Halt> {
    const read = await readHaltFile(path());
    assert.ok(read.ok);
    return haltSchema.parse(JSON.parse(read.text));
  }

  it("note where the steps are run, and of the variables those that are named", async () => {
    const dry = await run("environment", path(), "--dry-run");
    assert.equal(dry.code, 0, dry.err);
    assert.match(
      dry.out,
      /Tools: node \d+\.\d+\.\d+\n.*time zone Europe\/Vienna, locale C\n.*package-lock\.json \(/,
    );
    assert.equal((await halt()).reproduction.environment, undefined);
    const { code, out } = await run("environment", path(), "--variable", "TZ,SHOP_TOKEN", "--json");
    assert.equal(code, 0);
    assert.deepEqual(answer.parse(JSON.parse(out)).redactions, { "secret by its name": 1 });
    const { reproduction, redactions } = await halt();
    assert.deepEqual(
      reproduction.environment?.variables.map(({ name, value }) => `${name}=${value}`),
      ["TZ=Europe/Vienna", "SHOP_TOKEN=[redacted: secret by its name]"],
    );
    assert.equal(reproduction.environment.captured.by, "Ana Example");
    assert.deepEqual(redactions, { "secret by its name": 1 });
    assert.equal((await run("environment", path(), "--variable", "NOT_THERE")).code, 2);
  });

  it("tell of a verification on another machine how that differs", async () => {
    const text = (await readFile(path(), "utf8")).replace('"Europe/Vienna"', '"Asia/Tokyo"');
    await shop.write("seen.halt.json", text.replace(/"architecture": *"\w+"/, '"architecture": "vax"'));
    const { code, out, err } = await run("verify", path(), "--runs", "1");
    assert.equal(code, 0, err);
    const differs = `Other than where it was recorded: ${process.arch} instead of vax; time zone Europe/Vienna instead of Asia/Tokyo.`;
    assert.ok(out.includes(differs), out);
    const [verification] = (await halt()).reproduction.verifications;
    assert.equal(verification?.machine?.architecture, process.arch);
  });

  it("write the reproduction as a script that runs, and never over a halt", async () => {
    const { code, out } = await run("script", path());
    assert.equal(code, 0);
    assert.match(out, /^#!\/bin\/sh\n# The kettle shop takes every order twice/);
    const file = join(shop.folder, "reproduce.sh");
    assert.equal((await run("script", path(), "--out", file)).code, 0);
    assert.equal(await readFile(file, "utf8"), out);
    assert.equal(shown.parse(JSON.parse((await run("script", path(), "--json")).out)).script, out);
    const ended = await new Promise<unknown>((resolve) => {
      execFile("sh", [file], { cwd: shop.folder }, (error) => {
        resolve(error?.code);
      });
    });
    assert.equal(ended, 1);
    const before = await readFile(path(), "utf8");
    assert.equal((await run("script", path(), "--out", path())).code, 2);
    assert.equal(await readFile(path(), "utf8"), before);
  });
});
