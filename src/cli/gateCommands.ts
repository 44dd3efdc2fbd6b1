import { captureContext } from "../capture/git/captureContext";
import { checkHalts } from "../gate/checkHalts";
import { writeActiveHalt } from "../gate/writeActiveHalt";
import { liftHalt } from "../gate/haltStatus";
import { findHalt, haltOf } from "../gate/namedHalt";
import { applyIntents } from "../halt/applyIntent";
import { listHalts, readHaltFile } from "../system/haltStore";
import { updateFile, type Change } from "../system/updateFile";
import { done, folderOf, needed, now, print, type Flags } from "./command";
import { git, settingsOf } from "./place";

/** `halt`: stops what is checked out, at once. */
export async function halt(flags: Flags): Promise<number> {
  const [title, reason] = [needed(flags, "title"), needed(flags, "reason")];
  const settings = await settingsOf(flags);
  const placed = done(await writeActiveHalt(git, folderOf(flags), { title, reason, now: now(), settings }));
  const { path, announcement } = placed;
  print(flags, { path, id: placed.halt.id, announcement }, [path, "", ...announcement.split("\n")]);
  return 0;
}

/** `lift`: ends a halt, in each file that holds it, so that no branch brings it back. */
export async function lift(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const reason = needed(flags, "reason");
  const { path, copies } = done(await findHalt(git, folderOf(flags), name));
  const { by } = await captureContext(git, folderOf(flags));
  const at = now();
  const lifted = (text: string): Change => {
    const intents = liftHalt(done(haltOf(path, text)).halt, {
      reason,
      now: at,
      ...(by !== undefined && { by }),
    });
    return intents.ok ? applyIntents(text, intents.intents) : intents;
  };
  const active: string[] = [];
  for (const copy of new Set([path, ...copies])) {
    const { halt: held } = done(haltOf(copy, done(await readHaltFile(copy)).text));
    if (held.status === "active") active.push(copy);
  }
  // Where none is active, the file itself says why it cannot be lifted.
  for (const file of active.length === 0 ? [path] : active) done(await updateFile(file, lifted));
  print(flags, { path, status: "closed", outcome: "lifted" }, [`Lifted: ${path}`]);
  return 0;
}

/** `check`: whether a release may go on. */
export async function check(flags: Flags): Promise<number> {
  const stored = done(await listHalts(git, folderOf(flags)));
  const gate = checkHalts(stored.halts);
  print(flags, gate, [
    gate.line,
    ...gate.active.map(({ id, reason }) => `  ${id}${reason === null ? "" : `: ${reason}`}`),
    ...gate.unreadable.map(({ path, problem }) => `  ${path}: ${problem}`),
  ]);
  return { open: 0, halted: 1, cannotTell: 2 }[gate.verdict];
}
