import { findHalt, haltOf } from "../gate/namedHalt";
import { applyIntents } from "../halt/applyIntent";
import type { Intent } from "../halt/intent";
import type { Halt } from "../halt/schema/halt";
import { readHaltFile } from "../system/haltStore";
import { updateFile } from "../system/updateFile";
import { done, folderOf, WrongUse, type Flags } from "./command";
import { git, placeOf } from "./place";

/** A halt, and the top folder of the repository in which something is done for it. */
interface HaltToRun {
  readonly path: string;
  readonly top: string;
  readonly halt: Halt;
}

/**
 * The halt of a command that needs its repository. Wrong use where it belongs to none here.
 * @param doing what is done there, as in `verify in`
 */
export async function haltToRun(flags: Flags, name: string, doing: string): Promise<HaltToRun> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { top } = await placeOf(flags, path);
  if (top === undefined)
    throw new WrongUse(`The halt belongs to no repository here: name the one to ${doing} with --repo.`);
  return { path, top, halt: done(haltOf(path, done(await readHaltFile(path)).text)).halt };
}

/** Changes the file of a halt by what it holds then, unless the person asked for a dry run. */
export async function changeHalt(
  flags: Flags,
  path: string,
  intents: (halt: Halt) => readonly Intent[],
): Promise<void> {
  if (flags["dry-run"] === true) return;
  done(await updateFile(path, (text) => applyIntents(text, intents(done(haltOf(path, text)).halt))));
}
