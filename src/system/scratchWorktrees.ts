import { mkdtemp, readdir, readFile, realpath, rmdir } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { endMarked, startOf } from "./endProcesses";
import { fillWorktree } from "./fillWorktree";
import type { Git } from "./git";
import { removeFolder } from "./removeFolder";
import { worktreeCommand } from "./worktreeCommand";
import { fileState, putBack, type FileState } from "./worktreeFiles";

/** A checkout of one commit, outside of the repository. */
export interface ScratchWorktree {
  readonly folder: string;
  /** What is not in it as it would be in a clone, as sentences. */
  readonly remarks: readonly string[];
  /** What a command in it is given, so that it can be found and ended whatever happened. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Checks another commit out in it, by its whole id. What was changed or added is gone; what the commit ignores stays, so
   * that a set-up has less to do.
   */
  moveTo(commit: string, signal?: AbortSignal): Promise<Moved>;
  /** Whether a commit is checked out, by its whole id: a run may have gone to another one, or taken the git directory away. */
  isAt(commit: string): Promise<boolean>;
  /** Its files as they are now, for `putBack`; undefined where git cannot tell. */
  files(signal?: AbortSignal): Promise<FileState | undefined>;
  /**
   * Puts back what was changed or added since, but for what the commit ignores and what is within submodules; answers with
   * the paths of what was changed. Undefined where it takes a checkout to have all as it was.
   */
  putBack(before: FileState | undefined, signal?: AbortSignal): Promise<readonly string[] | undefined>;
  /** Takes it away with all that is in it; a sentence says why where that could not be done. */
  remove(): Promise<string | undefined>;
}

type Moved =
  | { readonly ok: true; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly cancelled: boolean; readonly message: string };

type Made =
  | { readonly ok: true; readonly worktree: ScratchWorktree }
  | { readonly ok: false; readonly cancelled: boolean; readonly message: string };

/** No hook of the repository runs for a checkout that nobody works in; submodules are filled without it. */
const noHooks = ["-c", "core.hooksPath=/dev/null/none", "-c", "submodule.recurse=false"];
const noLfs = ["filter.lfs.smudge=", "filter.lfs.process=", "filter.lfs.required=false"].flatMap(
  (setting) => ["-c", setting],
);
const checkoutMs = 10 * 60_000;
const markName = "RELEASE_HALT_WORKTREE";
const prefix = "release-halt-worktree-";

/**
 * Checks a commit out into a worktree of its own below the system's temporary folder; index, branches and files of the
 * person stay as they are. It is locked with a word on whose it is, so that nobody prunes it while it is used, and
 * `sweepWorktrees` knows it when its owner is gone.
 * @param commit a whole id
 */
export async function addScratchWorktree(
  git: Git,
  top: string,
  commit: string,
  signal?: AbortSignal,
): Promise<Made> {
  const place = await makeFolder();
  if (!place.ok) return { ok: false, cancelled: false, message: place.message };
  const { folder } = place;
  const added = await checkOut(git, top, folder, commit, signal);
  if (!added.ok) {
    await removeWorktree(git, top, folder);
    return added;
  }
  const { settings } = added;
  const fill = async (stop: AbortSignal | undefined): Promise<Moved> =>
    filled(git, top, folder, { settings, ...(stop && { signal: stop }) });
  const first = await fill(signal);
  if (!first.ok) {
    await removeWorktree(git, top, folder);
    return first;
  }
  const here = [...settings, ownGit(folder)];
  return {
    ok: true,
    worktree: {
      ...{ folder, env: { [markName]: folder }, remarks: first.remarks },
      moveTo: async (to, stop) => {
        const moved = await moveWorktree(git, folder, to, here, stop);
        return moved.ok ? fill(stop) : moved;
      },
      isAt: async (other) => (await headOf(git, folder)) === other,
      files: async (stop) => fileState({ git, folder, here }, stop),
      putBack: async (before, stop) => before && putBack({ git, folder, here }, before, stop),
      remove: async () => removeWorktree(git, top, folder),
    },
  };
}

type CheckedOut =
  /** With these settings git works in it, before its command. */
  { readonly ok: true; readonly settings: readonly string[] } | Extract<Made, { readonly ok: false }>;

