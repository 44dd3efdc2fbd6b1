import { setTimeout as pause } from "node:timers/promises";
import { redactKnown } from "../../capture/redaction/knownSecrets";
import { newItemId } from "../../halt/newId";
import {
  ledgerEvent,
  recordId,
  recordVersion,
  type LedgerEvent,
  type LedgerRecord,
  type NewEvent,
} from "../../halt/ledgerRecord";
import { nextSeq } from "../../halt/ledgerState";
import type { Git } from "../../system/git";
import { commitOptions, commitTree, type CommitOptions } from "./commitEvent";
import { eventsWords, eventWords } from "./eventWords";
import { quietly, tipsOf } from "./ledgerRefs";
import { emptyLedger, readLedger, writeTree, type Ledger, type StoredRecord } from "./ledgerTree";

type Failure = { readonly ok: false; readonly message: string };

/** Attempts to move a local ref that other programs of this machine move, too. */
const attempts = 12;

/** What happened to a halt. */
export interface Happened {
  readonly halt: string;
  readonly event: NewEvent;
}

export type Recorded =
  { readonly ok: true; readonly events: readonly LedgerEvent[]; readonly tip: string } | Failure;

/** Reads the ledger that a local ref holds; an empty one where there is no such ref. */
export async function ledgerAt(
  git: Git,
  top: string,
  ref: string,
): Promise<{ readonly ok: true; readonly ledger: Ledger | typeof emptyLedger } | Failure> {
  const tip = (await tipsOf(git, top, [ref])).get(ref);
  return tip === undefined ? { ok: true, ledger: emptyLedger } : readLedger(git, top, tip);
}

/**
 * Records new events in the ledger of a local ref, a commit each, without a checkout: neither the work tree nor the index
 * changes, and no hook runs. Nothing is recorded where one of them does not fit, or the ledger cannot be read.
 */
export async function recordEvents(
  git: Git,
  top: string,
  ref: string,
  happened: readonly Happened[],
): Promise<Recorded> {
  return movingRef(git, top, ref, async (ledger) => {
    const numbered = new Map<string, LedgerRecord>();
    const events: { readonly halt: string; readonly event: LedgerEvent }[] = [];
    for (const { halt, event } of happened) {
      const record = numbered.get(halt) ?? ledger.records.get(halt)?.record;
      if (record === undefined && event.kind !== "placed")
        return { ok: false, message: `The halt ${halt} is not in this ledger. Nothing was recorded.` };
      const full = ledgerEvent.safeParse({
        ...withoutSecrets(event),
        id: newItemId("event"),
        seq: nextSeq(record),
      });
      if (!full.success || !recordId.safeParse(halt).success) {
        const issue = full.error?.issues[0];
        return {
          ok: false,
          message: `This cannot be recorded: ${issue?.path.join(".") ?? halt}: ${issue?.message ?? "no id of a halt"}`,
        };
      }
      numbered.set(halt, {
        version: recordVersion,
        id: halt,
        ...record,
        events: [...(record?.events ?? []), full.data],
      });
      events.push({ halt, event: full.data });
    }
    const written = await writeEvents(git, top, ledger, events);
    return written.ok ? { ...written, events: events.map(({ event }) => event) } : written;
  });
}

/** What people type, in any event. The terms of a halt come without secrets already. */
const typed = ["reason", "note", "result", "riskOwner", "abortThreshold", "watchedBy", "unmet"];

/** Everybody's clone gets these texts, and keeps them for ever. */
function withoutSecrets(event: NewEvent): object {
  const safe = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(safe);
    return typeof value === "string" ? redactKnown(value).text : value;
  };
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key, typed.includes(key) ? safe(value) : value]),
  );
}

/** Records events of another ledger as they are; those that the ledger of the ref holds already are left out. */
export async function keepEvents(
  git: Git,
  top: string,
  ref: string,
  events: readonly { readonly halt: string; readonly event: LedgerEvent }[],
): Promise<{ readonly ok: true; readonly tip: string } | Failure> {
  return movingRef(git, top, ref, async (ledger) => writeEvents(git, top, ledger, events));
}

/** Keeps events of the same kind, as they are, in one commit: hundreds of them would take a minute one by one. */
export async function keepTogether(
  git: Git,
  top: string,
  ref: string,
  events: readonly { readonly halt: string; readonly event: LedgerEvent }[],
): Promise<{ readonly ok: true; readonly tip: string } | Failure> {
  return movingRef(git, top, ref, async (ledger) => {
    const replaced = new Map<string, LedgerRecord>();
    const fresh = events.filter(({ halt, event }) => {
      const record = replaced.get(halt) ??
        ledger.records.get(halt)?.record ?? { version: recordVersion, id: halt, events: [] };
      if (record.events.some(({ id }) => id === event.id)) return false;
      replaced.set(halt, { ...record, events: [...record.events, event] });
      return true;
    });
    if (fresh.length === 0) return { ok: true, tip: ledger.tip };
    const written = await writeTree(git, top, ledger, replaced);
    if (!written.ok) return written;
    const how = await commitOptions(git, top);
    const message = eventsWords(fresh);
    const committed = await commitTree(git, top, how, written.tree, parentsOf(ledger.tip), message);
    return committed.ok ? { ok: true, tip: committed.id } : committed;
  });
}

