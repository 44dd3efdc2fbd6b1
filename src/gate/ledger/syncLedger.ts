import { setTimeout as pause } from "node:timers/promises";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { gateLimits } from "../gateDefaults";
import { backOffMs } from "./backOff";
import { fetchLedger, noteFetch } from "./fetchLedger";
import { damagedRef, fetchedRef, ledgerRemote, seenRef, sharedRef, tipsOf } from "./ledgerRefs";
import { LedgerReader, leadsUpTo, onlyIn, standingOf, standingWords, type Standing } from "./ledgerHistory";
import { emptyLedger } from "./ledgerTree";
import { pushLedger } from "./pushLedger";
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
  | {
      readonly kind: "failed";
      readonly remote: string;
      readonly message: string;
      readonly waiting: number;
      /** The remote's ledger, or that it has none, was brought in all the same: what failed is what came after. */
      readonly fetched: boolean;
    };

export interface SyncOptions {
  readonly settings: Settings;
  readonly signal?: AbortSignal;
  /**
   * Bring what the remote has without sending what it has not: always, or where events are missing that were seen there,
   * so that a person decides whether they go back.
   */
  readonly fetchOnly?: boolean | "whereRewritten";
  /** For one exchange with the remote; ten seconds unless told. */
  readonly timeoutMs?: number;
  /** How long others may be faster, again and again; five minutes unless told. */
  readonly patienceMs?: number;
  /** Reads the states of the ledger; whoever goes on to read them gives its own, so that each is read once. */
  readonly reader?: LedgerReader;
}

const defaultPatienceMs = 300_000;
/** A push that is refused so often while nobody else pushes is not refused because of somebody else. */
const unexplainedAttempts = 6;

/**
 * Exchanges the shared ledger with the remote: fetches, brings both together event by event, and pushes without force,
 * again until it fits. Nothing is lost when it fails at any step: what the remote has not taken stays in the local
 * ledger, and the next exchange sends it.
 */
export async function syncLedger(git: Git, top: string, options: SyncOptions): Promise<SyncResult> {
  const {
    settings,
    fetchOnly = false,
    timeoutMs = gateLimits.networkMs,
    patienceMs = defaultPatienceMs,
  } = options;
  const remote = await ledgerRemote(git, top, settings);
  if (remote === undefined) return { kind: "noRemote" };
  const { reader = new LedgerReader(git, top) } = options;
  const warnings = new Set<string>();
  const start = performance.now();
  let unexplained = 0;
  let before: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const begun = performance.now();
    const fetched = await fetchLedger(git, top, remote, { settings, signal: options.signal, timeoutMs });
    const fail = async (message: string): Promise<SyncResult> => ({
      kind: "failed",
      remote,
      message,
      waiting: await eventsWaiting(git, top, remote),
      fetched: fetched.ok,
    });
    if (!fetched.ok) return fail(fetched.message);
    const noted = attempt === 1 ? await noteFetch(git, top, remote, settings) : fetched;
    if (!noted.ok) return fail(noted.message);
    const merged = await bringTogether(reader, remote, warnings);
    if (!merged.ok) return fail(merged.message);
    const { local, theirs } = merged;
    const keeps =
      fetchOnly === "whereRewritten" ? ["lost", "gone"].includes(merged.standing.kind) : fetchOnly;
    if (local === undefined || (keeps && theirs === undefined))
      return { kind: "absent", remote, warnings: [...warnings] };
    if (keeps || local === theirs) {
      const accepted = theirs !== undefined && (await isAccepted(reader, theirs, merged.standing));
      const problem = accepted ? await noteSeen(git, top, remote, theirs) : undefined;
      if (problem !== undefined) return fail(problem);
      return { kind: "synced", remote, warnings: [...warnings], pushed: 0 };
    }
    const pushed = await pushLedger(git, top, remote, local, { ...options, timeoutMs });
    if (pushed.ok) {
      const problem =
        (await noteFetchedTip(git, top, remote, local, theirs)) ??
        (["unreadable", "changed"].includes(merged.standing.kind)
          ? undefined
          : await noteSeen(git, top, remote, local));
      if (problem !== undefined) return fail(problem);
      return { kind: "synced", remote, warnings: [...warnings], pushed: merged.unpushed };
    }
    unexplained = attempt > 1 && theirs === before ? unexplained + 1 : 1;
    before = theirs;
    if (!pushed.again || unexplained === unexplainedAttempts) return fail(pushed.message);
    if (options.signal?.aborted === true) return fail("it was cancelled.");
    const now = performance.now();
    if (now - start > patienceMs) return fail(`others were faster ${attempt} times. ${pushed.message}`);
    await pause(await backOffMs(git, top, theirs, attempt, now - begun));
  }
}

/** Whether the remote's ledger may be noted as seen: whole, and with all that was seen before. */
async function isAccepted(reader: LedgerReader, theirs: string, { kind }: Standing): Promise<boolean> {
  if (kind === "lost" || kind === "unreadable" || kind === "changed") return false;
  const read = await reader.read(theirs);
  return read.ok && read.ledger.problems.length === 0;
}

type Together =
  | {
      readonly ok: true;
      readonly local: string | undefined;
      readonly theirs: string | undefined;
      /** Events that the remote has not. */
      readonly unpushed: number;
      readonly standing: Standing;
    }
  | { readonly ok: false; readonly message: string };

