import assert from "node:assert/strict";
import { chmod, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fetchLedger } from "../../src/gate/ledger/fetchLedger";
import { createGit, type Git } from "../../src/system/git";
import { transports, type Remote } from "../support/remotes";
import type { Repository } from "../support/repository";
import { now, TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

for (const [name, start] of Object.entries(transports)) {
  describe(`The ledger over ${name}`, () => {
    const folder = temporaryFolder();
    let remote: Remote;
    let ana: TeamMate;
    let bo: TeamMate;

    beforeEach(async () => {
      remote = await start(folder());
      ana = await TeamMate.of(remote.url, folder(), "Ana");
      bo = await TeamMate.of(remote.url, folder(), "Bo");
    });

    afterEach(async () => remote.stop());

    it("shows everybody what one placed, lifted, overrode and overruled, in the same order", async () => {
      const first = await ana.haltAll("Orders twice");
      const { verdict, active } = await bo.check();
      assert.deepEqual([verdict, active[0]?.by], ["halted", "Ana"]);
      await bo.lift(first);
      const second = await bo.haltAll("Pays nothing");
      await ana.check();
      const event = { at: now(), by: "Ana", reason: "We watch it" };
      await ana.ledger.record(second, { ...event, kind: "overridden", unmet: ["Payments agree"] });
      const third = await ana.haltAll("Slow");
      await bo.check();
      await bo.ledger.record(third, { ...event, kind: "overruled", riskOwner: "Cleo" });
      for (const mate of [ana, bo]) {
        assert.equal((await mate.check()).verdict, "open");
        assert.deepEqual(await mate.kinds(first), ["placed", "lifted"]);
        assert.deepEqual(await mate.kinds(second), ["placed", "overridden"]);
        assert.deepEqual(await mate.kinds(third), ["placed", "overruled"]);
      }
      assert.deepEqual(await ana.log(), await bo.log());
    });

    it("takes what two place at once", async () => {
      const ids = await Promise.all([ana.haltAll("Orders twice"), bo.haltAll("Pays nothing")]);
      for (const mate of [ana, bo]) {
        const { active } = await mate.check();
        assert.deepEqual(active.map(({ id }) => id).sort(), [...ids].sort());
      }
      assert.equal(await remote.bare.git("rev-list", "--count", "release-halts"), "2");
    });

    it("is fetched, too, where another placed the first halt of all while it was asked for", async () => {
      const git = createGit();
      let isFirst = true;
      const late: Git = {
        path: git.path,
        run: async (place, args, options) => {
          if (isFirst && args.includes("ls-remote")) {
            isFirst = false;
            await ana.haltAll("Orders twice");
          }
          return git.run(place, args, options);
        },
      };
      const fetched = await fetchLedger(late, bo.clone.folder, "origin", { settings: {}, timeoutMs: 60_000 });
      assert.deepEqual([fetched.ok, isFirst], [true, false], JSON.stringify(fetched));
      assert.equal((await bo.check({ offline: true })).active[0]?.by, "Ana");
    });

    it("leaves the work tree, index, stash and branches of the person alone, and runs no hook", async () => {
      const { clone } = ana;
      await clone.write("a.txt", "in the stash\n");
      await clone.git("stash");
      await clone.write("a.txt", "in the index\n");
      await clone.git("add", "a.txt");
      await clone.write("a.txt", "in the work tree\n");
      await clone.git("fetch", "origin");
      const ran = join(folder(), "ran");
      await writeHooks(clone, ran);
      const before = await personsState(clone);
      const id = await ana.haltAll("Orders twice");
      await bo.check();
      await bo.lift(id);
      await ana.check();
      await ana.log(true);
      assert.deepEqual(await personsState(clone), before);
      assert.equal(await readFile(ran, "utf8").catch(() => "none"), "none");
      await assert.rejects(clone.git("update-ref", "refs/x", "HEAD"));
      assert.match(await readFile(ran, "utf8"), /reference-transaction/);
    });
  });
}

async function writeHooks(at: Repository, log: string): Promise<void> {
  for (const hook of [
    "applypatch-msg",
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "post-checkout",
    "post-merge",
    "pre-push",
    "pre-auto-gc",
    "post-index-change",
    "reference-transaction",
  ]) {
    await at.write(`.git/hooks/${hook}`, `#!/bin/sh\necho ${hook} >>'${log}'\nexit 1\n`);
    await chmod(join(at.folder, ".git", "hooks", hook), 0o755);
  }
}

/** All that is the person's own: what changes here would be a surprise. */
async function personsState(at: Repository): Promise<Record<string, unknown>> {
  const file = async (path: string): Promise<string> =>
    readFile(join(at.folder, path), "utf8").catch(() => "none");
  const logs = (await readdir(join(at.folder, ".git", "logs"), { recursive: true }))
    // Where the ledger's branch is, git notes itself when it pushes.
    .filter((log) => !log.endsWith("release-halts"))
    .sort();
  return {
    tree: await file("a.txt"),
    index: (await readFile(join(at.folder, ".git", "index"))).toString("hex"),
    stash: await file(".git/refs/stash"),
    head: await file(".git/HEAD"),
    fetchHead: await file(".git/FETCH_HEAD"),
    config: await file(".git/config"),
    refs: await at.git("for-each-ref", "refs/heads", "refs/tags", "refs/remotes/origin/main", "refs/stash"),
    logs: await Promise.all(logs.map(async (name) => [name, await file(join(".git", "logs", name))])),
  };
}
