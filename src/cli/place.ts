import { dirname } from "node:path";
import { assessHalt } from "../assess/assessHalt";
import type { AttachmentPlace } from "../capture/attachmentFile";
import { findHalt, haltOf, placeAt, placeOfHalt, type HaltPlace } from "../gate/namedHalt";
import type { Checklist } from "../halt/checklist";
import type { Halt } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import { askingOnce } from "../system/askingOnce";
import { createGit } from "../system/git";
import { haltFolders, readHaltFile } from "../system/haltStore";
import { done, folderOf, now, tell, text, WrongUse, type Flags } from "./command";

/** The git of the search path. */
export const git = askingOnce(createGit());

/** A halt as a command reads it. */
export interface OpenedHalt {
  readonly path: string;
  readonly halt: Halt;
  readonly checklist: Checklist;
  readonly settings: Settings;
  readonly place: AttachmentPlace;
}

/** A halt with its checklist by what is true now. */
export async function opened(flags: Flags, name: string): Promise<OpenedHalt> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { halt } = done(haltOf(path, done(await readHaltFile(path)).text));
  const { top, settings } = await placeOf(flags, path);
  // The gate's commands judge no evidence, and wait for no reader of it.
  const { readCurrentFacts } = await import("../capture/git/currentFacts");
  const current = top === undefined ? { now: now() } : await readCurrentFacts(git, top, halt, now());
  return {
    path,
    halt,
    checklist: assessHalt(halt, current, settings),
    settings,
    place: { top, haltFolder: dirname(path) },
  };
}

/** The repository that a halt's file is judged by, `--repo` before all; what is wrong with its settings is told. */
export async function placeOf(flags: Flags, path: string): Promise<HaltPlace> {
  return told(await placeOfHalt(git, path, text(flags, "repo")));
}

/** The settings of the repository that is named, else of the current one; empty where there is none. */
export async function settingsOf(flags: Flags): Promise<Settings> {
  return told(await placeAt(git, folderOf(flags))).settings;
}

/** The repository of the folder that is named, else of the current one. */
export async function repositoryOf(
  flags: Flags,
): Promise<{ readonly top: string; readonly settings: Settings; readonly problems: readonly string[] }> {
  const folders = done(await haltFolders(git, folderOf(flags)));
  const { settings, problems } = told(await placeAt(git, folders.top));
  return { top: folders.top, settings, problems };
}

/** What is wrong with the settings goes to standard error; the command goes on without them. */
function told(place: HaltPlace): HaltPlace {
  place.problems.forEach(tell);
  return place;
}

/** The commit that an option names, in the repository of a folder. */
export async function commitOf(
  flags: Flags,
  option: string,
  folder = folderOf(flags),
): Promise<string | undefined> {
  const wanted = text(flags, option);
  if (wanted === undefined) return undefined;
  const named = `${wanted}^{commit}`;
  const found = await git.run(folder, ["rev-parse", "--verify", "--end-of-options", named]);
  if (!found.ok) throw new WrongUse(`--${option}: there is no commit "${wanted}" in this clone.`);
  return found.out.trim();
}
