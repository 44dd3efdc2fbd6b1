import { basename, dirname, resolve } from "node:path";
import { readHalt } from "../halt/readHalt";
import type { Halt } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import type { Git } from "../system/git";
import { haltFolders, listHalts } from "../system/haltStore";
import { readRepositorySettings } from "../system/repositorySettings";

type Failure = { readonly ok: false; readonly message: string };

/** Where a halt belongs: the top folder of its repository, if it has one, and what is settled there. */
export interface HaltPlace {
  readonly top: string | undefined;
  readonly settings: Settings;
  /** What is wrong with the settings file, in sentences. */
  readonly problems: readonly string[];
}

/** The file of a halt by its path, or by its id among the halts of a repository; a shared copy goes before a private one. */
export async function findHalt(
  git: Git,
  folder: string,
  name: string,
): Promise<{ readonly ok: true; readonly path: string } | Failure> {
  if (/[\\/]|\.json$/.test(name)) return { ok: true, path: resolve(name) };
  const stored = await listHalts(git, folder);
  if (!stored.ok) return stored;
  const found = stored.halts.findLast(({ path }) => basename(path) === `${name}.halt.json`);
  if (found !== undefined) return { ok: true, path: found.path };
  return { ok: false, message: `No halt of this repository has the id "${name}".` };
}

/** The place of a halt file: the repository that is named, that of its folder, or that of the current one. */
export async function placeOfHalt(git: Git, path: string, named: string | undefined): Promise<HaltPlace> {
  const beside = dirname(path).replace(/[\\/]\.git[\\/]release-halt$/, "");
  for (const folder of named === undefined ? [beside, "."] : [named]) {
    const place = await placeAt(git, folder);
    if (place.top !== undefined) return place;
  }
  return nowhere;
}

/** The repository that a folder lies in, with its settings. */
export async function placeAt(git: Git, folder: string): Promise<HaltPlace> {
  const folders = await haltFolders(git, folder);
  if (!folders.ok) return nowhere;
  return { top: folders.top, ...(await readRepositorySettings(folders.top)) };
}

/** The halt of a file's text; a text that is none gives the first problem with its place, `file:line:column`. */
export function haltOf(path: string, text: string): { readonly ok: true; readonly halt: Halt } | Failure {
  const read = readHalt(text);
  if (read.ok) return read;
  const { line = 1, column = 1, message = "It is no halt." } = read.problems[0] ?? {};
  return { ok: false, message: `${path}:${line}:${column}: ${message}` };
}

const nowhere: HaltPlace = { top: undefined, settings: {}, problems: [] };