/** Where the clone's Git LFS fails, its files are checked out as pointers, which `fillWorktree` takes the place of. */
async function checkOut(
  git: Git,
  top: string,
  folder: string,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<CheckedOut> {
  const options = { timeoutMs: checkoutMs, fetchesMissing: true, ...(signal && { signal }) };
  const locked = ["--lock", "--reason", await owner(process.pid)];
  const args = ["add", "--quiet", "--detach", "--force", ...locked, folder, commit];
  let settings = noHooks;
  let added = await worktreeCommand(git, top, settings, args, options);
  if (!added.ok && added.reason === "failed" && /lfs/i.test(added.message)) {
    await removeWorktree(git, top, folder);
    settings = [...noHooks, ...noLfs];
    added = await worktreeCommand(git, top, settings, args, options);
  }
  if (added.ok) return { ok: true, settings };
  const message = await whyNot(git, top, commit, added.message);
  return { ok: false, cancelled: added.reason === "cancelled", message };
}

async function makeFolder(): Promise<
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly message: string }
> {
  try {
    return { ok: true, folder: await realpath(await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `A folder for the checkout could not be made: ${why}` };
  }
}

/** Of a commit that a clone has not got, as a shallow one, git says that it is an invalid reference. */
async function whyNot(git: Git, top: string, commit: string, message: string): Promise<string> {
  const short = commit.slice(0, 10);
  const has = await git.run(top, ["cat-file", "-e", `${commit}^{commit}`]);
  if (has.ok || has.reason !== "failed")
    return `${short} could not be checked out into a worktree: ${message}`;
  return `${short} is not in this clone: "git fetch" brings it, in a shallow clone "git fetch --unshallow".`;
}

/** A file that cannot be copied, as on a full disk, makes it a checkout in which nothing can be run. */
async function filled(
  git: Git,
  top: string,
  folder: string,
  options: Parameters<typeof fillWorktree>[3],
): Promise<Moved> {
  try {
    return { ok: true, remarks: await fillWorktree(git, top, folder, options) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, cancelled: false, message: `The checkout could not be filled: ${why}` };
  }
}

/** What is checked out, read from the files of git where they tell, as it is asked before each run; undefined without them. */
async function headOf(git: Git, folder: string): Promise<string | undefined> {
  try {
    const gitFolder = /^gitdir: (.+)$/m.exec(await readFile(join(folder, ".git"), "utf8"))?.[1];
    const head = gitFolder && (await readFile(join(resolve(folder, gitFolder), "HEAD"), "utf8")).trim();
    // A branch; also one that is none, where a repository keeps its refs in other files.
    if (head?.startsWith("ref: ") !== true) return head;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
  const args = [ownGit(folder), "rev-parse", "--verify", "--quiet", "HEAD^{commit}"];
  const found = await git.run(folder, args);
  return found.ok ? found.out.trim() : undefined;
}

/** Named, for where a run took it away, git would find a repository that lies around the folder. */
function ownGit(folder: string): string {
  return `--git-dir=${join(folder, ".git")}`;
}

async function moveWorktree(
  git: Git,
  folder: string,
  commit: string,
  here: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ readonly ok: true } | Extract<Moved, { readonly ok: false }>> {
  const options = { timeoutMs: checkoutMs, fetchesMissing: true, ...(signal && { signal }) };
  for (const args of [
    ["checkout", "--quiet", "--detach", "--force", commit],
    ["clean", "--quiet", "-ffd"],
  ]) {
    const done = await git.run(folder, [...here, ...args], options);
    if (done.ok) continue;
    const message = `${commit.slice(0, 10)} could not be checked out in the worktree: ${done.message}`;
    return { ok: false, cancelled: done.reason === "cancelled", message };
  }
  return { ok: true };
}

/**
 * Takes away worktrees that were left behind by a process that was killed, with the processes that still run in them.
 * Answers with how many there were.
 */
export async function sweepWorktrees(git: Git, top: string): Promise<number> {
  const listed = await worktreeCommand(git, top, [], ["list", "--porcelain", "-z"]);
  if (!listed.ok) return 0;
  let swept = 0;
  for (const entry of listed.out.split("\0\0")) {
    const fields = entry.split("\0");
    const folder = fields.find((field) => field.startsWith("worktree "))?.slice("worktree ".length);
    const reason = fields.find((field) => field.startsWith("locked "))?.slice("locked ".length) ?? "";
    const [, pid, host] = ownerPattern.exec(reason) ?? [];
    // A worktree of another machine that shares the repository is that one's.
    if (folder === undefined || host !== hostname() || !basename(folder).startsWith(prefix)) continue;
    if (reason === (await owner(Number(pid)))) continue;
    await endMarked(`${markName}=${folder}`);
    if ((await removeWorktree(git, top, folder)) === undefined) swept += 1;
  }
  await sweepEmptyFolders();
  return swept;
}

/** A process that was killed before git knew of its worktree left its folder empty. */
async function sweepEmptyFolders(): Promise<void> {
  // One that may be written to and not listed holds others' folders, too; one that is not there holds none.
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = name.startsWith(prefix) ? /^\d+(?=-)/.exec(name.slice(prefix.length))?.[0] : undefined;
    if (pid === undefined || (await startOf(Number(pid))) !== undefined) continue;
    try {
      await rmdir(join(tmpdir(), name));
    } catch (error) {
      // One that holds something is for the repository that it is of; another window may be faster.
      if (!(error instanceof Error && "code" in error)) throw error;
    }
  }
}

/** The start tells a process from one that has its number after it: in containers that is often soon. */
async function owner(pid: number): Promise<string> {
  const start = (await startOf(pid)) ?? "nothing";
  return `Release Halt, process ${pid} since ${start} on ${hostname()}`;
}

const ownerPattern = /^Release Halt, process (\d+) since \S+ on (.+)$/;

/**
 * The folder goes first: git forgets only worktrees that are not there, and a run may have left what git would not delete.
 * Where it cannot be deleted, git still knows it, so that it is swept when it can.
 */
async function removeWorktree(git: Git, top: string, folder: string): Promise<string | undefined> {
  const problem = await removeFolder(folder);
  if (problem !== undefined)
    return `The checkout could not be deleted, and a later run tries again: ${problem}.`;
  await worktreeCommand(git, top, [], ["remove", "--force", "--force", folder]);
  return undefined;
}
