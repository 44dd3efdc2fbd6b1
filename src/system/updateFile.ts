import { randomBytes } from "node:crypto";
import { readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { readTextFile } from "./readFiles";
import { takeName } from "./takeName";
import { replaceFile, type Written } from "./writeFile";

export type Change =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

const maxBytes = 50 * 1024 * 1024;
/** A lock is held for milliseconds; one of another machine that is that old was left behind. */
const abandonedMs = 60_000;

/**
 * Reads a text file, changes it and writes it back, one program after another: a lock file beside it keeps two that run at
 * once from losing each other's change. A lock whose program has ended is taken over.
 * @param change called with the lock held, so it does nothing slow; called again when the lock was lost meanwhile
 */
export async function updateFile(
  path: string,
  change: (text: string) => Change,
  { patienceMs = 10_000 }: { readonly patienceMs?: number } = {},
): Promise<Written> {
  // Through a link the file that it leads to is meant.
  const file = await realpath(path).catch(() => path);
  const lock = `${file}.lock`;
  const until = Date.now() + patienceMs;
  for (;;) {
    const token = await take(lock, until);
    if (!token.ok) return token;
    try {
      const read = await readTextFile(file, maxBytes, { strict: true });
      if (!read.ok) return { ok: false, message: read.message };
      const changed = change(read.text);
      if (!changed.ok) return changed;
      if ((await holderOf(lock)) === token.text) return await replaceFile(file, changed.text);
    } finally {
      if ((await holderOf(lock)) === token.text) await rm(lock, { force: true });
    }
  }
}

async function take(lock: string, until: number): Promise<Change> {
  const text = JSON.stringify({ pid: process.pid, host: hostname(), id: randomBytes(8).toString("hex") });
  for (;;) {
    try {
      await makeWhole(lock, text);
      return { ok: true, text };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
        const why = error instanceof Error ? error.message : String(error);
        return { ok: false, message: `${lock} could not be made: ${why}` };
      }
    }
    const holder = await holderOf(lock);
    if (holder !== undefined && (await isAbandoned(lock, holder))) await takeAway(lock, holder);
    else if (Date.now() > until) {
      return {
        ok: false,
        message: `Another program is writing this file. If none is, delete ${lock} and try again.`,
      };
    } else await pause(5 + Math.random() * 20);
  }
}

/**
 * Makes a file that is never seen without its text; fails where one of the name is there. On a disk without hard links it
 * may be seen empty for a moment, and then counts as the lock of another machine.
 */
async function makeWhole(path: string, text: string): Promise<void> {
  const aside = besides(path);
  try {
    await writeFile(aside, text, { flag: "wx" });
    await takeName(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
}

/** Moves the lock aside before it goes, so that of several that find it abandoned none takes away a new one. */
async function takeAway(lock: string, abandoned: string): Promise<void> {
  const aside = besides(lock);
  try {
    await rename(lock, aside);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  // Another one was quicker, and this is its lock: it notices the loss before it writes, and begins again.
  const moved = await readFile(aside, "utf8");
  if (moved !== abandoned) await putBack(aside, lock);
  await rm(aside, { force: true });
}

async function putBack(aside: string, lock: string): Promise<void> {
  try {
    await takeName(aside, lock);
  } catch (error) {
    // A third one holds the lock by now.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

function besides(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}`;
}

/** What the lock says; undefined where there is none. */
async function holderOf(lock: string): Promise<string | undefined> {
  try {
    return await readFile(lock, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A program of this machine holds its lock as long as it runs; of another one only the age tells. */
async function isAbandoned(lock: string, holder: string): Promise<boolean> {
  const [, pid] = /"pid":(\d+)/.exec(holder) ?? [];
  if (pid !== undefined && holder.includes(JSON.stringify(hostname()))) return !isRunning(Number(pid));
  const madeAt = await stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  return Date.now() - madeAt > abandonedMs;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it means that it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
