import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { verify, type VerifyEvent } from "../../src/prove/verify";
import { createGit } from "../../src/system/git";
import { addScratchWorktree, sweepWorktrees } from "../../src/system/scratchWorktrees";
import { needs } from "../support/needs";
import { commandLinesWith, newRelease, planOf } from "../support/release";
import { stateOf } from "../support/repositoryState";

const git = createGit();

describe("What a verification leaves behind", () => {
  const release = newRelease();
  const { shop } = release;

  it("leaves nothing behind when it is cancelled, in whatever moment, with all that it started", async () => {
    const before = await stateOf(shop);
    const mark = `release-halt-test-${process.pid}`;
    const command = `(exec -a ${mark} sleep 600) & sh -c 'exec -a ${mark} sleep 600' & sleep 600`;
    for (let round = 0; round < 50; round += 1) {
      const stop = new AbortController();
      let events = 0;
      const onEvent = (): void => {
        events += 1;
        if (events === 1 + (round % 3)) stop.abort();
      };
      const plan = planOf(release, `bash -c '${command.replaceAll("'", "'\\''")}'`, {
        ...(round % 2 === 0 && { setup: "true" }),
        parallel: 1 + (round % 2),
        runs: 2,
        timeoutMs: 100,
      });
      const { kind } = await verify(plan, { git, top: shop.folder, signal: stop.signal, onEvent });
      assert.equal(kind, "cancelled");
    }
    assert.deepEqual(await stateOf(shop), before);
    assert.deepEqual(await commandLinesWith(mark), []);
  });

  for (const moment of ["checkout", "setup", "runs"]) {
    it(`leaves nothing that is not swept at the next start, when its process is killed: ${moment}`, async () => {
      const before = await stateOf(shop);
      const script = join("test", "support", "verifyForever.ts");
      const child = spawn(process.execPath, ["--import", "tsx", script, shop.folder, release.target], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      for await (const line of createInterface(child.stdout)) if (line === moment) child.kill("SIGKILL");
      if (moment === "runs") assert.notDeepEqual(await stateOf(shop), before);
      // What git was about to write when its caller was killed, it still writes.
      await quiet(shop.folder);
      await sweepWorktrees(git, shop.folder);
      assert.deepEqual(await stateOf(shop), before);
      assert.deepEqual(await commandLinesWith(`release-halt-forever-${child.pid ?? ""}`), []);
    });
  }

  it("keeps its result where a run leaves what cannot be deleted, and says so, also at the next start", async function () {
    const made = join(tmpdir(), "made");
    const command = `touch fixed.txt; chattr +i fixed.txt || exit 125; pwd >> ${made}; exit 1`;
    const { result } = await verify(planOf(release, command, { runs: 1 }), { git, top: shop.folder });
    needs(this, result.commits[0]?.failures === 1, "chattr +i does not work in the temporary folder.", false);
    const [one = ""] = (await readFile(made, "utf8")).split("\n");
    try {
      for (const { failures, remarks } of result.commits) {
        assert.equal(failures, 1);
        assert.match(
          remarks.join(),
          /^The checkout could not be deleted, and a later run tries again: .*fixed\.txt/,
        );
      }
      // As though this process were another one.
      for (const name of await readdir(join(shop.folder, ".git/worktrees"))) {
        const lock = join(shop.folder, ".git/worktrees", name, "locked");
        await writeFile(lock, (await readFile(lock, "utf8")).replace(/since \S+/, "since never"));
      }
      assert.equal(await sweepWorktrees(git, shop.folder), 0);
      execFileSync("chattr", ["-i", join(one, "fixed.txt")]);
      assert.equal(await sweepWorktrees(git, shop.folder), 1);
    } finally {
      execFileSync("chattr", ["-R", "-i", tmpdir()]);
    }
  });

  it("has nothing run on where one of its commits breaks", async () => {
    const before = await stateOf(shop);
    const mark = `release-halt-broken-${process.pid}`;
    const command = `test -d sub && exit 1; bash -c 'exec -a ${mark} sleep 600'`;
    const onEvent = ({ kind }: VerifyEvent): void => {
      if (kind === "run") throw new Error("The window is gone.");
    };
    const plan = planOf(release, command, { runs: 1, parallel: 2, timeoutMs: 600_000 });
    await assert.rejects(verify(plan, { git, top: shop.folder, onEvent }), /The window is gone/);
    assert.deepEqual(await commandLinesWith(mark), []);
    assert.deepEqual(await stateOf(shop), before);
  });

  it("sweeps no worktree but its own, whatever it is locked with", async () => {
    const folder = join(tmpdir(), "mine");
    const reason = `Release Halt, process 1 since never on ${hostname()}`;
    await shop.git("worktree", "add", "-q", "--detach", "--lock", "--reason", reason, folder, release.base);
    assert.equal(await sweepWorktrees(git, shop.folder), 0);
    assert.equal(await readFile(join(folder, "total.sh"), "utf8"), "echo 3\n");
  });

  it("is not swept while it goes on", async () => {
    const made = await addScratchWorktree(git, shop.folder, release.target);
    assert.ok(made.ok);
    assert.equal(await sweepWorktrees(git, shop.folder), 0);
    assert.ok((await shop.git("worktree", "list")).includes(made.worktree.folder));
    await made.worktree.remove();
  });
});

/** Waits until no git works in a repository any more. */
async function quiet(folder: string): Promise<void> {
  while ((await commandLinesWith(folder)).some((line) => /(^|\/)git /.test(line))) await setImmediate();
}