/** Makes the local ledger hold all that the remote's holds: the events that only this clone has are put on top of it. */
async function bringTogether(reader: LedgerReader, remote: string, warnings: Set<string>): Promise<Together> {
  const { git, top } = reader;
  for (let attempt = 1; ; attempt += 1) {
    const tips = await tipsOf(git, top, [sharedRef, seenRef(remote), fetchedRef(remote)]);
    const [ours, theirs, seen] = [
      tips.get(sharedRef),
      tips.get(fetchedRef(remote)),
      tips.get(seenRef(remote)),
    ];
    const standing = await standingOf(reader, seen, theirs);
    const words = standingWords(standing, remote);
    if (words !== undefined) warnings.add(words);
    const put = await onTopOf(reader, theirs, ours);
    const made =
      standing.kind === "lost" || standing.kind === "gone" ? await withSeen(reader, put, seen) : put;
    if (!made.ok) return made;
    const { tip, events, damage } = made;
    if (tip === undefined) return { ok: true, local: undefined, theirs, unpushed: 0, standing };
    if (damage !== undefined && ours !== undefined) {
      const kept = await moveRef(git, top, damagedRef(ours), ours, undefined);
      if (!kept.ok && !kept.raced) return { ok: false, message: kept.message };
      warnings.add(
        `The copy of the ledger in this clone was damaged, and the one on ${remote} took its place. ${damage} The damaged one is kept as ${damagedRef(ours)}.`,
      );
    }
    const moved = await moveRef(git, top, sharedRef, tip, ours);
    if (moved.ok) return { ok: true, local: tip, theirs, unpushed: events, standing };
    if (!moved.raced || attempt === 20) return { ok: false, message: moved.message };
  }
}

type Made =
  | {
      readonly ok: true;
      readonly tip: string | undefined;
      /** Events that the remote has not. */
      readonly events: number;
      /** What could not be read of the local ledger, which the remote's replaces. */
      readonly damage?: string;
    }
  | { readonly ok: false; readonly message: string };

/** The remote's ledger with the events that only the local one has. */
async function onTopOf(
  reader: LedgerReader,
  theirs: string | undefined,
  ours: string | undefined,
): Promise<Made> {
  if (ours === undefined || ours === theirs) return { ok: true, tip: theirs, events: 0 };
  const own = await reader.read(ours);
  const damage = own.ok ? own.ledger.unreadable[0] : own.message;
  if (theirs === undefined) {
    if (!own.ok || damage !== undefined) return { ok: false, message: damage ?? "" };
    return { ok: true, tip: ours, events: onlyIn(own.ledger, emptyLedger).length };
  }
  const { git, top } = reader;
  const [base, behind] = await Promise.all([reader.read(theirs), leadsUpTo(git, top, ours, theirs)]);
  const lost = base.ok ? base.ledger.unreadable[0] : base.message;
  if (!base.ok || lost !== undefined) {
    // Where this clone has nothing of its own to add, it has what the remote has.
    return behind === "yes" ? { ok: true, tip: theirs, events: 0 } : { ok: false, message: lost ?? "" };
  }
  const events = own.ok ? onlyIn(own.ledger, base.ledger) : [];
  if (damage === undefined && (await leadsUpTo(git, top, theirs, ours)) === "yes")
    return { ok: true, tip: ours, events: events.length };
  const written = await writeEvents(git, top, base.ledger, events, await reader.commits());
  if (!written.ok) return written;
  if (written.written !== undefined) reader.remember(written.written);
  return {
    ok: true,
    tip: written.tip ?? theirs,
    events: events.length,
    ...(damage !== undefined && { damage }),
  };
}

/** With what was seen on the remote and is neither there nor here any more: the gate without Node only notes what it sees. */
async function withSeen(reader: LedgerReader, made: Made, seen: string | undefined): Promise<Made> {
  if (!made.ok || seen === undefined) return made;
  const [before, now] = await Promise.all([
    reader.read(seen),
    made.tip === undefined ? { ok: true as const, ledger: emptyLedger } : reader.read(made.tip),
  ]);
  if (!before.ok || !now.ok || now.ledger.unreadable.length > 0) return made;
  const events = onlyIn(before.ledger, now.ledger);
  if (events.length === 0) return made;
  if (made.tip === undefined) return { ok: true, tip: seen, events: events.length };
  const { git, top } = reader;
  const written = await writeEvents(git, top, now.ledger, events, await reader.commits());
  if (!written.ok) return written;
  if (written.written !== undefined) reader.remember(written.written);
  return { ...made, tip: written.tip, events: made.events + events.length };
}

/** Notes what the remote has now; another exchange of this machine may have noted a newer state. */
async function noteFetchedTip(
  git: Git,
  top: string,
  remote: string,
  tip: string,
  before: string | undefined,
): Promise<string | undefined> {
  const moved = await moveRef(git, top, fetchedRef(remote), tip, before);
  return moved.ok || moved.raced ? undefined : moved.message;
}

/** The remote's ledger as it is now was accepted: from here on it has to go forward. Answers with what went wrong. */
async function noteSeen(git: Git, top: string, remote: string, tip: string): Promise<string | undefined> {
  const ref = seenRef(remote);
  const moved = await moveRef(git, top, ref, tip, (await tipsOf(git, top, [ref])).get(ref));
  return moved.ok || moved.raced
    ? undefined
    : `What was seen of the ledger could not be noted: ${moved.message}`;
}

/** How many events of the local ledger the remote has not, as far as is known here. */
export async function eventsWaiting(git: Git, top: string, remote: string): Promise<number> {
  const [own, theirs] = await Promise.all([
    ledgerAt(git, top, sharedRef),
    ledgerAt(git, top, fetchedRef(remote)),
  ]);
  return own.ok && theirs.ok ? onlyIn(own.ledger, theirs.ledger).length : 0;
}
