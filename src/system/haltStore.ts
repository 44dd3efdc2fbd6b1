import { readdir } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { Git, GitFailure } from "./git";
import { readTextFile, type ReadFile } from "./readFiles";
import { createFile, replaceFile, type Written } from "./writeFile";

/** A halt file as it stands on the disk. */
export interface StoredHalt {
  readonly path: string;
  /** In the work tree, not in git's common directory. */
  readonly shared: boolean;
  readonly text: string;
  /** Why the text is empty: the file could not be read. */
  readonly problem?: string;
}

export type HaltFolders =
  | { readonly ok: true; readonly top: string; readonly privateFolder: string; readonly sharedFolder: string }
  | { readonly ok: false; readonly reason: GitFailure; readonly message: string };

const suffix = ".halt.json";
const maxHaltBytes = 50 * 1024 * 1024;

/** Where the halts of a repository are kept: private ones in git's common directory, shared ones in the work tree. */
export async function haltFolders(git: Git, folder: string): Promise<HaltFolders> {
  const result = await git.run(folder, ["rev-parse", "--show-toplevel", "--git-common-dir"]);
  if (!result.ok) {
    const bare = result.message.includes("must be run in a work tree");
    return bare
      ? { ...result, message: `${folder} is a bare repository: it has no work tree to halt a release from.` }
      : result;
  }
  const [top = folder, common = ".git"] = result.out.replace(/\n$/, "").split("\n");
  const commonFolder = isAbsolute(common) ? common : resolve(folder, common);
  return {
    ok: true,
    top,
    privateFolder: join(commonFolder, "release-halt"),
    sharedFolder: join(top, ".release-halt"),
  };
}

/** Every halt of a repository, private ones first. A file that cannot be read is listed with its problem. */
export async function listHalts(
  git: Git,
  folder: string,
): Promise<
  { readonly ok: true; readonly halts: readonly StoredHalt[] } | (HaltFolders & { readonly ok: false })
> {
  const folders = await haltFolders(git, folder);
  if (!folders.ok) return folders;
  const halts: StoredHalt[] = [];
  for (const [place, shared] of [
    [folders.privateFolder, false],
    [folders.sharedFolder, true],
  ] as const) {
    for (const name of await namesIn(place)) {
      const path = join(place, name);
      const read = await readHaltFile(path);
      halts.push(
        read.ok ? { path, shared, text: read.text } : { path, shared, text: "", problem: read.message },
      );
    }
  }
  return { ok: true, halts };
}

/** Writes a new halt; never over one that is there. */
export async function createHaltFile(folder: string, id: string, text: string): Promise<Written> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id))
    return { ok: false, message: `"${id}" cannot be the name of a file.` };
  return createFile(join(folder, id + suffix), text);
}

/** Replaces the text of a halt file, whole or not at all. */
export async function replaceHaltFile(path: string, text: string): Promise<Written> {
  return replaceFile(path, text);
}

export async function readHaltFile(path: string): Promise<ReadFile> {
  return readTextFile(path, maxHaltBytes);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(suffix)).sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new Error(`${folder} could not be listed.`, { cause: error });
  }
}
