import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkRelease } from "../../src/gate/checkRelease";
import { detectedKinds, planInstall } from "../../src/gate/install/planInstall";
import { gateDefaults } from "../../src/gate/gateDefaults";
import { carryOut, readInstallPlace } from "../../src/gate/install/repositoryFacts";
import { HaltLedger } from "../../src/gate/ledger/haltLedger";
import { ledgerLog } from "../../src/gate/ledger/ledgerLog";
import { testGate } from "../../src/gate/testGate";
import { writeActiveHalt } from "../../src/gate/writeActiveHalt";
import { createGit } from "../../src/system/git";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();
const now = "2026-11-30T14:00:00+01:00";

describe("The gate as a whole, installed", () => {
  const folder = temporaryFolder();
  let shop: Repository;
  let origin = "";

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "kettle shop"));
    origin = join(folder(), "origin.git");
    await shop.commit("Sell kettles", { "package.json": '{ "name": "kettles", "version": "1.0.0" }\n' });
    await shop.git("tag", "v1.0.0");
    await shop.commit("Charge twice");
    await shop.git("clone", "-q", "--bare", shop.folder, origin);
    await shop.git("remote", "add", "origin", origin);
    await shop.git("fetch", "-q");
  });

  async function install(): Promise<void> {
    const read = await readInstallPlace(git, shop.folder);
    assert.ok(read.ok);
    const gate = await readFile("src/gate/release-halt.sh", "utf8");
    const options = { gate, settings: gateDefaults };
    const plan = planInstall(read.place.facts, detectedKinds(read.place.facts), options, false);
    assert.ok((await carryOut(read.place, plan.changes)).ok);
  }

  async function tried(): Promise<Record<string, string>> {
    const read = await readInstallPlace(git, shop.folder);
    assert.ok(read.ok);
    const result = await testGate(git, read.place);
    assert.ok(result.ok);
    return Object.fromEntries(result.gates.map(({ id, result: said }) => [id, said]));
  }

  async function push(
    tag: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ ok: boolean; said: string }> {
    return new Promise((done) => {
      execFile(
        "git",
        ["push", "origin", tag],
        { cwd: shop.folder, env: { ...process.env, ...env } },
        (error, out, err) => {
          done({ ok: error === null, said: out + err });
        },
      );
    });
  }

  it("is tried by a halt that nobody else meets, and that is gone afterwards", async () => {
    await install();
    assert.deepEqual(await tried(), { "pre-push": "courtesy", npm: "stops" });
    const check = await checkRelease(git, shop.folder, {}, { settings: {} });
    assert.equal(check.verdict, "open", check.line);
    assert.equal(await shop.git("ls-remote", origin, "refs/tags/gate-test*", "refs/heads/release-halts"), "");
  });

  it("is said to let a release through where its hook does nothing, or refuses for another reason", async () => {
    await install();
    const hook = join(shop.folder, ".git", "hooks", "pre-push");
    const installed = await readFile(hook, "utf8");
    for (const lines of ["exit 0", "echo the linter failed >&2\nexit 1", "cat >&2\nexit 1"]) {
      await writeFile(hook, installed.replace("#!/bin/sh\n", `#!/bin/sh\n${lines}\n`));
      await chmod(hook, 0o755);
      assert.equal((await tried())["pre-push"], "silent", lines);
    }
  });

  it("refuses the tag, lets the way back go, and records who broke the glass and why", async () => {
    await install();
    const halted = await writeActiveHalt(git, shop.folder, { title: "Charges twice", reason: "Money", now });
    assert.ok(halted.ok);
    const ledger = new HaltLedger(git, shop.folder, {});
    assert.ok((await ledger.share(halted.halt.id)).ok);
    await shop.git("tag", "v1.1.0");
    await shop.git("tag", "v1.0.1", "v1.0.0");
    const refused = await push("v1.1.0");
    assert.ok(!refused.ok);
    assert.match(refused.said, /Charges twice/);
    assert.ok((await push("v1.0.1")).ok, "a way back");
    const broken = await push("v1.1.0", { RELEASE_HALT_BREAK_GLASS: "The shop is down" });
    assert.ok(broken.ok, broken.said);
    assert.equal((await ledger.sync()).kind, "synced");
    const log = await ledgerLog(git, shop.folder);
    assert.ok(log.ok);
    const bypassed = log.events.filter(({ event }) => event.kind === "bypassed").map(({ event }) => event);
    assert.equal(bypassed.length, 1);
    assert.ok(bypassed[0]?.kind === "bypassed");
    assert.equal(bypassed[0].reason, "The shop is down");
    assert.equal(bypassed[0].ref, "refs/tags/v1.1.0");
    assert.equal(bypassed[0].by, "Ana Example");
    assert.equal(await shop.git("ls-remote", origin, "refs/heads/release-halts-bypass/*"), "");
    await ledger.sync();
    const again = await ledgerLog(git, shop.folder);
    assert.ok(again.ok);
    assert.equal(again.events.length, log.events.length);
  });

  it("records a broken glass once, when two clones take the note at once, and keeps it while the remote is away", async () => {
    await install();
    const halted = await writeActiveHalt(git, shop.folder, { title: "Charges twice", reason: "Money", now });
    assert.ok(halted.ok);
    const ledger = new HaltLedger(git, shop.folder, {});
    assert.ok((await ledger.share(halted.halt.id)).ok);
    const other = join(folder(), "other");
    await shop.git("clone", "-q", origin, other);
    const elsewhere = join(folder(), "elsewhere.git");
    await mkdir(elsewhere);
    await shop.git("init", "-q", "--bare", elsewhere);
    await shop.git("tag", "v1.1.0");
    await shop.git("remote", "set-url", "origin", join(folder(), "gone.git"));
    const pushed = await new Promise<boolean>((done) => {
      const env = { ...process.env, RELEASE_HALT_BREAK_GLASS: "The shop is down" };
      execFile("git", ["push", elsewhere, "v1.1.0"], { cwd: shop.folder, env }, (error) => {
        done(error === null);
      });
    });
    assert.ok(pushed);
    assert.notEqual(await shop.git("for-each-ref", "refs/release-halt/bypass"), "");
    await shop.git("remote", "set-url", "origin", origin);
    assert.equal((await ledger.sync()).kind, "synced");
    const theirs = new HaltLedger(git, other, {});
    await Promise.all([ledger.sync(), theirs.sync()]);
    await Promise.all([ledger.sync(), theirs.sync()]);
    const [here, there] = await Promise.all([ledgerLog(git, shop.folder), ledgerLog(git, other)]);
    assert.ok(here.ok && there.ok);
    assert.deepEqual(here.events, there.events);
    assert.equal(here.events.filter(({ event }) => event.kind === "bypassed").length, 1);
    assert.equal(await shop.git("for-each-ref", "refs/release-halt/bypass"), "");
  });

  it("stands, in another clone, for a commit that is not pushed by the newest one before it that is", async () => {
    const shared = await shop.git("rev-parse", "HEAD");
    await shop.commit("Not pushed");
    const halted = await writeActiveHalt(git, shop.folder, { title: "Charges twice", reason: "Money", now });
    assert.ok(halted.ok);
    const known = await new HaltLedger(git, shop.folder, {}).find(halted.halt.id);
    assert.equal(known?.state.terms.scope.line, shared);
    const check = await checkRelease(git, shop.folder, { tag: "v1.1.0" }, { settings: {} });
    assert.equal(check.verdict, "halted");
  });
});
