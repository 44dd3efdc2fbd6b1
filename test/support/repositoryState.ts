import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository } from "./repository";

/** All of a repository, and of the temporary folders, that running a command at its commits must leave as it was. */
export async function stateOf(shop: Repository): Promise<unknown> {
  const [worktrees, stashes, status, refs] = await Promise.all([
    shop.git("worktree", "list", "--porcelain"),
    shop.git("stash", "list"),
    shop.git("status", "--porcelain=v2", "--branch", "--untracked-files=all"),
    shop.git("for-each-ref"),
  ]);
  const [index, head] = await Promise.all([
    readFile(join(shop.folder, ".git/index"), "base64"),
    readFile(join(shop.folder, ".git/HEAD"), "utf8"),
  ]);
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith("release-halt-worktree-"));
  const inGit = (await readdir(join(shop.folder, ".git"))).filter((name) => /BISECT|worktrees/.test(name));
  return { worktrees, stashes, status, refs, index, head, folders, inGit };
}
