import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { remoteByPath, type Remote } from "../support/remotes";
import { TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

const execute = promisify(execFile);

describe("The note of a broken glass", () => {
  const folder = temporaryFolder();
  let remote: Remote;
  let ana: TeamMate;

  beforeEach(async () => {
    remote = await remoteByPath(folder());
    ana = await TeamMate.of(remote.url, folder(), "Ana");
  });

  /** While no push gets through, so that notes stay. */
  async function withoutPush<Result>(work: () => Promise<Result>): Promise<Result> {
    await ana.clone.git("remote", "set-url", "--push", "origin", "nowhere");
    const result = await work();
    await ana.clone.git("remote", "set-url", "--push", "origin", remote.url);
    return result;
  }

  /** The gate without Node, asked for a release that is halted. */
  async function breakGlass(reason: string): Promise<string> {
    const script = resolve("src/gate/release-halt.sh");
    const env = { ...process.env, RELEASE_HALT_BREAK_GLASS: reason };
    const { stderr } = await execute("sh", [script, "guard", "--tag", "v2.0.0"], {
      cwd: ana.clone.folder,
      env,
    });
    return stderr;
  }

  it("says that nobody has it yet where it could not be sent, and comes to the halt it went past", async () => {
    const old = await ana.haltAll("Orders twice");
    const said = await withoutPush(async () => breakGlass("The shop is down"));
    assert.match(said, /recorded in this clone only/);
    assert.doesNotMatch(said, /will see it/);
    await ana.lift(old);
    const next = await ana.haltAll("Pays nothing");
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.deepEqual(await ana.kinds(old), ["placed", "lifted", "bypassed"]);
    assert.deepEqual(await ana.kinds(next), ["placed"]);
    assert.equal(await ana.clone.git("for-each-ref", "refs/release-halt/bypass"), "");
  });

  it("comes to the ledger without the secret that stands in its reason, which this form does not know", async () => {
    const id = await ana.haltAll("Orders twice");
    const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
    await breakGlass(`Deployed with ${token}`);
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.deepEqual(await ana.kinds(id), ["placed", "bypassed"]);
    const record = await remote.bare.git("show", `release-halts:halts/${id}.json`);
    assert.match(record, /Deployed with \[redacted: GitHub token\]/);
    const messages = await remote.bare.git("log", "--format=%B", "release-halts");
    assert.ok(!`${record}${messages}`.includes(token));
  });

  it("is one for each runner, although both broke it in the same second", async () => {
    const id = await ana.haltAll("Orders twice");
    await withoutPush(async () =>
      Promise.all([breakGlass("The shop is down"), breakGlass("The till is down")]),
    );
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.deepEqual(await ana.kinds(id), ["placed", "bypassed", "bypassed"]);
    const [commits, message] = await Promise.all([
      remote.bare.git("rev-list", "--count", "release-halts"),
      remote.bare.git("log", "-1", "--format=%B", "release-halts"),
    ]);
    assert.equal(commits, "2", "what many runners note comes in one commit");
    assert.match(
      message,
      /^Release went past the gate, 2 times\n\n.*: The (shop|till) is down\n.*is down\n\nEvent: /,
    );
  });

  it("is not kept from the ledger by hundreds of older ones that belong to no halt there", async () => {
    const id = await ana.haltAll("Orders twice");
    const old = await ana.clone.git(
      "commit-tree",
      "HEAD^{tree}",
      "-m",
      "Bypassed: v1\n\nReason: Old\nAt: 1000\nHalt: unknown",
    );
    for (let number = 1; number <= 201; number += 1)
      await ana.clone.write(`.git/refs/release-halt/bypass/1000-${number}`, `${old}\n`);
    await withoutPush(async () => breakGlass("The shop is down"));
    assert.equal((await ana.ledger.sync()).kind, "synced");
    assert.deepEqual(await ana.kinds(id), ["placed", "bypassed"]);
    assert.equal((await ana.clone.git("for-each-ref", "refs/release-halt/bypass")).split("\n").length, 201);
  });
});
