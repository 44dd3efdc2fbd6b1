import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { HandEditor } from "../support/handEdit";
import { remoteByPath, type Remote } from "../support/remotes";
import { now, TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

type Damage = (hand: HandEditor, path: string, text: string) => Promise<void>;

const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

/** Each with a word of what the gate says of it. */
const damages: Readonly<Record<string, readonly [Damage, RegExp]>> = {
  "a record that is cut off": [
    async (hand, path, text) => hand.write(path, text.slice(0, text.length / 2)),
    /no JSON/,
  ],
  "a record of a newer version": [
    async (hand, path, text) => hand.write(path, JSON.stringify({ ...json(text), version: 2 })),
    /newer Release Halt/,
  ],
  "a record of no version": [
    async (hand, path, text) => hand.write(path, JSON.stringify({ ...json(text), version: "one" })),
    /version/,
  ],
  "a record with another's name": [
    async (hand, path, text) => {
      await hand.remove(path);
      await hand.write("halts/renamed.json", text);
    },
    /says that it is the halt/,
  ],
  "a record without events": [
    async (hand, path, text) => hand.write(path, JSON.stringify({ ...json(text), events: [] })),
    /events/,
  ],
  "a record that begins with its lift": [
    async (hand, path, text) => {
      const events: unknown = json(text).events;
      assert.ok(Array.isArray(events));
      await hand.write(path, JSON.stringify({ ...json(text), events: events.slice(1) }));
    },
    /come before others are missing/,
  ],
  "two events with one id": [
    async (hand, path, text) => {
      const events: unknown = json(text).events;
      assert.ok(Array.isArray(events));
      await hand.write(path, JSON.stringify({ ...json(text), events: events.concat(events[0]) }));
    },
    /same id/,
  ],
  "bytes that are no UTF-8": [
    async (hand, path, text) => hand.write(path, Buffer.from(text.replace("Old", "Old \xff"), "latin1")),
    /no text/,
  ],
  "a record of five megabytes": [
    async (hand, path, text) => hand.write(path, text + " ".repeat(5 * 1024 * 1024)),
    /bytes, more than/,
  ],
  "a record nested without end": [
    async (hand, path, text) =>
      hand.write(path, `${text.trimEnd().slice(0, -1)},"x":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
    /nested|no JSON/,
  ],
  "a link instead of a record": [
    async (hand, path) => hand.link(path, "../../../../../../etc/passwd"),
    /no file of a record/,
  ],
  "a record that is a program": [async (hand, path) => hand.makeProgram(path), /no file of a record/],
  "a file that is no record": [
    async (hand) => hand.write("halts/notes.txt", "by hand"),
    /no file of a record/,
  ],
  "a record in a folder": [
    async (hand, _, text) => hand.write("halts/more/x.json", text),
    /no file of a record/,
  ],
  "a gate file of a newer version": [
    async (hand) =>
      hand.write(
        "gate",
        (await hand.clone.git("show", "HEAD:gate")).replace(/^release-halts 1/, "release-halts 2"),
      ),
    /newer Release Halt/,
  ],
  "a gate file that says something else": [
    async (hand) => hand.write("gate", "release-halts 1\n"),
    /changed by hand/,
  ],
  "no gate file": [async (hand) => hand.remove("gate"), /changed by hand/],
};

describe("A ledger that was damaged", () => {
  const folder = temporaryFolder();
  let remote: Remote;
  let ana: TeamMate;

  beforeEach(async () => {
    remote = await remoteByPath(folder());
    ana = await TeamMate.of(remote.url, folder(), "Ana");
  });

  it("is never open, whatever was done to it, and goes on once it is put right", async () => {
    const id = await ana.haltAll("Old");
    await ana.lift(id);
    const path = `halts/${id}.json`;
    const hand = await HandEditor.of(remote.url, folder());
    const text = await hand.clone.git("show", `HEAD:${path}`);
    const good = await hand.clone.git("rev-parse", "HEAD");
    const bo = await TeamMate.of(remote.url, folder(), "Bo");
    for (const [what, [damage, says]] of Object.entries(damages)) {
      await hand.reset(good);
      await damage(hand, path, text);
      await hand.push("--force");
      await forgetLedger(bo);
      for (const again of [false, true]) {
        const { verdict, unknown, blocks } = again ? await bo.checkAgain() : await bo.check();
        assert.equal(verdict, "cannotTell", what);
        assert.ok(blocks);
        assert.match(unknown.join(" "), says, what);
      }
    }
    // The last damage is one that recording an event repairs.
    assert.ok((await bo.ledger.record(id, { kind: "approved", at: now(), by: "Bo" })).ok);
    assert.equal((await bo.check()).verdict, "open");
    assert.match(
      await remote.bare.git("show", "release-halts:gate"),
      /^release-halts 1\nhalt .* closed\nend$/,
    );
  });

  it("is not written over: what cannot be read stays, and what is new waits", async () => {
    const id = await ana.haltAll("Orders twice");
    const hand = await HandEditor.of(remote.url, folder());
    await hand.write(`halts/${id}.json`, "{ cut");
    await hand.push();
    const other = await ana.halt("Pays nothing");
    const shared = await ana.ledger.share(other);
    assert.ok(!shared.ok, JSON.stringify(shared));
    assert.match(shared.message, /cannot be read.*Nothing was recorded/);
    assert.equal((await ana.check()).verdict, "halted");
    assert.equal(
      await remote.bare.git("rev-parse", "release-halts"),
      await hand.clone.git("rev-parse", "HEAD"),
    );
    await hand.clone.git("revert", "--no-edit", "HEAD");
    await hand.push();
    assert.equal((await ana.share(other))?.kind, "synced");
    assert.equal((await ana.check()).active.length, 2);
  });

  it("is not written over by an older version than the one that wrote its gate file", async () => {
    const id = await ana.haltAll("Old");
    const hand = await HandEditor.of(remote.url, folder());
    const gate = await hand.clone.git("show", "HEAD:gate");
    await hand.write("gate", `${gate.replace(/^release-halts 1/, "release-halts 2")}\n`);
    await hand.push();
    const newer = await hand.clone.git("rev-parse", "HEAD");
    assert.equal((await ana.ledger.record(id, { kind: "approved", at: now(), by: "Bo" })).ok, true);
    const own = await ana.halt("Newer");
    assert.equal((await ana.share(own))?.kind, "failed");
    assert.equal(await remote.bare.git("rev-parse", "release-halts"), newer);
    assert.ok((await ana.check()).active.some((halt) => halt.id === own));
    await hand.clone.git("revert", "--no-edit", "HEAD");
    await hand.clone.git("push", "-q", "origin", "HEAD:release-halts");
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.deepEqual(await ana.kinds(id), ["placed", "approved"]);
    assert.deepEqual(await ana.kinds(own), ["placed"]);
  });

  it("keeps what waits when the remote's is damaged meanwhile, and sends it when it is put right", async () => {
    const id = await ana.haltAll("Orders twice");
    const hand = await HandEditor.of(remote.url, folder());
    await ana.clone.git("remote", "set-url", "origin", join(folder(), "away"));
    assert.equal((await ana.lift(id))?.kind, "failed");
    await ana.clone.git("remote", "set-url", "origin", remote.url);
    await hand.write(`halts/${id}.json`, "{ cut");
    await hand.push();
    const sync = await ana.ledger.sync();
    assert.ok(sync.kind === "failed");
    assert.match(sync.message, /cannot be read/);
    for (const options of [{}, { maxAgeSeconds: 0 }]) {
      const { verdict, unknown } = await ana.check(options);
      assert.notEqual(verdict, "open");
      assert.match(unknown.join(" "), /cannot be read/);
      assert.doesNotMatch(unknown.join(" "), /was not reached/);
    }
    await hand.clone.git("reset", "-q", "--hard", "HEAD~1");
    await hand.push("--force");
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.deepEqual(await ana.kinds(id), ["placed", "lifted"]);
    const bo = await TeamMate.of(remote.url, folder(), "Bo");
    assert.equal((await bo.check()).verdict, "open");
  });

  it("says how to fetch what is missing in the clone, which then helps", async () => {
    const id = await ana.haltAll("Old");
    await ana.lift(id);
    const bo = await TeamMate.of(remote.url, folder(), "Bo");
    assert.equal((await bo.check()).verdict, "open");
    const blob = await bo.clone.git("rev-parse", `refs/release-halt/ledger:halts/${id}.json`);
    await rm(join(bo.clone.folder, ".git", "objects", blob.slice(0, 2), blob.slice(2)));
    const { verdict, unknown } = await bo.check();
    assert.equal(verdict, "cannotTell");
    assert.match(unknown.join(" "), /git fetch --refetch/);
    await bo.clone.git("fetch", "-q", "--refetch");
    assert.equal((await bo.check()).verdict, "open");
  });

  it("cannot tell, and says so, when a commit or a tree of it is missing in the clone", async () => {
    await ana.lift(await ana.haltAll("Old"));
    const bo = await TeamMate.of(remote.url, folder(), "Bo");
    assert.equal((await bo.check()).verdict, "open");
    for (const object of ["refs/release-halt/ledger^{tree}", "refs/release-halt/ledger"]) {
      const id = await bo.clone.git("rev-parse", object);
      await rm(join(bo.clone.folder, ".git", "objects", id.slice(0, 2), id.slice(2)));
      assert.equal((await bo.checkAgain({ offline: true })).verdict, "cannotTell", object);
    }
    // The fetch notices that the commit is missing, and brings it with all that belongs to it.
    assert.equal((await bo.check()).verdict, "open");
  });

  it("takes the place of a local copy that cannot be read, and keeps that one", async () => {
    const id = await ana.haltAll("Orders twice");
    const hand = await HandEditor.of(remote.url, folder());
    await hand.write(`halts/${id}.json`, "{ cut");
    await hand.push();
    await ana.check();
    const damaged = await ana.clone.git("rev-parse", "refs/release-halt/ledger");
    await hand.clone.git("reset", "-q", "--hard", "HEAD~1");
    await hand.push("--force");
    const { verdict, warnings } = await ana.check();
    assert.equal(verdict, "halted");
    assert.match(warnings.join(" "), /was damaged/);
    const kept = await ana.clone.git("for-each-ref", "--format=%(objectname)", "refs/release-halt/damaged");
    assert.equal(kept, damaged);
    assert.equal((await ana.lift(id))?.kind, "synced");
  });
});

/** As a clone that never saw the ledger. */
async function forgetLedger({ clone }: TeamMate): Promise<void> {
  const refs = await clone.git("for-each-ref", "--format=%(refname)", "refs/release-halt");
  for (const ref of refs.split("\n")) {
    if (ref !== "" && ref !== "refs/release-halt/private") await clone.git("update-ref", "-d", ref);
  }
}
