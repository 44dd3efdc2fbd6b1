import { constants } from "node:fs";
import { copyFile, lstat, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Git } from "./git";

/** The largest pointer there may be (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). */
const mostPointerBytes = 1024;
const version = "version https://git-lfs.github.com/spec/v1";
const ofLfs = ":(attr:filter=lfs)";

/**
 * Puts the files of Git LFS that the person's clone has where a checkout has only their pointers, as it does without
 * `git-lfs` and where that could not fetch one of them. Answers with the paths of those that are not on this machine.
 * @param gitFolder the git directory of that clone
 */
export async function fillLfsFiles(git: Git, folder: string, gitFolder: string): Promise<readonly string[]> {
  const found = await git.run(folder, ["grep", "-z", "-l", "-F", "-e", version, "--", ofLfs]);
  if (!found.ok) return [];
  const configured = await git.run(folder, [
    `--git-dir=${gitFolder}`,
    `--work-tree=${folder}`,
    "config",
    "--get",
    "lfs.storage",
  ]);
  const store = resolve(gitFolder, configured.ok ? configured.out.trim() : "lfs");
  const missing: string[] = [];
  for (const path of found.out.split("\0").filter((one) => one !== "")) {
    const file = join(folder, path);
    const id = await pointedAt(file);
    if (id !== undefined && !(await copied(join(store, "objects", id.slice(0, 2), id.slice(2, 4), id), file)))
      missing.push(path);
  }
  return missing;
}

/** Whether a checkout says of any files that they are of Git LFS. */
export async function usesLfs(git: Git, folder: string): Promise<boolean> {
  const args = ["grep", "-q", "-e", "filter=lfs", "--", ":(glob)**/.gitattributes"];
  return (await git.run(folder, args)).ok;
}

/** The SHA-256 of what a pointer stands for; undefined for a file that is none. */
async function pointedAt(file: string): Promise<string | undefined> {
  const { size } = await lstat(file);
  if (size > mostPointerBytes) return undefined;
  const text = await readFile(file, "utf8");
  return text.startsWith(version) ? /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1] : undefined;
}

async function copied(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
