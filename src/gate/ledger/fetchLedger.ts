import { isAbsolute, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { readTextFile } from "../../system/readFiles";
import { removeFile, writeFileWithFolders } from "../../system/writeFile";
import { leadsUpTo } from "./ledgerHistory";
import { fetchedRef, ledgerBranch, quietly, seenRef, tipsOf } from "./ledgerRefs";
import { moveRef } from "./recordEvents";

export type Fetched = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Another program of this machine fetches at the same moment. */
const taken = /cannot lock ref|unable to (?:create|lock)|is at .* but expected/i;
/** There was none, or another person placed the first halt since. */
const missing = /couldn't find remote ref/i;
const attempts = 10;

/**
 * Brings the remote's ledger into a ref of its own, which is removed when the remote answers that it has none; no answer
 * is a failure.
 * @param timeoutMs for each question to the remote
 */
export async function fetchLedger(
  git: Git,
  top: string,
  remote: string,
  {
    settings,
    signal,
    timeoutMs,
  }: { readonly settings: Settings; readonly signal?: AbortSignal | undefined; readonly timeoutMs: number },
): Promise<Fetched> {
  const branch = ledgerBranch(settings);
  const run = async (args: readonly string[]): ReturnType<Git["run"]> =>
    git.run(top, [...quietly, ...args], { timeoutMs, ...(signal && { signal }) });
  const ref = fetchedRef(remote);
  const options = [
    "--quiet",
    "--no-tags",
    "--no-prune",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--no-filter",
    "--refmap=",
  ];
  for (let attempt = 1; ; attempt += 1) {
    const fetched = await run(["fetch", ...options, remote, `+refs/heads/${branch}:${ref}`]);
    if (fetched.ok) return fetched;
    if (fetched.reason === "timedOut" || fetched.reason === "cancelled") return fetched;
    if (taken.test(fetched.message) && attempt < attempts) {
      await pause(Math.random() * 40 * attempt);
      continue;
    }
    const asked = await run(["ls-remote", "--exit-code", remote, `refs/heads/${branch}`]);
    if (asked.ok && missing.test(fetched.message) && attempt < attempts) continue;
    if (asked.ok || asked.exitCode !== 2) return asked.ok ? fetched : asked;
    return keepCopy(git, top, remote);
  }
}

/** What the remote once had is no state of it any more, and all the same what this clone knows. */
async function keepCopy(
  git: Git,
  top: string,
  remote: string,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }> {
  const [ref, seenAt] = [fetchedRef(remote), seenRef(remote)];
  const tips = await tipsOf(git, top, [ref, seenAt]);
  const [copy, seen] = [tips.get(ref), tips.get(seenAt)];
  if (copy === undefined) return { ok: true };
  if (seen === undefined || (await leadsUpTo(git, top, seen, copy)) === "yes") {
    const kept = await moveRef(git, top, seenAt, copy, seen);
    if (!kept.ok && !kept.raced) return kept;
  }
  return git.run(top, [...quietly, "update-ref", "-d", ref, copy]);
}

/** Whether a ledger was ever fetched, also by the gate without Node, which notes it in a file: from then on one is expected. */
export async function wasEverFetched(git: Git, top: string): Promise<boolean> {
  const folder = await stateFolder(git, top);
  return folder.ok && (await readTextFile(join(folder.path, seenName), 1000)).ok;
}

const seenName = "ledger.seen";

/** From now on no ledger is expected, until one is fetched again. */
export async function forgetFetched(git: Git, top: string): Promise<Fetched> {
  const folder = await stateFolder(git, top);
  return folder.ok ? removeFile(join(folder.path, seenName)) : folder;
}

/** When this ledger was last asked for with success, in milliseconds; undefined when never, or not to be read. */
export async function lastFetch(
  git: Git,
  top: string,
  remote: string,
  settings: Settings,
): Promise<number | undefined> {
  const folder = await stateFolder(git, top);
  const read = folder.ok ? await readTextFile(join(folder.path, noteName), 1000) : folder;
  const [time = "", place = ""] = read.ok ? read.text.split("\n") : [];
  // Where no place is noted, as before there were several, it was this one.
  if (place !== "" && place !== placeOf(remote, ledgerBranch(settings))) return undefined;
  const seconds = Number.parseInt(time, 10);
  return Number.isNaN(seconds) ? undefined : seconds * 1000;
}

const noteName = "ledger.fetched";

/** A repository may have several remotes, and change the one that counts: a fetch of another one says nothing of it. */
function placeOf(remote: string, branch: string): string {
  return `${remote} ${branch}`;
}

/** Notes that this ledger was asked for now, with success. */
export async function noteFetch(git: Git, top: string, remote: string, settings: Settings): Promise<Fetched> {
  const folder = await stateFolder(git, top);
  if (!folder.ok) return folder;
  const note = `${Math.floor(Date.now() / 1000)}\n${placeOf(remote, ledgerBranch(settings))}\n`;
  const written = await writeFileWithFolders(join(folder.path, noteName), note);
  const ref = fetchedRef(remote);
  const isThere = (await tipsOf(git, top, [ref])).has(ref);
  if (!written.ok || !isThere || (await wasEverFetched(git, top))) return written;
  return writeFileWithFolders(join(folder.path, seenName), "");
}

async function stateFolder(
  git: Git,
  top: string,
): Promise<{ readonly ok: true; readonly path: string } | { readonly ok: false; readonly message: string }> {
  const common = await git.run(top, ["rev-parse", "--git-common-dir"]);
  if (!common.ok) return common;
  const path = common.out.replace(/\n$/, "");
  return { ok: true, path: join(isAbsolute(path) ? path : resolve(top, path), "release-halt") };
}
