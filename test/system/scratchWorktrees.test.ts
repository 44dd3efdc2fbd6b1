import assert from "node:assert/strict";
import { join } from "node:path";
import { createGit } from "../../src/system/git";
import { addScratchWorktree, sweepWorktrees } from "../../src/system/scratchWorktrees";
import { withEnvironment } from "../support/environment";
import { makeRepository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

describe("A worktree for which there is no place", () => {
  const folder = temporaryFolder();
  withEnvironment(() => ({ TMPDIR: join(folder(), "gone") }));

  it("is not made, and that is said; nor is there one to sweep", async () => {
    const shop = await makeRepository(join(folder(), "shop"));
    const commit = await shop.commit("Sum", { "sum.txt": "3\n" });
    const made = await addScratchWorktree(createGit(), shop.folder, commit);
    assert.ok(!made.ok);
    assert.equal(made.cancelled, false);
    assert.match(made.message, /could not be made.*ENOENT/);
    assert.equal(await sweepWorktrees(createGit(), shop.folder), 0);
    assert.equal((await shop.git("worktree", "list")).split("\n").length, 1);
  });
});
