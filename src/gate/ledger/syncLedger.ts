import { join, isAbsolute, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { mergeRecords, type LedgerEvent } from "../../halt/ledgerRecord";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { readTextFile } from "../../system/readFiles";
import { writeFileWithFolders } from "../../system/writeFile";
import { fetchedRef, ledgerBranch, ledgerRemote, seenRef, sharedRef, tipsOf } from "./ledgerRefs";
import { readLedger, type emptyLedger, type Ledger } from "./ledgerTree";
import { ledgerAt, moveRef, writeEvents } from "./recordEvents";

/** How the exchange with the remote went. */
export type SyncResult =
  | {
      readonly kind: "synced";
      readonly remote: string;
      /** What the person should hear: a ledger that was rewritten, or is gone, on the remote. */
      readonly warnings: readonly string[];
      /** Events of this clone that the remote took now. */
      readonly pushed: number;
    }
  /** The repository has no remote that would be the shared store. */
  | { readonly kind: "noRemote" }
  /** The remote has no ledger, and none was begun: nothing was to be sent. */
  | { readonly kind: "absent"; readonly remote: string; readonly warnings: readonly string[] }
  /** Events stay in this clone until the next time. */
  | { readonly kind: "failed"; readonly remote: string; readonly message: string; readonly waiting: number };

export interface SyncOptions {
  readonly settings: Settings;
  readonly signal?: AbortSignal;
  /** Bring what the remote has without sending what it has not. */
  readonly fetchOnly?: boolean;
  /** For one exchange with the remote; ten seconds unless told. */
  readonly timeoutMs?: number;
}

const networkMs = 10_000;
/** Rejected pushes in a row: others push at the same time, so each of them means that one of them got through. */
const pushAttempts = 200;

/**
 * Exchanges the shared ledger with the remote: fetches, brings both together event by event, and pushes without force,
 * again until it fits. Nothing is lost when it fails at any step: what the remote has not taken stays in the local
 * ledger, and the next exchange sends it.
 */
export async function syncLedger(git: Git, top: string, options: SyncOptions): Promise<SyncResult> {
  const { settings, fetchOnly = false } = options;
  const remote = await ledgerRemote(git, top, settings);
  if (remote === undefined) return { kind: "noRemote" };
  const warnings: string[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const fetched = await fetchLedger(git, top, remote, options);
    if (fetched.kind === "failed") return failed(git, top, remote, fetched.message);
    const merged = await bringTogether(git, top, remote, fetched.tip, warnings);
    if (!merged.ok) return failed(git, top, remote, merged.message);
    if (merged.local === undefined || (fetchOnly && fetched.tip === undefined)) {
      return { kind: "absent", remote, warnings };
    }
    if (fetchOnly || merged.local === fetched.tip) {
      // A ledger that was rewritten is spoken of until what is missing there was put back.
      if (fetched.tip !== undefined && warnings.length === 0) await noteSeen(git, top, remote, fetched.tip);
      return { kind: "synced", remote, warnings, pushed: 0 };
    }
    const pushed = await push(git, top, remote, merged.local, fetched.tip, options);
    if (pushed.ok) {
      await noteSeen(git, top, remote, merged.local);
      return { kind: "synced", remote, warnings, pushed: merged.unpushed };
    }
    if (!pushed.again || attempt === pushAttempts) return failed(git, top, remote, pushed.message);
    if (options.signal?.aborted === true) return failed(git, top, remote, "it was cancelled.");
    // Those who were rejected together must not come back together.
    await pause(Math.random() * Math.min(40 * attempt, 1500));
  }
}

type Fetched =
  | { readonly kind: "fetched"; readonly tip: string | undefined }
  | { readonly kind: "failed"; readonly message: string };

/** Brings the remote's ledger into a ref of its own; a remote that answers and has none is told apart from no answer. */
async function fetchLedger(git: Git, top: string, remote: string, options: SyncOptions): Promise<Fetched> {
  const { settings, signal, timeoutMs = networkMs } = options;
  const branch = ledgerBranch(settings);
  const run = async (args: readonly string[]): ReturnType<Git["run"]> =>
    git.run(top, args, { timeoutMs, ...(signal && { signal }) });
  const ref = fetchedRef(remote);
  const fetch = [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--no-filter",
  ];
  const fetched = await run([...fetch, "--refmap=", remote, `+refs/heads/${branch}:${ref}`]);
  if (fetched.ok) {
    const tip = (await tipsOf(git, top, [ref])).get(ref);
    await noteFetched(git, top);
    await noteExpected(git, top);
    return { kind: "fetched", tip };
  }
  if (fetched.reason === "timedOut" || fetched.reason === "cancelled")
    return { kind: "failed", message: fetched.message };
  const asked = await run(["ls-remote", "--exit-code", remote, `refs/heads/${branch}`]);
  if (!asked.ok && asked.exitCode === 2) {
    await keepCopy(git, top, ref);
    await noteFetched(git, top);
    return { kind: "fetched", tip: undefined };
  }
  return { kind: "failed", message: asked.ok ? fetched.message : asked.message };
}

/** What the remote once had is no state of it any more, and all the same what this clone knows. */
async function keepCopy(git: Git, top: string, ref: string): Promise<void> {
  const tips = await tipsOf(git, top, [ref, sharedRef]);
  const copy = tips.get(ref);
  if (copy === undefined) return;
  if (!tips.has(sharedRef)) await moveRef(git, top, sharedRef, copy, undefined);
  const gone = await git.run(top, ["update-ref", "-d", ref, copy]);
  if (!gone.ok) throw new Error(`The copy of a ledger that is gone could not be put away: ${gone.message}`);
}

type Together =
  | { readonly ok: true; readonly local: string | undefined; readonly unpushed: number }
  | { readonly ok: false; readonly message: string };

/** Makes the local ledger hold all that the remote's holds: the events that only this clone has are put on top of it. */
async function bringTogether(
  git: Git,
  top: string,
  remote: string,
  theirs: string | undefined,
  warnings: string[],
): Promise<Together> {
  for (let attempt = 1; ; attempt += 1) {
    const tips = await tipsOf(git, top, [sharedRef, seenRef(remote)]);
    const ours = tips.get(sharedRef);
    warnOfRewriting(await rewritten(git, top, tips.get(seenRef(remote)), theirs), remote, warnings);
    if (theirs === undefined || ours === theirs) {
      return { ok: true, local: ours, unpushed: ours === theirs ? 0 : 1 };
    }
    const made = await onTopOf(git, top, theirs, ours);
    if (!made.ok) return made;
    const moved = await moveRef(git, top, sharedRef, made.tip, ours);
    if (moved.ok) return { ok: true, local: made.tip, unpushed: made.events };
    if (!moved.raced || attempt === 20) return { ok: false, message: moved.message };
  }
}

/** The remote's ledger with the events that only the local one has. */
async function onTopOf(
  git: Git,
  top: string,
  theirs: string,
  ours: string | undefined,
): Promise<
  | { readonly ok: true; readonly tip: string; readonly events: number }
  | { readonly ok: false; readonly message: string }
> {
  if (ours === undefined) return { ok: true, tip: theirs, events: 0 };
  if (await isAncestor(git, top, ours, theirs)) return { ok: true, tip: theirs, events: 0 };
  const [base, own] = await Promise.all([readLedger(git, top, theirs), readLedger(git, top, ours)]);
  if (!base.ok) return base;
  if (!own.ok) return own;
  const unreadable = base.ledger.problems.find((problem) => !problem.includes("by hand"));
  if (unreadable !== undefined) return { ok: false, message: unreadable };
  const events = onlyIn(own.ledger, base.ledger);
  if (await isAncestor(git, top, theirs, ours)) return { ok: true, tip: ours, events: events.length };
  const written = await writeEvents(git, top, base.ledger, events);
  return written.ok ? { ok: true, tip: written.tip ?? theirs, events: events.length } : written;
}

/** The events of a ledger that another one has not, in the order in which they happened. */
function onlyIn(
  ledger: Ledger | typeof emptyLedger,
  other: Ledger | typeof emptyLedger,
): { readonly halt: string; readonly event: LedgerEvent }[] {
  return [...ledger.records].flatMap(([halt, { record }]) => {
    const known = other.records.get(halt)?.record;
    const merged = known === undefined ? record : mergeRecords(known, record);
    const ids = new Set(known?.events.map(({ id }) => id));
    return merged.events.filter(({ id }) => !ids.has(id)).map((event) => ({ halt, event }));
  });
}

type Rewritten = "not" | "gone" | "rewritten";

async function rewritten(
  git: Git,
  top: string,
  seen: string | undefined,
  theirs: string | undefined,
): Promise<Rewritten> {
  if (seen === undefined || seen === theirs) return "not";
  if (theirs === undefined) return "gone";
  return (await isAncestor(git, top, seen, theirs)) ? "not" : "rewritten";
}

function warnOfRewriting(kind: Rewritten, remote: string, warnings: string[]): void {
  if (kind === "not") return;
  const warning =
    kind === "gone"
      ? `The ledger is gone from ${remote}. This clone still has it; sharing puts it back.`
      : `The ledger on ${remote} was rewritten: it does not hold what this clone has seen there. Nothing is lost here; sharing puts the missing events back. Ask who rewrote it, and why.`;
  if (!warnings.includes(warning)) warnings.push(warning);
}

type Pushed =
  { readonly ok: true } | { readonly ok: false; readonly again: boolean; readonly message: string };

async function push(
  git: Git,
  top: string,
  remote: string,
  tip: string,
  theirs: string | undefined,
  { settings, signal, timeoutMs = networkMs }: SyncOptions,
): Promise<Pushed> {
  // Our own hook, and those of others, are about code; nothing of it is pushed here.
  const args = ["push", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no"];
  const pushed = await git.run(top, [...args, remote, `${tip}:refs/heads/${ledgerBranch(settings)}`], {
    timeoutMs,
    ...(signal && { signal }),
  });
  if (pushed.ok) {
    const moved = await moveRef(git, top, fetchedRef(remote), tip, theirs);
    // Another exchange of this machine noted a newer state.
    if (!moved.ok && !moved.raced) return { ok: false, again: false, message: moved.message };
    return { ok: true };
  }
  const again =
    /non-fast-forward|fetch first|stale info|cannot lock ref|failed to update ref|incorrect old value|reference already exists|unable to (?:create|lock)/i;
  return {
    ok: false,
    again: pushed.reason === "failed" && again.test(pushed.message),
    message: pushed.message,
  };
}

/** The remote's ledger as it is now was accepted: from here on it has to go forward. */
async function noteSeen(git: Git, top: string, remote: string, tip: string): Promise<void> {
  const ref = seenRef(remote);
  const seen = (await tipsOf(git, top, [ref])).get(ref);
  if (seen === tip) return;
  const moved = await moveRef(git, top, ref, tip, seen);
  if (!moved.ok && !moved.raced)
    throw new Error(`What was seen of the ledger could not be noted: ${moved.message}`);
}

async function failed(git: Git, top: string, remote: string, message: string): Promise<SyncResult> {
  return { kind: "failed", remote, message, waiting: await eventsWaiting(git, top, remote) };
}

/** How many events of the local ledger the remote has not, as far as is known here. */
export async function eventsWaiting(git: Git, top: string, remote: string): Promise<number> {
  const [own, theirs] = await Promise.all([
    ledgerAt(git, top, sharedRef),
    ledgerAt(git, top, fetchedRef(remote)),
  ]);
  return own.ok && theirs.ok ? onlyIn(own.ledger, theirs.ledger).length : 0;
}

export async function isAncestor(git: Git, top: string, one: string, other: string): Promise<boolean> {
  const asked = await git.run(top, ["merge-base", "--is-ancestor", one, other]);
  if (asked.ok) return true;
  if (asked.exitCode === 1) return false;
  throw new Error(`Git could not compare two states of the ledger: ${asked.message}`);
}

/** When the remote's ledger was last asked for with success, in milliseconds; undefined when never, or not to be read. */
export async function lastFetch(git: Git, top: string): Promise<number | undefined> {
  const read = await readTextFile(join(await stateFolder(git, top), "ledger.fetched"), 1000);
  const seconds = read.ok ? Number.parseInt(read.text, 10) : Number.NaN;
  return Number.isNaN(seconds) ? undefined : seconds * 1000;
}

async function noteFetched(git: Git, top: string): Promise<void> {
  const path = join(await stateFolder(git, top), "ledger.fetched");
  const written = await writeFileWithFolders(path, `${Math.floor(Date.now() / 1000)}\n`);
  if (!written.ok) throw new Error(`When the ledger was fetched could not be noted: ${written.message}`);
}

/** Whether a ledger was ever fetched: from then on one is expected. */
export async function wasFetched(git: Git, top: string): Promise<boolean> {
  return (await readTextFile(join(await stateFolder(git, top), seenName), 1000)).ok;
}

/** A file, because the form of the gate that has only a shell writes it, too. */
const seenName = "ledger.seen";

async function noteExpected(git: Git, top: string): Promise<void> {
  if (await wasFetched(git, top)) return;
  const written = await writeFileWithFolders(join(await stateFolder(git, top), seenName), "");
  if (!written.ok) throw new Error(`That there is a ledger could not be noted: ${written.message}`);
}

async function stateFolder(git: Git, top: string): Promise<string> {
  const common = await git.run(top, ["rev-parse", "--git-common-dir"]);
  if (!common.ok) throw new Error(common.message);
  const path = common.out.replace(/\n$/, "");
  return join(isAbsolute(path) ? path : resolve(top, path), "release-halt");
}
