import { basename, dirname, resolve } from "node:path";
import { readHalt } from "../halt/readHalt";
import type { Halt } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import type { Git } from "../system/git";
import { haltFolders, listHalts, readHaltFile, type StoredHalt } from "../system/haltStore";
import { realPath } from "../system/pathInside";
import { readRepositorySettings } from "../system/repositorySettings";
import { countingCopy, type HaltCopy } from "./haltCopies";

type Failure = { readonly ok: false; readonly message: string };

/** Where a halt belongs: the top folder of its repository, if it has one, and what is settled there. */
export interface HaltPlace {
  readonly top: string | undefined;
  readonly settings: Settings;
  /** What is wrong with the settings file, in sentences. */
  readonly problems: readonly string[];
}

/**
 * The file of a halt by its path, or by its id among the halts of a repository: then the file that counts. In `copies`
 * are all files of the repository that hold the halt.
 */
export async function findHalt(
  git: Git,
  folder: string,
  name: string,
): Promise<{ readonly ok: true; readonly path: string; readonly copies: readonly string[] } | Failure> {
  if (/[\\/]|\.json$/.test(name)) {
    const path = resolve(name);
    return { ok: true, path, copies: [path, ...(await otherCopies(git, folder, path))] };
  }
  const stored = await listHalts(git, folder);
  if (!stored.ok) return stored;
  const files = stored.halts.filter(({ path }) => basename(path) === `${name}.halt.json`);
  const copies = files.flatMap(copyOf);
  const path = (countingCopy(copies) ?? files.at(-1))?.path;
  if (path === undefined) return { ok: false, message: `No halt of this repository has the id "${name}".` };
  return { ok: true, path, copies: copies.map((copy) => copy.path) };
}

/** The other files that hold the halt of a file, in the repository that keeps it; none where it cannot be read. */
async function otherCopies(git: Git, folder: string, path: string): Promise<readonly string[]> {
  const read = await readHaltFile(path);
  const halt = read.ok ? readHalt(read.text) : undefined;
  if (halt?.ok !== true) return [];
  const top = await keptIn(git, path, folder);
  const stored = top === undefined ? undefined : await listHalts(git, top);
  if (stored?.ok !== true) return [];
  const file = await realPath(path);
  const copies = stored.halts.flatMap(copyOf).filter((copy) => copy.halt.id === halt.halt.id);
  return copies.map((copy) => copy.path).filter((copy) => copy !== file && copy !== path);
}

function copyOf({ path, shared, text }: StoredHalt): (HaltCopy & { readonly path: string })[] {
  const read = readHalt(text);
  return read.ok ? [{ path, shared, halt: read.halt }] : [];
}

/** The top folder of the repository that keeps a halt file: that of a folder, when it is kept there; else the file's own. */
async function keptIn(git: Git, path: string, folder: string): Promise<string | undefined> {
  const here = await haltFolders(git, folder);
  const holder = dirname(await realPath(path));
  if (here.ok && [here.privateFolder, here.sharedFolder].includes(holder)) return here.top;
  const beside = await haltFolders(git, holder.replace(/[\\/]\.git[\\/]release-halt$/, ""));
  return beside.ok ? beside.top : undefined;
}

/**
 * The place of a halt file: the repository that is named; else the current one, when the halt is kept there; else that of
 * the file's own folder. So a linked worktree is judged by its own HEAD although the halts of all of them lie together.
 */
export async function placeOfHalt(git: Git, path: string, named: string | undefined): Promise<HaltPlace> {
  if (named !== undefined) return placeAt(git, named);
  return placeAt(git, (await keptIn(git, path, ".")) ?? ".");
}

/** The repository that a folder lies in, with its settings. */
export async function placeAt(git: Git, folder: string): Promise<HaltPlace> {
  const folders = await haltFolders(git, folder);
  if (!folders.ok) return { top: undefined, settings: {}, problems: [] };
  return { top: folders.top, ...(await readRepositorySettings(folders.top)) };
}

/** The halt of a file's text; a text that is none gives the first problem with its place, `file:line:column`. */
export function haltOf(path: string, text: string): { readonly ok: true; readonly halt: Halt } | Failure {
  const read = readHalt(text);
  if (read.ok) return read;
  const { line = 1, column = 1, message = "It is no halt." } = read.problems[0] ?? {};
  return { ok: false, message: `${path}:${line}:${column}: ${message}` };
}
