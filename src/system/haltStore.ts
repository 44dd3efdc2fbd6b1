import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, resolve, sep } from "node:path";
import type { Git, GitFailure } from "./git";
import { readTextFile, type ReadFile } from "./readFiles";
import { createFile, replaceFile, type Written } from "./writeFile";

/** A halt file as it is stored. */
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
const sharedName = ".release-halt";
const maxHaltBytes = 50 * 1024 * 1024;

/** Where the halts of a repository are kept: private ones in git's common directory, shared ones in the work tree. */
export async function haltFolders(git: Git, folder: string): Promise<HaltFolders> {
  // Git answers relative to where the folder really is.
  const place = await realpath(folder).catch(() => folder);
  const [top, common] = await Promise.all([
    git.run(place, ["rev-parse", "--show-toplevel"]),
    git.run(place, ["rev-parse", "--git-common-dir"]),
  ]);
  if (!top.ok) return inWords(top, folder);
  if (!common.ok) return common;
  const commonPath = common.out.replace(/\n$/, "");
  const topPath = top.out.replace(/\n$/, "");
  return {
    ok: true,
    top: topPath,
    privateFolder: join(isAbsolute(commonPath) ? commonPath : resolve(place, commonPath), "release-halt"),
    sharedFolder: join(topPath, sharedName),
  };
}

/** A repository without a work tree cannot be halted from, and git says so in its own words only. */
export function inWords<Failure extends { readonly message: string }>(
  failure: Failure,
  folder: string,
): Failure {
  return failure.message.includes("must be run in a work tree")
    ? { ...failure, message: `${folder} is a bare repository: it has no work tree to halt a release from.` }
    : failure;
}

/**
 * Every halt of a repository, private ones first; shared ones that a sparse checkout leaves out come from the index. What
 * looks like a halt and cannot be read as one is listed with its problem.
 */
export async function listHalts(
  git: Git,
  folder: string,
): Promise<
  { readonly ok: true; readonly halts: readonly StoredHalt[] } | (HaltFolders & { readonly ok: false })
> {
  const folders = await haltFolders(git, folder);
  if (!folders.ok) return folders;
  const [private_, shared, leftOut] = await Promise.all([
    haltsIn(folders.privateFolder, false),
    haltsIn(folders.sharedFolder, true),
    haltsLeftOut(git, folders.top),
  ]);
  return { ok: true, halts: [...private_, ...shared, ...leftOut] };
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

/** The text of a halt file. Bytes that are no UTF-8 are refused: written back, they would be other ones. */
export async function readHaltFile(path: string): Promise<ReadFile> {
  return readTextFile(path, maxHaltBytes, { strict: true });
}

async function haltsIn(folder: string, shared: boolean): Promise<StoredHalt[]> {
  const named = await namesIn(folder);
  if (!named.ok) return [{ path: folder, shared, text: "", problem: named.problem }];
  return Promise.all(
    named.names.map(async (name) => {
      const path = join(folder, name);
      if (name.includes(sep) || !name.endsWith(suffix)) return { path, shared, text: "", problem: misplaced };
      const read = await readHaltFile(path);
      return read.ok ? { path, shared, text: read.text } : { path, shared, text: "", problem: read.message };
    }),
  );
}

const misplaced = `A halt lies in the folder itself, and its name ends with ${suffix}.`;

async function namesIn(
  folder: string,
): Promise<
  { readonly ok: true; readonly names: string[] } | { readonly ok: false; readonly problem: string }
> {
  try {
    return { ok: true, names: (await haltLike(folder)).sort() };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // A link that leads nowhere is not the same as no folder.
    if (code === "ENOENT" && !(await isThere(folder))) return { ok: true, names: [] };
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: `The folder could not be listed: ${why}` };
  }
}

/** The paths within a folder whose names look like a halt's. One link is followed on the way: links may go round. */
async function haltLike(folder: string, linked = false): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries.map(async (entry): Promise<string[]> => {
    const { name } = entry;
    if (name.toLowerCase().endsWith(suffix)) return [name];
    const path = join(folder, name);
    const isLink = entry.isSymbolicLink();
    const isFolder = isLink ? !linked && (await leadsToFolder(path)) : entry.isDirectory();
    return isFolder ? (await haltLike(path, linked || isLink)).map((within) => join(name, within)) : [];
  });
  return (await Promise.all(found)).flat();
}

async function leadsToFolder(link: string): Promise<boolean> {
  return stat(link).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Shared halts that are committed but not in the work tree, because a sparse checkout leaves them out. */
async function haltsLeftOut(git: Git, top: string): Promise<StoredHalt[]> {
  const listed = await git.run(top, ["ls-files", "-z", "-t", "--", sharedName]);
  if (!listed.ok) {
    const problem = `Git could not list the shared halts: ${listed.message}`;
    return [{ path: join(top, sharedName), shared: true, text: "", problem }];
  }
  const names = listed.out.split("\0").flatMap((line) => {
    const name = line.slice(2);
    return line.startsWith("S ") && name.endsWith(suffix) ? [name] : [];
  });
  const halts = await Promise.all(
    names.map(async (name): Promise<StoredHalt[]> => {
      const path = join(top, name);
      if (await isThere(path)) return [];
      const shown = await git.run(top, ["cat-file", "blob", `:${name}`]);
      return [
        shown.ok
          ? { path, shared: true, text: shown.out }
          : { path, shared: true, text: "", problem: shown.message },
      ];
    }),
  );
  return halts.flat();
}
