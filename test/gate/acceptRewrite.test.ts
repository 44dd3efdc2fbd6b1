import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { acceptRewrite, type Acceptance } from "../../src/gate/ledger/acceptRewrite";
import { createGit } from "../../src/system/git";
import { remoteByPath, type Remote } from "../support/remotes";
import { now, TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

describe("A rewritten ledger that is accepted", () => {
  const folder = temporaryFolder();
  let remote: Remote;
  let ana: TeamMate;
  let bo: TeamMate;
  let id = "";

  beforeEach(async () => {
    remote = await remoteByPath(folder());
    ana = await TeamMate.of(remote.url, folder(), "Ana");
    bo = await TeamMate.of(remote.url, folder(), "Bo");
    // By Bo: Ana's own file of a halt would go on halting here, as it should.
    await bo.lift(await bo.haltAll("Old"));
    id = await bo.haltAll("Orders twice");
    await ana.check();
  });

  const accept = async (reason?: string): Promise<Extract<Acceptance, { readonly ok: true }>> => {
    const result = await acceptRewrite(git, ana.clone.folder, { settings: {}, reason });
    assert.ok(result.ok, JSON.stringify(result));
    return result;
  };
  const refs = async (pattern = "refs/release-halt"): Promise<string> =>
    ana.clone.git("for-each-ref", "--format=%(refname) %(objectname)", pattern);
  const setBack = async (): Promise<void> => {
    await remote.bare.git("update-ref", "refs/heads/release-halts", "release-halts~1");
  };

  it("is first told of, with what would be forgotten, and changes nothing", async () => {
    await setBack();
    await ana.check();
    const before = await refs();
    const { kind, forgotten } = await accept();
    assert.equal(kind, "asked");
    assert.deepEqual(forgotten, [{ id, title: "Orders twice", status: "halted", events: 1 }]);
    assert.equal(await refs(), before);
    assert.equal((await ana.check()).verdict, "halted");
  });

  it("is what counts from then on; what was forgotten is kept with the reason, and not put back", async () => {
    await setBack();
    const seen = await ana.clone.git("rev-parse", "refs/release-halt/seen/origin");
    const tip = await remote.bare.git("rev-parse", "release-halts");
    const { kind, kept } = await accept("A name was in it");
    assert.equal(kind, "accepted");
    const message = await ana.clone.git("log", "-1", "--format=%an: %B", kept ?? "");
    assert.match(message, /^Ana: Accept a ledger that was rewritten\n\nReason: A name was in it/);
    await ana.clone.git("merge-base", "--is-ancestor", seen, kept ?? "");
    for (const check of [
      await ana.check(),
      await ana.checkAgain(),
      await ana.checkAgain({ offline: true }),
    ]) {
      assert.deepEqual([check.verdict, check.warnings, check.unknown], ["open", [], []]);
    }
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.equal(await remote.bare.git("rev-parse", "release-halts"), tip);
    assert.equal((await accept()).kind, "nothing");
  });

  it("counts also where the person's own fetch brought what it was before", async () => {
    await ana.clone.git("fetch", "-q", "origin");
    await setBack();
    await accept("A name was in it");
    assert.equal((await ana.check()).verdict, "open");
  });

  it("leaves what this clone never sent, and sends it", async () => {
    await ana.clone.git("remote", "set-url", "origin", join(folder(), "away"));
    const own = await ana.halt("Pays nothing");
    assert.equal((await ana.share(own))?.kind, "failed");
    await ana.clone.git("remote", "set-url", "origin", remote.url);
    await setBack();
    assert.deepEqual(
      (await accept("A name was in it")).forgotten.map((halt) => halt.id),
      [id],
    );
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.deepEqual(await bo.check().then(async () => bo.kinds(own)), ["placed"]);
    assert.deepEqual(await ana.kinds(id), []);
  });

  it("leaves an event that followed a forgotten one, which everybody can read", async () => {
    const approved = { kind: "approved" as const, at: now(), by: "Bo", note: "With a name in it" };
    await bo.check();
    assert.ok((await bo.ledger.record(id, approved)).ok);
    await ana.check();
    await ana.clone.git("remote", "set-url", "origin", join(folder(), "away"));
    assert.equal((await ana.lift(id))?.kind, "failed");
    await ana.clone.git("remote", "set-url", "origin", remote.url);
    await setBack();
    assert.equal((await accept("A name was in it")).forgotten.length, 1);
    assert.equal((await ana.ledger.sync()).kind, "synced");
    const cy = await TeamMate.of(remote.url, folder(), "Cy");
    const { verdict, unknown } = await cy.check();
    assert.deepEqual([verdict, unknown], ["open", []]);
    assert.deepEqual(await cy.kinds(id), ["placed", "lifted"]);
  });

  it("may be gone: then none is expected any more", async () => {
    await remote.bare.git("update-ref", "-d", "refs/heads/release-halts");
    assert.equal((await ana.check()).verdict, "halted");
    const asked = await accept();
    assert.deepEqual([asked.kind, asked.gone, asked.forgotten.length], ["asked", true, 2]);
    assert.equal((await accept("We begin anew")).kind, "accepted");
    assert.equal((await ana.check()).verdict, "open");
    const next = await ana.haltAll("Pays nothing");
    assert.equal((await ana.check()).verdict, "halted");
    assert.deepEqual(await ana.kinds(next), ["placed"]);
  });

  it("mends a clone in which what was seen cannot be read any more", async () => {
    await bo.lift(id);
    await ana.clone.write(".git/refs/release-halt/seen/origin", `${"5ca1ab1e".repeat(5)}\n`);
    assert.match((await ana.check()).unknown.join(" "), /cannot be read any more/);
    assert.deepEqual([(await accept()).kind, (await accept()).unreadable], ["asked", true]);
    assert.equal((await accept("The disk was full")).kind, "accepted");
    assert.equal((await ana.check()).verdict, "open");
  });

  it("is not accepted by half where a ref cannot be moved", async () => {
    await setBack();
    await ana.check();
    const lock = join(ana.clone.folder, ".git", "refs", "release-halt", "seen", "origin.lock");
    await writeFile(lock, "");
    const before = await refs();
    const result = await acceptRewrite(git, ana.clone.folder, { settings: {}, reason: "A name was in it" });
    assert.ok(!result.ok);
    assert.ok(result.message.includes(`remove ${lock}`), result.message);
    const forgotten = /^refs\/release-halt\/forgotten\/.*\n?/gm;
    assert.equal((await refs()).replace(forgotten, ""), before);
    await rm(lock);
    assert.equal((await accept("A name was in it")).kind, "accepted");
  });

  it("is not accepted while the remote is away, although what was seen cannot be read", async () => {
    await bo.lift(id);
    await ana.check();
    await ana.clone.write(".git/refs/release-halt/seen/origin", `${"5ca1ab1e".repeat(5)}\n`);
    await ana.clone.git("remote", "set-url", "origin", join(folder(), "away"));
    const result = await acceptRewrite(git, ana.clone.folder, { settings: {}, reason: "The disk was full" });
    assert.ok(!result.ok);
    assert.match(result.message, /origin was not reached, so nothing was accepted/);
    await ana.clone.git("remote", "set-url", "origin", remote.url);
    assert.equal((await ana.check()).verdict, "cannotTell");
  });

  it("is not accepted where it cannot be read, nor where nothing is missing", async () => {
    assert.equal((await accept("For nothing")).kind, "nothing");
    assert.equal(await refs("refs/release-halt/forgotten"), "");
    await remote.bare.git("update-ref", "refs/heads/release-halts", "main");
    const result = await acceptRewrite(git, ana.clone.folder, { settings: {}, reason: "Why not" });
    assert.ok(!result.ok);
    assert.match(result.message, /cannot be accepted/);
    assert.equal((await ana.check()).verdict, "halted");
  });
});
