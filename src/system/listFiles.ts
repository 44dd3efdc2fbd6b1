import type { Dirent } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { openChunks, type OpenedFile } from "./readFiles";

/** One of several files that belong together. */
export interface FileInSet {
  /** Its path below the folder, or in the archive, with `/`. */
  readonly name: string;
  open(): Promise<OpenedFile>;
}

/** Reasons for which one file of many is not looked at. */
const passedOver: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM"]);

/** Folders of which nobody means the files. */
const skipped = ["node_modules", ".git"];

/** All files below a folder, in the order of their names. Symbolic links are not followed. Throws where it cannot be read. */
export async function* filesBelow(folder: string, prefix = ""): AsyncIterable<FileInSet> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort(byName)) {
    const [name, path] = [`${prefix}${entry.name}`, join(folder, entry.name)];
    if (entry.isFile()) yield { name, open: async () => openChunks(path) };
    else if (entry.isDirectory() && !skipped.includes(entry.name)) yield* filesBelow(path, `${name}/`);
  }
}

/** A file as the system knows it at a moment. */
export interface FileState {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  /** Nanoseconds since 1970. */
  readonly modifiedAt: bigint;
  /** Another file that took its name has another one. */
  readonly inode: bigint;
}

/**
 * The files below a folder whose path there fits a glob, as they are now. Symbolic links are not followed.
 * @param skip folders that are not looked into; nor are those that may not be read
 */
export async function fileStates(folder: string, glob: string, skip: string): Promise<readonly FileState[]> {
  const [isWanted, isSkipped] = [picomatch(glob, { dot: true }), picomatch(skip, { dot: true })];
  const found: FileState[] = [];
  const look = async (prefix: string): Promise<void> => {
    const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch((error: unknown) => {
      if (prefix !== "" && error instanceof Error && "code" in error) return [];
      throw error;
    });
    for (const entry of entries) {
      const name = `${prefix}${entry.name}`;
      if (entry.isDirectory() && !isSkipped(`${name}/.`)) await look(`${name}/`);
      if (!entry.isFile() || !isWanted(name)) continue;
      const path = join(folder, name);
      const state = await lstat(path, { bigint: true }).catch(unseen);
      if (state === undefined) continue;
      found.push({ path, size: Number(state.size), modifiedAt: state.mtimeNs, inode: state.ino });
    }
  };
  await look("");
  return found;
}

/** A file may be gone since its folder was listed, or lie in a folder that may only be listed. Anything else is passed on. */
function unseen(error: unknown): undefined {
  if (error instanceof Error && "code" in error && passedOver.has(error.code)) return;
  throw error;
}

/** Whether a path is a glob: it holds `*`, `?`, or braces or brackets that say several names. */
export function isGlob(path: string): boolean {
  return picomatch.scan(slashed(path)).isGlob;
}

/** The folder in which a glob looks; undefined for a path that is none. */
export function globBase(path: string): string | undefined {
  const { isGlob: is, base } = picomatch.scan(slashed(path));
  return is ? base : undefined;
}

/** The files that a glob names, in the order of their names, which begin behind the part that is no glob. */
export async function* filesOfGlob(glob: string): AsyncIterable<FileInSet> {
  const { base, glob: pattern } = picomatch.scan(slashed(glob));
  const matches = picomatch(pattern, { dot: true });
  for await (const file of filesBelow(resolve(base === "" ? "." : base))) if (matches(file.name)) yield file;
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
