import { chmod, lstat, realpath, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { lookAtFile } from "./lookAtFile";
import { isGone } from "./readFiles";
import { createFile, replaceFile, type Written } from "./writeFile";

/** A change of a file below a folder that it must not leave. */
export type RootedChange =
  | {
      readonly kind: "write";
      readonly root: string;
      readonly path: string;
      /** What must be there now; null: nothing. */
      readonly before: string | null;
      /** Null: the file is removed, with folders below the root that become empty. */
      readonly after: string | null;
      readonly executable: boolean;
    }
  | { readonly kind: "move"; readonly root: string; readonly from: string; readonly to: string };

export type Changed =
  | { readonly ok: true }
  /** `written` were changed before the failure. */
  | { readonly ok: false; readonly message: string; readonly written: readonly string[] };

/**
 * Carries changes out in their order. All are looked at first: when a file is not as the change expects it, or when a
 * folder on its way is a link that leads out of the root, nothing is written.
 */
export async function changeFiles(changes: readonly RootedChange[]): Promise<Changed> {
  for (const [index, change] of changes.entries()) {
    const problem = await problemOf(change, changes.slice(0, index));
    if (problem !== undefined) return { ok: false, message: `${problem} Nothing was written.`, written: [] };
  }
  const written: string[] = [];
  for (const change of changes) {
    const done = await carryOut(change);
    if (!done.ok) return { ok: false, message: done.message, written };
    written.push(change.kind === "move" ? change.to : change.path);
  }
  return { ok: true };
}

async function problemOf(
  change: RootedChange,
  earlier: readonly RootedChange[],
): Promise<string | undefined> {
  const paths = change.kind === "move" ? [change.from, change.to] : [change.path];
  for (const path of paths) {
    if (!(await staysInside(change.root, path))) return `${path} leads out of ${change.root}.`;
  }
  if (change.kind === "move") {
    const target = join(change.root, change.to);
    const freed = earlier.some(
      (one) => one.kind === "write" && one.after === null && join(one.root, one.path) === target,
    );
    return freed || (await isFree(target)) ? undefined : `${change.to} is already there.`;
  }
  const path = join(change.root, change.path);
  const movedAway = earlier.some((one) => one.kind === "move" && join(one.root, one.from) === path);
  return movedAway || (await isAsExpected(path, change.before))
    ? undefined
    : `${change.path} has changed since the preview. Look at it again.`;
}

async function isAsExpected(path: string, before: string | null): Promise<boolean> {
  if (before === null) return isFree(path);
  const seen = await lookAtFile(path);
  return seen?.kind === "text" && seen.text === before;
}

async function isFree(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT",
  );
}

/** Whether the nearest folder that is there lies below the root, links followed. */
async function staysInside(root: string, path: string): Promise<boolean> {
  const top = await realpath(root).catch(() => undefined);
  const full = resolve(root, path);
  if (top === undefined || relative(resolve(root), full).startsWith("..")) return false;
  for (let folder = dirname(full); ; folder = dirname(folder)) {
    try {
      const found = await realpath(folder);
      return found === top || found.startsWith(top.endsWith(sep) ? top : top + sep);
    } catch (error) {
      // A folder that is not there yet is made below the nearest one that is; one that cannot be looked at is left alone.
      if (!isGone(error) || dirname(folder) === folder) return false;
    }
  }
}

async function carryOut(change: RootedChange): Promise<Written> {
  if (change.kind === "move") {
    return attempt(join(change.root, change.to), "could not be renamed", () =>
      rename(join(change.root, change.from), join(change.root, change.to)),
    );
  }
  const { root, before, after, executable } = change;
  const path = join(root, change.path);
  if (after === null) return attempt(path, "could not be removed", () => removeWithFolders(root, path));
  const written = (await isFree(path))
    ? await createFile(path, after)
    : before === null
      ? refused(path)
      : await replaceFile(path, after);
  if (!written.ok || !executable) return written;
  return attempt(path, "could not be made executable", async () => {
    const { mode } = await stat(path);
    // Who may read it may run it, as git does it.
    await chmod(path, mode | ((mode & 0o444) >> 2));
  });
}

function refused(path: string): Written {
  return { ok: false, message: `${basename(path)} is there meanwhile.` };
}

async function removeWithFolders(root: string, path: string): Promise<void> {
  await rm(path);
  for (let folder = dirname(path); folder.startsWith(resolve(root) + sep); folder = dirname(folder)) {
    const removed = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

async function attempt(path: string, what: string, act: () => Promise<void>): Promise<Written> {
  try {
    await act();
    return { ok: true, path };
  } catch (error) {
    return {
      ok: false,
      message: `${path} ${what}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
