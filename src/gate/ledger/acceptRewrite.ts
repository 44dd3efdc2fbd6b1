import type { LedgerEvent } from "../../halt/ledgerRecord";
import { nextSeq, type LedgerState } from "../../halt/ledgerState";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { gateLimits } from "../gateDefaults";
import { commitTree } from "./commitEvent";
import { fetchLedger, forgetFetched, noteFetch, wasEverFetched } from "./fetchLedger";
import { LedgerReader, onlyIn, standingOf } from "./ledgerHistory";
import {
  fetchedRef,
  forgottenRef,
  ledgerBranch,
  ledgerRemote,
  quietly,
  seenRef,
  sharedRef,
  tipsOf,
} from "./ledgerRefs";
import { emptyLedger, type Ledger } from "./ledgerTree";
import { moveRef, moveRefs, writeEvents } from "./recordEvents";

type Failure = { readonly ok: false; readonly message: string };
type Known = Ledger | typeof emptyLedger;
type HaltEvent = { readonly halt: string; readonly event: LedgerEvent };

/** What this clone would know of a halt no more. */
interface ForgottenHalt {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  /** How many of its events are forgotten. */
  readonly events: number;
}

export type Acceptance =
  | Failure
  | {
      readonly ok: true;
      /** Nothing that was seen is missing; it was only asked what would be forgotten; or it is. */
      readonly kind: "nothing" | "asked" | "accepted";
      readonly remote: string;
      /** The branch is not there any more. */
      readonly gone: boolean;
      /** What was seen cannot be read any more, so nobody can tell what is forgotten. */
      readonly unreadable: boolean;
      readonly forgotten: readonly ForgottenHalt[];
      /** How many events say something else than this clone has seen. */
      readonly changed: number;
      /** The ref that keeps what was forgotten. */
      readonly kept: string | null;
    };

interface Options {
  readonly settings: Settings;
  /** Why the ledger was rewritten; without it, nothing is changed. */
  readonly reason?: string | undefined;
  readonly timeoutMs?: number;
}

/**
 * Takes the remote's ledger for right although events are missing that were seen there, as after an intended purge. What
 * this clone alone has, and never sent, stays; the rest is forgotten and kept under a ref of its own, with the reason.
 */
export async function acceptRewrite(git: Git, top: string, options: Options): Promise<Acceptance> {
  const { settings, reason, timeoutMs = gateLimits.networkMs } = options;
  const remote = await ledgerRemote(git, top, settings);
  if (remote === undefined)
    return { ok: false, message: "This repository has no remote that holds a ledger." };
  const reader = new LedgerReader(git, top);
  const unreadable = await isUnreadable(reader, remote);
  if (unreadable && reason === undefined) {
    return {
      ok: true,
      kind: "asked",
      remote,
      gone: false,
      unreadable,
      forgotten: [],
      changed: 0,
      kept: null,
    };
  }
  if (unreadable) {
    // Git fetches nothing where a ref stands at a commit that is missing, and sets none back to it.
    const branch = `refs/heads/${ledgerBranch(settings)}`;
    const asked = await git.run(top, [...quietly, "ls-remote", remote, branch], { timeoutMs });
    if (!asked.ok) return notReached(remote, asked.message);
    const cleared = await git.run(top, [...quietly, "update-ref", "-d", seenRef(remote)]);
    if (!cleared.ok) return cleared;
  }
  const fetched = await fetchLedger(git, top, remote, { settings, timeoutMs });
  if (!fetched.ok) return notReached(remote, fetched.message);
  const noted = await noteFetch(git, top, remote, settings);
  if (!noted.ok) return noted;
  const compared = await compare(reader, remote, unreadable);
  if (!compared.ok) return compared;
  const { forgotten, gone, tips } = compared;
  const standing = await standingOf(reader, tips.seen, tips.theirs);
  const changed = standing.kind === "changed" ? standing.events : 0;
  const found = { ok: true, remote, gone, unreadable, forgotten, changed } as const;
  if (!unreadable && !gone && forgotten.length === 0 && changed === 0)
    return { ...found, kind: "nothing", kept: null };
  if (reason === undefined) return { ...found, kind: "asked", kept: null };
  const kept = await keep(reader, tips, reason);
  if (!kept.ok) return kept;
  const moved = await goOnFrom(reader, remote, compared, settings);
  return moved.ok ? { ...found, kind: "accepted", kept: kept.ref } : moved;
}

function notReached(remote: string, message: string): Failure {
  return { ok: false, message: `${remote} was not reached, so nothing was accepted: ${message}` };
}

async function isUnreadable(reader: LedgerReader, remote: string): Promise<boolean> {
  const seen = (await tipsOf(reader.git, reader.top, [seenRef(remote)])).get(seenRef(remote));
  return (await standingOf(reader, seen, undefined)).kind === "unreadable";
}

interface Tips {
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
  readonly seen: string | undefined;
}

interface Compared {
  readonly ok: true;
  readonly tips: Tips;
  readonly gone: boolean;
  /** The remote's ledger, which is empty where it is gone. */
  readonly base: Known;
  readonly forgotten: readonly ForgottenHalt[];
  /** Events that were never seen on the remote, and belong to a halt that is not forgotten. */
  readonly waiting: readonly HaltEvent[];
}

