import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { takeName } from "./takeName";

export type Written =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly message: string };

/**
 * Replaces a file's content, or makes the file, so that at each moment the old content or the new one is there whole: the
 * text goes into a file beside it, which takes its place when it is safely on the disk.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<Written> {
  return written(path, async (temporary) => {
    const mode = await stat(path).then(
      (found) => found.mode,
      () => undefined,
    );
    await fill(temporary, content, mode);
    await rename(temporary, path);
  });
}

/** Writes a file whole, with the folders above it where they are missing. */
export async function writeFileWithFolders(path: string, content: string): Promise<Written> {
  try {
    await makeFolder(dirname(path));
  } catch (error) {
    return { ok: false, message: `${path} was not written: ${writeProblem(error)}` };
  }
  return replaceFile(path, content);
}

/** Makes a file that must not exist yet, whole or not at all. */
export async function createFile(path: string, content: string | Uint8Array): Promise<Written> {
  return written(path, async (temporary) => {
    await makeFolder(dirname(path));
    await fill(temporary, content, undefined);
    await takeName(temporary, path);
  });
}

/** Removes a file; one that is not there is removed already. */
export async function removeFile(path: string): Promise<Written> {
  try {
    await removeIfThere(path);
    return { ok: true, path };
  } catch (error) {
    return { ok: false, message: `${path} was not removed: ${writeProblem(error)}` };
  }
}

/** Level by level: asked for all at once, Node says of a read-only disk that the folder does not exist. */
async function makeFolder(folder: string): Promise<void> {
  if (!(await parentMissing(folder))) return;
  await makeFolder(dirname(folder));
  if (await parentMissing(folder)) throw new Error("the folder above it cannot be opened.");
}

/** Makes a folder, if it is not there; true where that cannot be, because there is none above it. */
async function parentMissing(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return false;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return false;
    if (code === "ENOENT" && dirname(folder) !== folder) return true;
    throw error;
  }
}

async function written(path: string, write: (temporary: string) => Promise<void>): Promise<Written> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await write(temporary);
    return { ok: true, path };
  } catch (error) {
    return { ok: false, message: `${path} was not written: ${writeProblem(error)}` };
  } finally {
    await removeIfThere(temporary);
  }
}

/** The temporary file is gone after a rename, and was never there when its folder is none. */
async function removeIfThere(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOTDIR")) throw error;
  }
}

async function fill(path: string, content: string | Uint8Array, mode: number | undefined): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

function writeProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    ENOSPC: "the disk is full. Make room, or choose another place.",
    EDQUOT: "the disk quota is used up. Make room, or choose another place.",
    EACCES: "the folder may not be written to. Make it writable, or choose another place.",
    EPERM: "the folder may not be written to. Make it writable, or choose another place.",
    EROFS: "the disk is read-only. Make it writable, or choose another place.",
    EEXIST: "a file of that name is already there.",
    ENOENT: "the folder does not exist.",
    EISDIR: "there is a folder of that name.",
  };
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}
