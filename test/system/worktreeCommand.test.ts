import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createGit, type Git } from "../../src/system/git";
import { addScratchWorktree } from "../../src/system/scratchWorktrees";
import { withEnvironment } from "../support/environment";
import { makeRepository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

describe("A worktree beside one that another program is just making", () => {
  const folder = temporaryFolder();
  withEnvironment(() => ({ TMPDIR: folder() }));
  const git = createGit();

  /** As git leaves it between making the file and writing it. */
  async function halfMade(top: string): Promise<string> {
    const other = join(top, ".git/worktrees/other");
    await mkdir(other, { recursive: true });
    await writeFile(join(other, "gitdir"), `${join(folder(), "other/.git")}\n`);
    await writeFile(join(other, "HEAD"), `${"0".repeat(40)}\n`);
    await writeFile(join(other, "commondir"), "");
    return other;
  }

  /** Git, and that program, which goes on once git has failed so often. */
  function goingOn(other: string, failures: number): Git {
    let failed = 0;
    return {
      path: git.path,
      run: async (top, args, options) => {
        const done = await git.run(top, args, options);
        if (!done.ok) failed += 1;
        if (failed === failures) await rm(other, { recursive: true, force: true });
        return done;
      },
    };
  }

  it("is made, and taken away, once that one is there", async () => {
    const shop = await makeRepository();
    const commit = await shop.commit("Sum", { "sum.txt": "3\n" });
    const made = await addScratchWorktree(goingOn(await halfMade(shop.folder), 3), shop.folder, commit);
    assert.ok(made.ok);
    const again = await halfMade(shop.folder);
    const beside = await addScratchWorktree(goingOn(again, 2), shop.folder, commit);
    assert.ok(beside.ok);
    for (const { worktree } of [made, beside]) assert.equal(await worktree.remove(), undefined);
    assert.equal((await shop.git("worktree", "list")).split("\n").length, 1);
  });

  it("is given up where that one stays so, with what git says of it", async () => {
    const shop = await makeRepository();
    const commit = await shop.commit("Sum", { "sum.txt": "3\n" });
    await halfMade(shop.folder);
    const made = await addScratchWorktree(git, shop.folder, commit);
    assert.ok(!made.ok && !made.cancelled);
    assert.match(made.message, /could not be checked out into a worktree: .*failed to read .*commondir/);
  });
});