async function compare(
  reader: LedgerReader,
  remote: string,
  unreadable: boolean,
): Promise<Compared | Failure> {
  const refs = await tipsOf(reader.git, reader.top, [sharedRef, seenRef(remote), fetchedRef(remote)]);
  const tips = {
    ours: refs.get(sharedRef),
    theirs: refs.get(fetchedRef(remote)),
    seen: refs.get(seenRef(remote)),
  };
  const base = await ledgerAt(reader, tips.theirs);
  if (!base.ok) return base;
  const [problem] = base.ledger.problems;
  if (problem !== undefined)
    return { ok: false, message: `The ledger on ${remote} cannot be accepted: ${problem}` };
  const seen = await ledgerAt(reader, tips.seen);
  const own = await ledgerAt(reader, tips.ours);
  const before = seen.ok ? seen.ledger : emptyLedger;
  // What cannot be read of the local one has nothing to add.
  const local = own.ok ? own.ledger : emptyLedger;
  const wasSeen = new Set(eventsOf(before).map(({ event }) => event.id));
  const onlyHere = onlyIn(local, base.ledger).filter(({ event }) => !unreadable && !wasSeen.has(event.id));
  const placed = new Set(onlyHere.filter(({ event }) => event.kind === "placed").map(({ halt }) => halt));
  const waiting = onlyHere.filter(({ halt }) => placed.has(halt) || base.ledger.records.has(halt));
  const stays = new Set([...eventsOf(base.ledger), ...waiting].map(({ event }) => event.id));
  const lost = [...eventsOf(before), ...eventsOf(local)].filter(({ event }) => !stays.has(event.id));
  const forgotten = byHalt(lost, [local, before]);
  const gone =
    tips.theirs === undefined &&
    (tips.seen !== undefined || unreadable || (await wasEverFetched(reader.git, reader.top)));
  return { ok: true, tips, gone, base: base.ledger, forgotten, waiting };
}

async function ledgerAt(
  reader: LedgerReader,
  tip: string | undefined,
): Promise<{ readonly ok: true; readonly ledger: Known } | Failure> {
  return tip === undefined ? { ok: true, ledger: emptyLedger } : reader.read(tip);
}

function eventsOf(ledger: Known): readonly HaltEvent[] {
  return onlyIn(ledger, emptyLedger);
}

function byHalt(lost: readonly HaltEvent[], ledgers: readonly Known[]): readonly ForgottenHalt[] {
  const ids = new Map<string, Set<string>>();
  for (const { halt, event } of lost) ids.set(halt, (ids.get(halt) ?? new Set()).add(event.id));
  return [...ids].flatMap(([id, events]) => {
    const state = ledgers.flatMap(({ records }) => records.get(id)?.state ?? [])[0];
    return state === undefined
      ? []
      : [{ id, title: state.terms.title, status: statusOf(state), events: events.size }];
  });
}

function statusOf({ closed, status }: LedgerState): string {
  return closed?.kind ?? status;
}

/** Keeps what is forgotten: a commit upon it that says why. */
async function keep(
  reader: LedgerReader,
  { ours, seen }: Tips,
  reason: string,
): Promise<{ readonly ok: true; readonly ref: string | null } | Failure> {
  const { git, top } = reader;
  const parents = [...new Set([ours, seen].flatMap((tip) => tip ?? []))];
  const trees = await Promise.all(
    parents.map(async (tip) => git.run(top, ["rev-parse", "--verify", "--quiet", `${tip}^{tree}`])),
  );
  const there = parents.filter((_, index) => trees[index]?.ok === true);
  const tree = trees.find((one) => one.ok);
  if (tree?.ok !== true) return { ok: true, ref: null };
  const message = `Accept a ledger that was rewritten\n\nReason: ${reason}\n`;
  const made = await commitTree(git, top, await reader.commits(), tree.out.trim(), there, message);
  if (!made.ok) return made;
  const ref = forgottenRef(made.id);
  // It is there already where the same was tried a moment ago, and went no further.
  const moved = await moveRef(git, top, ref, made.id, (await tipsOf(git, top, [ref])).get(ref));
  return moved.ok ? { ok: true, ref } : moved;
}

/** Makes the remote's ledger, with what waits for it, the one of this clone. */
async function goOnFrom(
  reader: LedgerReader,
  remote: string,
  { tips: { ours, theirs, seen }, base, waiting }: Compared,
  settings: Settings,
): Promise<{ readonly ok: true } | Failure> {
  const { git, top } = reader;
  const written = await writeEvents(git, top, base, renumbered(waiting, base), await reader.commits());
  if (!written.ok) return written;
  const tracking = `refs/remotes/${remote}/${ledgerBranch(settings)}`;
  const tracked = (await tipsOf(git, top, [tracking])).get(tracking);
  // All or none of them: with one half, the next exchange would send what is to be forgotten back to the remote.
  const moved = await moveRefs(git, top, [
    { ref: sharedRef, to: written.tip, from: ours },
    { ref: seenRef(remote), to: theirs, from: seen },
    // What the person's own fetch brought before is known no more, either.
    { ref: tracking, to: tracked === undefined ? undefined : theirs, from: tracked },
  ]);
  if (!moved.ok) return moved;
  return theirs === undefined ? forgetFetched(git, top) : { ok: true };
}

/** What an event followed may be forgotten: a number that is greater than that of what is left would tell of it. */
function renumbered(events: readonly HaltEvent[], { records }: Known): readonly HaltEvent[] {
  const next = new Map<string, number>();
  return events.map(({ halt, event }) => {
    const seq = next.get(halt) ?? nextSeq(records.get(halt)?.record);
    next.set(halt, seq + 1);
    return { halt, event: { ...event, seq } };
  });
}
