import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { checkRelease } from "../../src/gate/checkRelease";
import { gateSettings } from "../../src/gate/install/installedGate";
import { prePushHook } from "../../src/gate/install/prePushHook";
import { planInstall } from "../../src/gate/install/planInstall";
import { carryOut, readInstallPlace } from "../../src/gate/install/repositoryFacts";
import { settingsOfOthers } from "../../src/gate/install/settingsMark";
import { settingsSchema } from "../../src/halt/settings";
import { createGit } from "../../src/system/git";
import { readRepositorySettings } from "../../src/system/repositorySettings";
import { makeRepository, repositoryAt, type Repository } from "../support/repository";
import { ran, type Ran } from "../support/standInGate";
import { temporaryFolder } from "../support/temporary";
import { shells } from "./support/shells";

const git = createGit();
const said = /The settings changed since .*installed, or were wrong then.*Run "release-halt install" again/;
const policy = "policy:\n  name: Kettles\n  levels:\n    - level: P1\n      clauses: []\n";
const before = `# ours\ncurrency: EUR\nbugUrl: https://tracker.example/?id={id}&a=b\n${policy}releaseRefs:\n  - refs/tags/*\nledger: { branch: halts }\n`;

describe("An installed gate whose settings changed", () => {
  const folder = temporaryFolder();
  let shop: Repository;

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "shop"));
    await shop.commit("one");
    await shop.git("tag", "v1");
  });

  const settingsFile = (): string => join(shop.folder, ".release-halt", "settings.yaml");
  async function write(text: string | undefined): Promise<void> {
    if (text === undefined) await rm(settingsFile(), { force: true });
    else await shop.write(".release-halt/settings.yaml", text);
  }
  async function install(): Promise<void> {
    const read = await readInstallPlace(git, shop.folder);
    assert.ok(read.ok);
    const { settings } = await readRepositorySettings(shop.folder);
    const gate = await readFile(resolve("src/gate/release-halt.sh"), "utf8");
    const options = { gate, settings: gateSettings(read.place.facts.files, settings) };
    const changes = planInstall(read.place.facts, [prePushHook], options).changes;
    assert.ok((await carryOut(read.place, changes)).ok);
  }
  const gate = async (...args: readonly string[]): Promise<Ran> =>
    ran(shop.folder, {}, "sh", ".release-halt/gate.sh", ...args);

  /** Whether each form of the gate notices a change, and the shell form cannot tell. */
  async function isNoticed(): Promise<boolean> {
    const { settings } = await readRepositorySettings(shop.folder);
    const { warnings } = await checkRelease(git, shop.folder, { tag: "v1" }, { settings });
    const noticed = warnings.some((warning) => said.test(warning));
    for (const [program = "", ...args] of shells) {
      const script = join(shop.folder, ".release-halt", "gate.sh");
      const { code, out, err } = await ran(shop.folder, {}, program, ...args, script, "check", "--tag", "v1");
      assert.equal(code, noticed ? 2 : 0, `${program}: ${out}${err}`);
      assert.equal(said.test(out), noticed);
      assert.equal(err, "");
    }
    return noticed;
  }

  const edits: Readonly<Record<string, readonly [string | undefined, string | undefined, boolean]>> = {
    "nothing, while there are none": [undefined, undefined, false],
    nothing: [before, before, false],
    "line ends": [before, before.replaceAll("\n", "\r\n"), false],
    "comments, blank lines and the end of the last line": [before, `\n# more\n\n${before.trimEnd()}`, false],
    "the policy": [before, before.replace("P1", "P2").replace("Kettles", "Pots"), false],
    "a bug's page with an ampersand, which may be an anchor": [
      before,
      before.replace("EUR", "CHF").replace("id={id}", "x={id}"),
      true,
    ],
    "the currency": [before, before.replace("EUR", "CHF"), false],
    "the time zone, which is new": [before, `timeZone: Europe/Vienna\n${before}`, false],
    "the refs that are releases": [before, before.replace("refs/tags/*", "refs/tags/v*"), true],
    "the branch of the ledger": [before, before.replace("halts", "stops"), true],
    "an anchor in what is not the gate's": [
      "component: &name shop\nledger: { branch: *name }\n",
      "component: &name till\nledger: { branch: *name }\n",
      true,
    ],
    "the file, which goes": [before, undefined, true],
    "the file, which goes and held nothing for the gate": [policy, undefined, false],
    "the file, which comes": [undefined, "ledger: { expected: false }\n", true],
    "the file, which comes with nothing for the gate": [undefined, policy, false],
  };
  for (const [name, [from, to, noticed]] of Object.entries(edits)) {
    it(`${noticed ? "notices" : "goes on by"} a change of ${name}`, async () => {
      await write(from);
      await install();
      assert.equal(await isNoticed(), false);
      await write(to);
      assert.equal(await isNoticed(), noticed);
      await install();
      assert.equal(await isNoticed(), false);
    });
  }

  it("cannot tell of a branch that was no release either, and stops nothing but production", async () => {
    await install();
    assert.equal((await gate("check", "--ref", "refs/heads/main")).code, 0);
    await write('releaseRefs: ["refs/heads/main"]\n');
    assert.equal((await gate("check", "--ref", "refs/heads/main")).code, 2);
    const [stopped, warned] = [
      await gate("guard", "--environment", "production"),
      await gate("guard", "--environment", "staging"),
    ];
    assert.deepEqual([stopped.code, warned.code], [1, 0]);
    assert.match(stopped.err, said);
    assert.match(warned.err, said);
    const { warnings } = await checkRelease(git, shop.folder, { ref: "refs/heads/fix" }, { settings: {} });
    assert.match(warnings.join("\n"), said);
  });

  it("is not led astray by git on Windows, which writes other line ends", async () => {
    await write(before);
    await install();
    await shop.commit("Install");
    await shop.git("config", "core.autocrlf", "true");
    await rm(settingsFile());
    await shop.git("checkout", "-q", "--", ".release-halt/settings.yaml");
    assert.match(await readFile(settingsFile(), "latin1"), /\r\n/);
    assert.equal(await isNoticed(), false);
  });

  it("compares bytes that are no UTF-8, in a folder below and in a repository of SHA-256", async () => {
    const place = join(folder(), "long ids");
    await shop.git("init", "-q", "--object-format=sha256", place);
    for (const repository of [shop, repositoryAt(place)]) {
      shop = repository;
      await write("");
      await writeFile(settingsFile(), Buffer.from("ledger: { branch: halts } # f\xFCr alle\n", "latin1"));
      await install();
      const script = join("..", ".release-halt", "gate.sh");
      await shop.write("deep/a.txt", "");
      const ask = async (): Promise<Ran> =>
        ran(join(shop.folder, "deep"), {}, "sh", script, "check", "--ref", "refs/tags/v9");
      assert.equal((await ask()).code, 0);
      await writeFile(settingsFile(), Buffer.from("ledger: { branch: halts } # f\xFDr alle\n", "latin1"));
      assert.equal((await ask()).code, 2);
    }
  });

  it("cannot tell where it was installed with settings that were wrong, until they are mended", async () => {
    for (const wrong of ["ledger: { maxAgeMinutes: never }\n", "ledgr: { branch: halts }\n"]) {
      await write(wrong);
      await install();
      assert.equal(await isNoticed(), true);
    }
    await write("ledger: { maxAgeMinutes: 10 }\n");
    assert.equal(await isNoticed(), true);
    await install();
    assert.equal(await isNoticed(), false);
  });

  it("says nothing of a commit without a gate, for which the copy beside git's files stands", async () => {
    await write(before);
    await install();
    await rm(join(shop.folder, ".release-halt"), { recursive: true });
    await write("ledger: { branch: old }\n");
    const { code, err } = await ran(
      shop.folder,
      {},
      "sh",
      ".git/release-halt/gate.sh",
      "check",
      "--tag",
      "v1",
    );
    assert.deepEqual({ code, err }, { code: 0, err: "" });
  });

  it("counts each setting that is not known to be others'", () => {
    const known = [...settingsOfOthers, "releaseRefs", "productionEnvironments", "ledger"].sort();
    assert.deepEqual(Object.keys(settingsSchema.shape).sort(), known);
  });
});
