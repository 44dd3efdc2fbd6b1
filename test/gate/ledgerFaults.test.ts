import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { commandLine, runCli } from "../support/commandLine";
import { remoteByPath, type Remote } from "../support/remotes";
import { signWith } from "../support/signing";
import { smallDisk } from "../support/smallDisk";
import { now, TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

const hourMs = 3_600_000;
const token = `ghp_${"a1B2".repeat(9)}`;

describe("The ledger, where something goes wrong", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  let remote: Remote;

  beforeEach(async () => {
    remote = await remoteByPath(folder());
  });

  const mate = async (name: string, url = remote.url, ...options: readonly string[]): Promise<TeamMate> =>
    TeamMate.of(url, folder(), name, ...options);

  it("closes and opens by what its writers knew, not by their clocks", async () => {
    const [ana, bo] = [await mate("Ana"), await mate("Bo")];
    for (const skewMs of [-hourMs, hourMs]) {
      const id = await ana.haltAll(`Skew ${skewMs}`);
      await bo.check();
      await bo.lift(id, { at: new Date(Date.now() + skewMs).toISOString() });
      const { verdict } = await ana.check();
      assert.equal(verdict, "open");
      const logged = (await ana.log()).filter(({ halt }) => halt === id);
      assert.deepEqual(
        logged.map(({ event }) => event.kind),
        ["placed", "lifted"],
      );
    }
    assert.deepEqual(await ana.log(), await bo.log());
  });

  it("does not take a copy for fresh that a clock put back makes come from the future", async () => {
    const [ana, bo] = [await mate("Ana"), await mate("Bo")];
    await ana.lift(await ana.haltAll("Old"));
    await bo.haltAll("Orders twice");
    const earlier = new Date(Date.now() - hourMs);
    assert.equal((await ana.checkAgain({ now: earlier, offline: true })).verdict, "cannotTell");
    assert.equal((await ana.checkAgain({ now: earlier })).verdict, "halted");
  });

  it("asks the remote that counts, however fresh the copy of another one is", async () => {
    // The same code at another place.
    const other = join(folder(), "other.git");
    await remote.bare.git("clone", "-q", "--bare", remote.bare.folder, other);
    const [ana, bo] = [await mate("Ana"), await mate("Bo", other)];
    await bo.haltAll("Orders twice");
    assert.equal((await ana.check()).verdict, "open");
    await ana.clone.git("remote", "add", "upstream", other);
    const moved = new TeamMate(ana.clone, "Ana", { ledger: { remote: "upstream" } });
    assert.equal((await moved.checkAgain()).verdict, "halted");
  });

  it("is read and written by clones that have only a part", async () => {
    const ana = await mate("Ana");
    const file = `file://${remote.bare.folder}`;
    await remote.bare.git("config", "uploadpack.allowFilter", "true");
    for (const [name, ...options] of [
      ["single", "--single-branch"],
      ["shallow", "--depth=1"],
      ["shallow everywhere", "--depth=1", "--no-single-branch"],
      ["blobless", "--filter=blob:none"],
      ["treeless", "--filter=tree:0"],
    ] as const) {
      const id = await ana.haltAll(`Halt for ${name}`, { scope: { refs: ["refs/tags/v2*"] } });
      const part = await mate(name, file, ...options);
      const asked = await part.check();
      // What a shallow clone cannot know is whether the release goes back.
      assert.ok(["halted", "cannotTell"].includes(asked.verdict), JSON.stringify(asked));
      assert.deepEqual(await part.kinds(id), ["placed"], `${name}: ${JSON.stringify(asked)}`);
      const lifted = await part.lift(id);
      assert.equal(lifted?.kind, "synced", JSON.stringify(lifted));
      const { verdict, warnings } = await ana.check();
      assert.equal(verdict, "open");
      assert.doesNotMatch(warnings.join(" "), /rewritten/);
    }
  });

  it("does not take it for rewritten when the clone's own history was cut off", async () => {
    const ana = await mate("Ana");
    await ana.haltAll("Orders twice");
    const bo = await mate("Bo", `file://${remote.bare.folder}`, "--depth=1", "--no-single-branch");
    await bo.check();
    await ana.haltAll("Pays nothing");
    await bo.clone.git("fetch", "-q", "--depth=1", "origin");
    assert.deepEqual((await bo.check()).warnings, []);
    assert.equal((await bo.log()).length, 2);
  });

  it("loses nothing and halves nothing when it is killed while it shares", async () => {
    const ana = await mate("Ana");
    await ana.haltAll("First");
    const ids: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const id = await ana.halt(`Halt ${round}`);
      ids.push(id);
      let killer: Promise<unknown> = Promise.resolve();
      await runCli(cli(), ana.clone.folder, ["share", id], {
        onStart: (pid) => {
          killer = pause(round * 70).then(() => killed(pid));
        },
      });
      await killer;
      const { verdict, active } = await ana.check();
      assert.equal(verdict, "halted");
      assert.ok(active.some((halt) => halt.id === id));
    }
    for (const id of ids) assert.equal((await ana.share(id))?.kind, "synced");
    const bo = await mate("Bo");
    await bo.check();
    const shared = (await ana.log()).filter((event) => event.shared);
    assert.deepEqual(await bo.log(), shared);
    assert.equal(shared.length, 1 + ids.length);
    assert.equal(await remote.bare.git("rev-list", "--count", "release-halts"), String(1 + ids.length));
    await remote.bare.git("fsck", "--strict");
    const left = await readdir(join(ana.clone.folder, ".git", "refs", "release-halt"), { recursive: true });
    assert.deepEqual(
      left.filter((file) => file.endsWith(".lock")),
      [],
    );
  });

  it("says which lock a killed git left behind, and goes on when it is removed", async () => {
    const ana = await mate("Ana");
    const id = await ana.haltAll("Orders twice");
    const lock = join(ana.clone.folder, ".git", "refs", "release-halt", "ledger.lock");
    await writeFile(lock, "");
    const lifted = await ana.ledger.record(id, { kind: "lifted", at: now(), reason: "Reverted" });
    assert.ok(!lifted.ok);
    assert.ok(lifted.message.includes(`If no other git is at work here, remove ${lock}`), lifted.message);
    assert.equal((await ana.check()).verdict, "halted");
    await rm(lock);
    assert.equal((await ana.lift(id))?.kind, "synced");
  });

  it("records nothing half on a full or read-only disk, and cannot tell there", async function () {
    const disk = smallDisk(this, "3m");
    try {
      const ana = await TeamMate.of(remote.url, disk.folder, "Ana");
      const bo = await mate("Bo");
      const id = await ana.haltAll("Orders twice");
      const before = await ana.clone.git("for-each-ref", "refs/release-halt");
      const filler = join(disk.folder, "filler");
      await fillUp(filler);
      const event = { kind: "lifted" as const, at: now(), reason: "Reverted" };
      const lifted = await ana.ledger.record(id, event);
      assert.ok(!lifted.ok);
      assert.match(lifted.message, /No space left on device/);
      assert.equal(await ana.clone.git("for-each-ref", "refs/release-halt"), before);
      await rm(filler);
      assert.equal((await ana.lift(id))?.kind, "synced");
      await bo.haltAll("Pays nothing");
      await ana.forgetFetch();
      disk.makeReadOnly();
      assert.equal((await ana.checkAgain()).verdict, "cannotTell");
    } finally {
      await disk.remove();
    }
  });

  it("records under a name that says so where git knows nobody", async () => {
    const ana = await mate("Ana");
    for (const key of ["user.name", "user.email"]) await ana.clone.git("config", "--unset", key);
    await ana.clone.git("config", "user.useConfigOnly", "true");
    const env = { HOME: join(folder(), "nobody"), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
    const args = ["halt", "--title", "Orders twice", "--reason", "Charged twice", "--share"];
    const { code, out, err } = await runCli(cli(), ana.clone.folder, args, { env });
    assert.equal(code, 0, out + err);
    const author = await remote.bare.git("log", "-1", "--format=%an", "release-halts");
    assert.equal(author, "Release Halt (no name in git)");
  });

  it("does not record unsigned what a person signs, and says which events are signed by whom", async () => {
    const [ana, bo, cleo] = [await mate("Ana"), await mate("Bo"), await mate("Cleo")];
    const id = await bo.haltAll("Orders twice");
    await ana.check();
    await ana.clone.git("config", "commit.gpgSign", "true");
    await ana.clone.git("config", "gpg.program", "false");
    const before = await ana.clone.git("for-each-ref", "refs/release-halt");
    const event = { at: now(), reason: "Reverted" };
    const failed = await ana.ledger.record(id, { ...event, kind: "lifted", by: "Ana" });
    assert.ok(!failed.ok);
    assert.match(failed.message, /could not sign.*Nothing was recorded/);
    assert.equal(await ana.clone.git("for-each-ref", "refs/release-halt"), before);
    const key = await signWith(ana, join(folder(), "key of Ana"));
    await signWith(cleo, join(folder(), "key of Cleo"));
    assert.equal((await ana.lift(id))?.kind, "synced");
    await cleo.check();
    const other = await cleo.haltAll(`Event: ${(await ana.log())[0]?.event.id ?? ""}`);
    await bo.check();
    await writeFile(join(folder(), "signers"), `ana@example.test ${key}\n`);
    const signatures = async (): Promise<unknown> =>
      (await bo.log(true))
        .map(({ halt, event: { kind }, signature, signer }) => [halt === other, kind, signature, signer])
        .sort();
    // Without a list of keys git calls every commit unsigned.
    assert.deepEqual(await signatures(), [
      [false, "lifted", "unknownKey", undefined],
      [false, "placed", "none", undefined],
      [true, "placed", "unknownKey", undefined],
    ]);
    await bo.clone.git("config", "gpg.ssh.allowedSignersFile", join(folder(), "signers"));
    assert.deepEqual(await signatures(), [
      [false, "lifted", "good", "ana@example.test"],
      [false, "placed", "none", undefined],
      [true, "placed", "unknownKey", undefined],
    ]);
  });

  it("keeps private halts and secrets out of what the remote gets", async () => {
    const ana = await mate("Ana");
    const own = await ana.halt("Only mine");
    const id = await ana.haltAll(`Leaks ${token}`, { reason: `Look at ${token}` });
    await ana.ledger.record(own, { kind: "approved", at: now(), note: "Mine too" });
    await ana.ledger.record(id, { kind: "approved", at: now(), note: token });
    await ana.ledger.record(id, { kind: "overridden", at: now(), reason: token, unmet: [token] });
    const sent = await remote.bare.git("cat-file", "--batch-all-objects", "--batch", "--buffer");
    assert.match(sent, /redacted/);
    assert.doesNotMatch(sent, /Only mine|Mine too/);
    assert.ok(!sent.toLowerCase().includes(token.slice(4, 16).toLowerCase()));
    assert.ok(!sent.includes(own));
  });
});

function killed(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It was faster.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

async function fillUp(path: string): Promise<void> {
  for (let size = 4 * 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
    await writeFile(path, Buffer.alloc(size), { flag: "a" }).catch(() => undefined);
  }
}
