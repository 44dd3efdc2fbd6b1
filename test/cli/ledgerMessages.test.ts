import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import { HandEditor } from "../support/handEdit";
import { remoteByPath, type Remote } from "../support/remotes";
import { TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

describe("A command that the ledger does not follow", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  let remote: Remote;
  let ana: TeamMate;

  beforeEach(async () => {
    remote = await remoteByPath(folder());
    ana = await TeamMate.of(remote.url, folder(), "Ana");
  });

  async function run(...args: readonly string[]): Promise<Ran> {
    return runCli(cli(), ana.clone.folder, args);
  }

  /** While a git that was killed has left its lock on the shared ledger. */
  async function locked<Result>(work: () => Promise<Result>): Promise<Result> {
    const lock = join(ana.clone.folder, ".git", "refs", "release-halt", "ledger.lock");
    await writeFile(lock, "");
    const result = await work();
    await rm(lock);
    return result;
  }

  async function away<Result>(work: () => Promise<Result>): Promise<Result> {
    await ana.clone.git("remote", "set-url", "origin", join(folder(), "away"));
    const result = await work();
    await ana.clone.git("remote", "set-url", "origin", remote.url);
    return result;
  }

  it("says which file is closed already where the ledger was not written, and ends it the next time", async () => {
    const id = await ana.haltAll("Orders twice");
    const failed = await locked(async () => run("lift", id, "--reason", "Reverted"));
    assert.equal(failed.code, 2);
    const says = new RegExp(`could not be changed.*${id}\\.halt\\.json says already.* run the same command`);
    assert.match(failed.err, says);
    assert.notEqual((await ana.check()).verdict, "open");
    const lifted = await run("lift", id, "--reason", "Reverted");
    assert.equal(lifted.code, 0, lifted.err);
    assert.deepEqual(await ana.kinds(id), ["placed", "lifted"]);
  });

  it("closes the file and says that the record cannot be read, and ends it the next time", async () => {
    const id = await ana.haltAll("Orders twice");
    const hand = await HandEditor.of(remote.url, folder());
    await hand.write(`halts/${id}.json`, "{ cut");
    await hand.push();
    const half = await run("lift", id, "--reason", "Reverted");
    assert.equal(half.code, 1, half.err);
    assert.match(
      half.out,
      /^Lifted: .*\nIt is not recorded in the ledger\. .*cannot be read.* run the same command again/,
    );
    await hand.clone.git("revert", "--no-edit", "HEAD");
    await hand.push();
    assert.equal((await run("lift", id, "--reason", "Reverted")).code, 0);
    assert.deepEqual(await ana.kinds(id), ["placed", "lifted"]);
  });

  it("places a halt that cannot be shared, says so, and how to share it", async () => {
    await ana.haltAll("Old");
    const args = ["halt", "--title", "Orders twice", "--reason", "Money", "--share", "--json"];
    const { code, out, err } = await locked(async () => run(...args));
    assert.equal(code, 1, err);
    const { id, shared } = JSON.parse(out) as { id: string; shared: boolean };
    assert.equal(shared, false);
    assert.ok(err.includes(`Try again: release-halt share ${id}`), err);
    assert.equal((await run("share", id)).code, 0);
    assert.deepEqual(await ana.kinds(id), ["placed"]);
  });

  it("does not share a halt without what was changed in it", async () => {
    const id = await ana.haltAll("Orders twice");
    const file = join(ana.clone.folder, ".git", "release-halt", `${id}.halt.json`);
    await writeFile(file, (await readFile(file, "utf8")).replace("Orders twice", "Orders thrice"));
    const { code, err } = await locked(async () => run("share", id));
    assert.equal(code, 2, err);
    assert.match(err, /could not be changed/);
    assert.equal((await run("share", id)).code, 0);
    assert.deepEqual(await ana.kinds(id), ["placed", "changed"]);
    assert.equal((await ana.log()).at(-1)?.event.by, "Ana");
  });

  it("says where what it shows, or does not find, is as old as the last exchange", async () => {
    await ana.haltAll("Orders twice");
    const says =
      /The ledger on origin could not be brought in, so this is what the clone knew before: .*away/;
    for (const command of ["list", "log"]) {
      const { code, out } = await away(async () => run(command));
      assert.equal(code, 0, out);
      assert.match(out, says);
      assert.doesNotMatch((await run(command)).out, says);
    }
    const { code, err } = await away(async () => run("lift", "nobody", "--reason", "Reverted"));
    assert.equal(code, 2);
    assert.match(err, says);
    assert.match((await away(async () => run("sync"))).out, /^The exchange with origin failed: /);
  });

  it("says that the ledger was rewritten where it is shown", async () => {
    await ana.haltAll("Old");
    await ana.haltAll("Orders twice");
    await remote.bare.git("update-ref", "refs/heads/release-halts", "release-halts~1");
    for (const command of ["list", "log"])
      assert.match((await run(command)).out, /The ledger on origin was rewritten: an event/);
  });
});
