import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { acceptRewrite } from "../../src/gate/ledger/acceptRewrite";
import { readRecord } from "../../src/halt/ledgerRecord";
import { createGit } from "../../src/system/git";
import { HandEditor } from "../support/handEdit";
import { remoteByPath, type Remote } from "../support/remotes";
import { now, TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

describe("A ledger that was rewritten", () => {
  const folder = temporaryFolder();
  let remote: Remote;
  let ana: TeamMate;
  let bo: TeamMate;
  let hand: HandEditor;
  let id = "";

  beforeEach(async () => {
    remote = await remoteByPath(folder());
    ana = await TeamMate.of(remote.url, folder(), "Ana");
    bo = await TeamMate.of(remote.url, folder(), "Bo");
    id = await ana.haltAll("Orders twice");
    await bo.lift(await bo.haltAll("Old"));
    await ana.check();
    hand = await HandEditor.of(remote.url, folder());
  });

  const told = async (mate: TeamMate, says: RegExp): Promise<void> => {
    for (const again of [false, true, true]) {
      const { verdict, warnings } = again ? await mate.checkAgain() : await mate.check();
      assert.match(warnings.join(" "), says);
      assert.notEqual(verdict, "open");
    }
  };

  const putBack = async (by: TeamMate, events: number): Promise<void> => {
    assert.equal((await by.ledger.sync()).kind, "synced");
    assert.deepEqual((await by.check()).warnings, []);
    await ana.check();
    assert.equal((await ana.log()).length, events);
    assert.equal((await ana.check()).verdict, "halted");
  };

  it("is noticed when it was set back, and said until the events are back", async () => {
    const before = await remote.bare.git("rev-parse", "release-halts");
    await remote.bare.git("update-ref", "refs/heads/release-halts", "release-halts~2");
    await told(ana, /rewritten: 2 events that this clone has seen there are missing/);
    await putBack(ana, 3);
    assert.equal(await remote.bare.git("rev-parse", "release-halts"), before);
  });

  it("is put back from what the gate without Node saw", async () => {
    const cy = await TeamMate.of(remote.url, folder(), "Cy");
    const ask = promisify(execFile)("sh", [resolve("src/gate/release-halt.sh"), "check"], {
      cwd: cy.clone.folder,
    });
    await assert.rejects(ask, { code: 1 });
    await remote.bare.git("update-ref", "-d", "refs/heads/release-halts");
    await told(cy, /is gone from origin/);
    assert.equal((await cy.ledger.sync()).kind, "synced");
    await ana.check();
    assert.equal((await ana.log()).length, 3);
    assert.deepEqual((await cy.check()).warnings, []);
  });

  it("cannot be told while what was seen cannot be read", async () => {
    await ana.lift(id);
    const seen = "refs/release-halt/seen/origin";
    await ana.clone.write(`.git/${seen}`, `${"5ca1ab1e".repeat(5)}\n`);
    for (const again of [false, true]) {
      const { verdict, unknown } = again ? await ana.checkAgain() : await ana.check();
      assert.equal(verdict, "cannotTell");
      assert.match(unknown.join(" "), /cannot be read any more.*--accept-rewrite/);
    }
  });

  it("is noticed when it was replaced by a history of its own, and both are brought together", async () => {
    await hand.clone.git("switch", "-q", "--orphan", "another");
    await hand.writeRecords([]);
    await hand.push("--force");
    await told(ana, /rewritten: 3 events/);
    await putBack(ana, 3);
  });

  it("is noticed when a commit takes a record out", async () => {
    const { records } = await recordsOf(hand);
    await hand.remove("halts");
    await hand.writeRecords(records.filter((record) => record.id !== id));
    await hand.push();
    await told(ana, /rewritten: an event that this clone has seen there is missing/);
    await putBack(ana, 3);
  });

  it("is noticed when a branch of the code takes its place", async () => {
    await remote.bare.git("update-ref", "refs/heads/release-halts", "main");
    await told(ana, /./);
    assert.equal((await ana.check()).verdict, "halted");
  });

  it("is noticed when it is gone, and cannot be told until it is back", async () => {
    await remote.bare.git("update-ref", "-d", "refs/heads/release-halts");
    await told(ana, /is gone from origin/);
    await ana.ledger.record(id, { kind: "lifted", at: now(), reason: "Reverted" }, { fetchOnly: true });
    const fresh = await ana.checkAgain();
    assert.equal(fresh.verdict, "cannotTell");
    assert.match(fresh.unknown.join(" "), /expected on origin/);
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.equal((await ana.check()).verdict, "open");
    assert.doesNotMatch((await bo.check()).warnings.join(" "), /gone|rewritten/);
  });

  it("is said while an event says something else than was seen, which counts until it is accepted", async () => {
    const { records } = await recordsOf(hand);
    await hand.writeRecords(
      records.map((record) => ({
        ...record,
        events: record.events.map((event) =>
          event.kind === "placed"
            ? {
                ...event,
                terms: {
                  ...event.terms,
                  scope: { ...event.terms.scope, line: undefined, refs: ["refs/tags/never"] },
                },
              }
            : { ...event, by: "Somebody else" },
        ),
      })),
    );
    await hand.push();
    const before = (await ana.check()).verdict;
    assert.equal(before, "halted");
    for (let time = 0; time < 2; time += 1) {
      const { verdict, warnings } = await ana.check();
      assert.match(warnings.join(" "), /3 events say something else than before/);
      assert.equal(verdict, "halted");
    }
    const accepted = await acceptRewrite(createGit(), ana.clone.folder, {
      settings: {},
      reason: "Scope was wrong",
    });
    assert.ok(accepted.ok && accepted.kind === "accepted" && accepted.changed === 3);
    const { verdict, warnings } = await ana.check();
    assert.deepEqual([verdict, warnings], ["open", []]);
  });

  async function recordsOf({ clone }: HandEditor): Promise<{
    readonly records: Parameters<HandEditor["writeRecords"]>[0];
  }> {
    const names = (await clone.git("ls-files", "halts")).split("\n");
    const records = await Promise.all(
      names.map(async (name) => {
        const read = readRecord(
          await clone.git("show", `HEAD:${name}`),
          name.slice("halts/".length, -".json".length),
        );
        assert.ok(read.ok);
        return read.record;
      }),
    );
    return { records };
  }
});
