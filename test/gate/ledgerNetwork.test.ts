import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { HaltLedger } from "../../src/gate/ledger/haltLedger";
import { createGit, type Git } from "../../src/system/git";
import { cutProxy, type CutProxy } from "../support/cutProxy";
import { transports, type Remote } from "../support/remotes";
import { now, TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

describe("The ledger, when the network is cut", () => {
  const folder = temporaryFolder();
  let remote: Remote;
  let proxy: CutProxy;
  let ana: TeamMate;
  let bo: TeamMate;

  beforeEach(async () => {
    remote = await transports["git daemon"](folder());
    proxy = await cutProxy(remote.url);
    ana = await TeamMate.of(proxy.url, folder(), "Ana");
    bo = await TeamMate.of(remote.bare.folder, folder(), "Bo");
  });

  afterEach(async () => {
    await proxy.stop();
    await remote.stop();
  });

  it("cannot tell, wherever the fetch ends, and knows again with the network", async () => {
    await bo.lift(await bo.haltAll("Old"));
    assert.equal((await ana.check()).verdict, "open");
    await bo.haltAll("Orders twice");
    for (const down of [0, 1, 100, 400]) {
      proxy.fail({ kind: "after", down });
      const { verdict, unknown } = await ana.check();
      assert.equal(verdict, "cannotTell", `cut after ${down} bytes`);
      assert.match(unknown[0] ?? "", /was not reached/);
    }
    proxy.fail({ kind: "hangs" });
    assert.equal((await ana.check({ signal: AbortSignal.timeout(300) })).verdict, "cannotTell");
    proxy.fail(undefined);
    assert.equal((await ana.check()).verdict, "halted");
  });

  it("keeps what waits, wherever the push ends, and sends it once", async () => {
    await ana.haltAll("Old");
    const { up, down } = proxy.lastPush();
    const cuts = [
      { down: 0 },
      { up: Math.floor(up / 2) },
      { up: Math.floor(up * 0.75) },
      // The remote took it, and this was not heard.
      { down: down - 1 },
    ];
    for (const [index, cut] of cuts.entries()) {
      const id = await ana.halt(`Halt ${index}`);
      proxy.fail({ kind: "after", ...cut }, "git-receive-pack");
      const sync = await ana.share(id);
      assert.equal(sync?.kind, "failed", JSON.stringify(cut));
      assert.ok(sync.waiting === 1, JSON.stringify(sync));
      assert.equal((await ana.checkAgain()).verdict, "halted");
      proxy.fail(undefined);
      assert.equal((await ana.ledger.sync()).kind, "synced");
      assert.equal(await ana.ledger.waiting(), 0);
    }
    await bo.check();
    assert.equal((await bo.log()).length, 1 + cuts.length);
    assert.deepEqual(await bo.log(), await ana.log());
    assert.equal(await remote.bare.git("rev-list", "--count", "release-halts"), String(1 + cuts.length));
  });

  it("waits no longer than it is told for a remote that hangs", async () => {
    const id = await ana.halt("Orders twice");
    proxy.fail({ kind: "hangs" });
    const sync = await ana.share(id, { timeoutMs: 300 });
    assert.ok(sync?.kind === "failed");
    assert.match(sync.message, /stopped after/);
    proxy.fail(undefined);
    assert.equal((await ana.ledger.sync()).kind, "synced");
    proxy.fail({ kind: "hangs" }, "git-receive-pack");
    const lifted = await ana.lift(id, { timeoutMs: 300 });
    assert.ok(lifted?.kind === "failed");
    assert.equal(lifted.waiting, 1);
  });

  it("cannot tell when the remote's name leads nowhere", async () => {
    await ana.clone.git("remote", "set-url", "origin", "git://release-halt.invalid/origin.git");
    const { verdict, blocks } = await ana.check();
    assert.deepEqual([verdict, blocks], ["cannotTell", true]);
    const sync = await ana.share(await ana.halt("Orders twice"));
    assert.ok(sync?.kind === "failed");
    assert.match(sync.message, /release-halt\.invalid/);
    assert.equal((await ana.check()).verdict, "halted");
  });
});

describe("The ledger, when the remote refuses", () => {
  const folder = temporaryFolder();
  let remote: Remote;

  afterEach(async () => remote.stop());

  async function refused(says: RegExp): Promise<TeamMate> {
    const ana = await TeamMate.of(remote.url, folder(), "Ana");
    const id = await ana.halt("Orders twice");
    const sync = await ana.share(id);
    assert.ok(sync?.kind === "failed");
    assert.match(sync.message, says);
    assert.equal(sync.waiting, 1);
    assert.equal((await ana.check()).verdict, "halted");
    return ana;
  }

  it("keeps the halt in the clone when HTTP says 403 to a push", async () => {
    remote = await transports["git http-backend"](folder(), ({ url = "" }) => url.includes("receive-pack"));
    await refused(/403/);
  });

  it("keeps the halt in the clone when the daemon takes no push", async () => {
    remote = await transports["git daemon"](folder(), "upload-pack");
    await refused(/access denied|not enabled|hung up|disconnect/i);
  });

  it("says that the branch is protected, and sends later what waits", async () => {
    remote = await transports["a path"](folder());
    const hook = join(remote.bare.folder, "hooks", "update");
    await remote.bare.write(
      "hooks/update",
      '#!/bin/sh\n[ "$1" != refs/heads/release-halts ] || { echo "release-halts is protected" >&2; exit 1; }\n',
    );
    await chmod(hook, 0o755);
    const ana = await refused(/release-halts is protected/);
    await ana.halt("Only here");
    await chmod(hook, 0o644);
    assert.equal((await ana.ledger.sync()).kind, "synced");
    const bo = await TeamMate.of(remote.url, folder(), "Bo");
    const { active } = await bo.check();
    assert.deepEqual(
      active.map(({ title }) => title),
      ["Orders twice"],
    );
  });

  it("gives up on a lock that stays on the remote, and says so", async () => {
    remote = await transports["a path"](folder());
    await remote.bare.write("refs/heads/release-halts.lock", "");
    await refused(/lock/);
  });

  it("is not beaten by others who are faster, and says so when its patience ends", async () => {
    remote = await transports["a path"](folder());
    const ana = await TeamMate.of(remote.url, folder(), "Ana");
    const bo = await TeamMate.of(remote.url, folder(), "Bo");
    const common = await bo.haltAll("Common");
    const real = createGit();
    let storms = 2;
    const overtaken: Git = {
      path: real.path,
      run: async (place, args, options) => {
        if (args.includes("push") && storms > 0) {
          storms -= 1;
          await bo.ledger.record(common, { kind: "approved", at: now(), by: "Bo" });
        }
        return real.run(place, args, options);
      },
    };
    const ledger = new HaltLedger(overtaken, ana.clone.folder, {});
    const id = await ana.halt("Orders twice");
    const impatient = await ledger.share(id, { patienceMs: 0 });
    assert.ok(impatient.ok && impatient.sync?.kind === "failed");
    assert.match(impatient.sync.message, /others were faster/);
    assert.equal(impatient.sync.waiting, 1);
    assert.equal((await ledger.sync()).kind, "synced");
    assert.equal(storms, 0);
    await bo.check();
    assert.equal((await bo.log()).length, 4);
    assert.deepEqual(await bo.log(), await ana.log());
  });
});
