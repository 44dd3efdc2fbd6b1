import { rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { readTextFile } from "./readFiles";
import { replaceFile, type Written } from "./writeFile";

export type Change =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

const maxBytes = 50 * 1024 * 1024;
const patienceMs = 10_000;
/** A lock that old belongs to a program that ended without taking it away. */
const staleMs = 60_000;

/**
 * Reads a text file, changes it and writes it back, one program after another: a lock file beside it keeps two that run at
 * once from losing each other's change.
 */
export async function updateFile(path: string, change: (text: string) => Promise<Change>): Promise<Written> {
  const lock = `${path}.lock`;
  const locked = await take(lock);
  if (!locked.ok) return locked;
  try {
    const read = await readTextFile(path, maxBytes);
    if (!read.ok) return { ok: false, message: read.message };
    const changed = await change(read.text);
    return changed.ok ? await replaceFile(path, changed.text) : changed;
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<Written> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: "wx" });
      return { ok: true, path: lock };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
        return {
          ok: false,
          message: `${lock} could not be made: ${error instanceof Error ? error.message : String(error)}`,
        };
      }
    }
    const age = await stat(lock).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > staleMs) await rm(lock, { force: true });
    else if (Date.now() > until) {
      return {
        ok: false,
        message: `Another program is writing this file. If none is, delete ${lock} and try again.`,
      };
    } else await pause(20);
  }
}