/**
 * Commits events one by one upon a ledger, each as it is.
 * @returns the tip afterwards; the ledger's own where there are none
 */
export async function writeEvents(
  git: Git,
  top: string,
  ledger: Ledger | typeof emptyLedger,
  events: readonly { readonly halt: string; readonly event: LedgerEvent }[],
  commits?: CommitOptions,
): Promise<{ readonly ok: true; readonly tip: string | undefined; readonly written?: Ledger } | Failure> {
  let { tip, records }: { tip: string | undefined; records: Ledger["records"] } = ledger;
  const how = commits ?? (await commitOptions(git, top));
  for (const { halt, event } of events) {
    const known = records.get(halt)?.record ?? { version: recordVersion, id: halt, events: [] };
    if (known.events.some(({ id }) => id === event.id)) continue;
    const record = { ...known, events: [...known.events, event] };
    const written = await writeTree(git, top, { records, others: ledger.others }, new Map([[halt, record]]));
    if (!written.ok) return written;
    records = written.records;
    const committed = await commitTree(git, top, how, written.tree, parentsOf(tip), eventWords(halt, event));
    if (!committed.ok) return committed;
    tip = committed.id;
  }
  if (tip === undefined || tip === ledger.tip) return { ok: true, tip };
  const { others } = ledger;
  return { ok: true, tip, written: { tip, records, problems: [], unreadable: [], others } };
}

function parentsOf(tip: string | undefined): readonly string[] {
  return tip === undefined ? [] : [tip];
}

/** Takes the records that `which` says, as they are by then, out of the ledger of a local ref, in one commit. */
export async function removeRecords(
  git: Git,
  top: string,
  ref: string,
  which: (stored: StoredRecord) => boolean,
  message: string,
): Promise<{ readonly ok: true; readonly tip: string } | Failure> {
  return movingRef(git, top, ref, async (ledger) => {
    const gone = new Map(
      [...ledger.records].flatMap(([id, stored]) => (which(stored) ? [[id, undefined] as const] : [])),
    );
    if (gone.size === 0) return { ok: true, tip: ledger.tip };
    const written = await writeTree(git, top, ledger, gone);
    if (!written.ok) return written;
    const how = await commitOptions(git, top);
    const committed = await commitTree(git, top, how, written.tree, parentsOf(ledger.tip), message);
    return committed.ok ? { ok: true, tip: committed.id } : committed;
  });
}

/** Moves a ref by what `write` makes of its ledger; when another program moved it meanwhile, from the start. */
async function movingRef<Result extends { readonly ok: true; readonly tip: string | undefined }>(
  git: Git,
  top: string,
  ref: string,
  write: (ledger: Ledger | typeof emptyLedger) => Promise<Result | Failure>,
): Promise<(Result & { readonly tip: string }) | Failure> {
  for (let attempt = 1; ; attempt += 1) {
    const read = await ledgerAt(git, top, ref);
    if (!read.ok) return read;
    const [lost] = read.ledger.unreadable;
    if (lost !== undefined) return { ok: false, message: `${lost} Nothing was recorded.` };
    const written = await write(read.ledger);
    if (!written.ok) return written;
    const { tip } = written;
    if (tip === undefined) return { ok: false, message: "There was nothing to record." };
    const moved = await moveRef(git, top, ref, tip, read.ledger.tip);
    if (moved.ok) return { ...written, tip };
    if (!moved.raced || attempt === attempts) {
      return { ok: false, message: `The ledger in ${ref} could not be changed: ${moved.message}` };
    }
    await pause(Math.random() * 10 * attempt);
  }
}

/** How a ref is moved: from the commit that it was read at, if it was there, to another one, or away. */
interface Move {
  readonly ref: string;
  readonly to: string | undefined;
  readonly from: string | undefined;
}

type Moved =
  { readonly ok: true } | { readonly ok: false; readonly raced: boolean; readonly message: string };

/** Moves a ref from the commit it was read at; whether somebody else moved it first is told apart from other failures. */
export async function moveRef(
  git: Git,
  top: string,
  ref: string,
  to: string,
  from: string | undefined,
): Promise<Moved> {
  return moveRefs(git, top, [{ ref, to, from }]);
}

/** The same with several refs, of which all are moved or none. */
export async function moveRefs(git: Git, top: string, moves: readonly Move[]): Promise<Moved> {
  const lines = moves.flatMap(({ ref, to, from }) => {
    if (to === from) return [];
    if (to === undefined) return [`delete ${ref} ${from ?? ""}\n`];
    return [from === undefined ? `create ${ref} ${to}\n` : `update ${ref} ${to} ${from}\n`];
  });
  if (lines.length === 0) return { ok: true };
  const moved = await git.run(top, [...quietly, "update-ref", "--stdin"], { input: lines.join("") });
  if (moved.ok) return { ok: true };
  const [, lock] = /Unable to create '(.+\.lock)': File exists/.exec(moved.message) ?? [];
  const hint = lock === undefined ? "" : ` If no other git is at work here, remove ${lock}.`;
  const raced = /is at .* but expected|reference already exists|unable to lock|cannot lock ref/i.test(
    moved.message,
  );
  return { ok: false, raced, message: `${moved.message}${hint}` };
}
