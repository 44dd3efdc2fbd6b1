import type { LedgerState } from "../../halt/ledgerState";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { gateDefaults, gateLimits } from "../gateDefaults";
import { lastFetch, wasEverFetched } from "./fetchLedger";
import { LedgerReader, leadsUpTo, standingOf, standingWords } from "./ledgerHistory";
import {
  fetchedRef,
  isRemoteUnclear,
  ledgerBranch,
  ledgerRemote,
  privateRef,
  refsOf,
  seenRef,
  sharedRef,
  tipsOf,
} from "./ledgerRefs";
import { syncLedger, type SyncResult } from "./syncLedger";

/** The halts that one state of a ledger holds. */
export interface LedgerSource {
  /** Others can see it. */
  readonly shared: boolean;
  readonly states: readonly LedgerState[];
}

/** A copy of the remote's ledger that counted, because the remote could not be asked. */
export interface LedgerCopy {
  readonly remote: string;
  readonly ageSeconds: number;
  /** Why the remote could not be asked, as git says it. */
  readonly why: string;
}

export interface ReadLedgers {
  readonly remote: string | undefined;
  readonly copy: LedgerCopy | null;
  readonly sources: readonly LedgerSource[];
  /** Why the ledgers do not tell all, as sentences. */
  readonly unknown: readonly string[];
  readonly warnings: readonly string[];
}

export interface ReadOptions {
  readonly settings: Settings;
  readonly offline?: boolean;
  readonly maxAgeSeconds?: number;
  readonly signal?: AbortSignal;
  readonly now?: Date;
}

/**
 * Reads the halts that only this clone has, and those of the shared ledger: fetched when the copy is not fresh. A copy
 * counts while it is young enough; a ledger that should be there and is not, or that is too old, is not known.
 */
export async function readLedgers(git: Git, top: string, options: ReadOptions): Promise<ReadLedgers> {
  const { settings } = options;
  const remote = await ledgerRemote(git, top, settings);
  const reader = new LedgerReader(git, top);
  const exchanged = await exchange(reader, remote, options);
  const refs = sharedRefs(remote, settings);
  const noted = remote === undefined ? [] : [seenRef(remote)];
  const { tips, broken } = await refsOf(git, top, [privateRef, ...refs, ...noted]);
  const own = tips.get(privateRef);
  const problems = broken.map(
    (ref) =>
      `The ref ${ref} is broken, so what it held is not known. To go on without it, remove the file ${ref} in git's folder.`,
  );
  const read = async (tip: string, shared: boolean): Promise<LedgerSource[]> => {
    const result = await reader.read(tip);
    if (!result.ok) {
      problems.push(result.message);
      return [];
    }
    problems.push(...result.ledger.problems);
    // Half a ledger would be half the halts.
    if (result.ledger.problems.length > 0) return [];
    return [{ shared, states: [...result.ledger.records.values()].map(({ state }) => state) }];
  };
  const [counting = [], ...earlier] = await byAge(git, top, [
    ...new Set(refs.flatMap((ref) => tips.get(ref) ?? [])),
  ]);
  const now = (await Promise.all(counting.map(async (tip) => read(tip, true)))).flat();
  const seen = remote === undefined ? undefined : tips.get(seenRef(remote));
  const before = [...earlier.flat(), ...(seen === undefined ? [] : [seen])].filter(
    (tip) => !counting.includes(tip),
  );
  const shared = [...now, ...(await takenAway(reader, now, await byAge(git, top, [...new Set(before)])))];
  // A ledger that was rewritten is spoken of each time, also while the copy is fresh, until it is put right.
  const standing =
    remote === undefined ? undefined : await standingOf(reader, seen, tips.get(fetchedRef(remote)));
  // Who edits an event does not open the gate: what was seen counts beside it.
  const edited =
    standing?.kind === "changed" && seen !== undefined ? await statesIn(reader, seen, standing.halts) : [];
  const inShared = new Set(shared.flatMap(({ states }) => states.map(({ id }) => id)));
  const ofOwn = own === undefined ? [] : await read(own, false);
  const sources = [
    ...shared,
    ...(edited.length > 0 ? [{ shared: true, states: edited }] : []),
    // What is shared counts: a halt that was being shared when the program ended stands in both.
    ...ofOwn.map((source) => ({ ...source, states: source.states.filter(({ id }) => !inShared.has(id)) })),
  ];
  const missing = await whatIsMissing(git, top, remote, exchanged, tips, counting.length > 0, options);
  const copy = missing === undefined ? await copyThatCounts(git, top, exchanged, options) : null;
  const warned = [
    ...(copy === null ? [] : [copyWords(copy)]),
    ...(exchanged?.kind === "synced" || exchanged?.kind === "absent" ? exchanged.warnings : []),
  ];
  const words = standing === undefined ? undefined : standingWords(standing, remote ?? "");
  const said = words === undefined ? [] : [words];
  const unknown = [...(missing === undefined ? [] : [missing]), ...problems];
  return standing?.kind === "unreadable"
    ? { remote, copy, sources, unknown: [...new Set([...unknown, ...said])], warnings: [] }
    : { remote, copy, sources, unknown: [...new Set(unknown)], warnings: [...new Set([...warned, ...said])] };
}

async function statesIn(
  reader: LedgerReader,
  tip: string,
  halts: readonly string[],
): Promise<readonly LedgerState[]> {
  const read = await reader.read(tip);
  return read.ok ? halts.flatMap((id) => read.ledger.records.get(id)?.state ?? []) : [];
}

/**
 * The halts of earlier states that no later one has: who takes a halt out of the ledger does not close it. What of those
 * states cannot be read is in the later ones, or said of what was seen.
 */
async function takenAway(
  reader: LedgerReader,
  sources: readonly LedgerSource[],
  earlier: readonly (readonly string[])[],
): Promise<readonly LedgerSource[]> {
  const found: LedgerSource[] = [];
  for (const tips of earlier) {
    const known = new Set([...sources, ...found].flatMap(({ states }) => states.map(({ id }) => id)));
    const read = await Promise.all(tips.map(async (tip) => reader.read(tip)));
    const ledgers = read.flatMap((one) => (one.ok && one.ledger.problems.length === 0 ? [one.ledger] : []));
    for (const { records } of ledgers) {
      const states = [...records.values()].map(({ state }) => state).filter(({ id }) => !known.has(id));
      if (states.length > 0) found.push({ shared: true, states });
    }
  }
  return found;
}

async function exchange(
  reader: LedgerReader,
  remote: string | undefined,
  options: ReadOptions,
): Promise<SyncResult | undefined> {
  const { git, top } = reader;
  const { settings, offline = false, signal, now = new Date() } = options;
  if (remote === undefined || offline) return undefined;
  const fetched = await lastFetch(git, top, remote, settings);
  const age = fetched === undefined ? Number.POSITIVE_INFINITY : now.getTime() - fetched;
  const fresh = Math.min(gateLimits.freshMs, maxAgeSecondsOf(options) * 1000);
  // A clock that was put back makes a copy that comes from the future.
  if (age >= 0 && age < fresh && !(await isMissed(git, top, remote, settings))) return undefined;
  return syncLedger(git, top, { settings, reader, fetchOnly: true, ...(signal && { signal }) });
}

/** A copy of the ledger that is as old as this, in seconds, counts no more. */
function maxAgeSecondsOf({ settings, maxAgeSeconds }: ReadOptions): number {
  const minutes = settings.ledger?.maxAgeMinutes;
  return maxAgeSeconds ?? (minutes === undefined ? gateDefaults.maxAgeSeconds : minutes * 60);
}

/** What is missing where it was once is asked for each time: somebody may have put it back. */
async function isMissed(git: Git, top: string, remote: string, settings: Settings): Promise<boolean> {
  const refs = [...sharedRefs(remote, settings), seenRef(remote)];
  const tips = await tipsOf(git, top, refs);
  if (tips.has(fetchedRef(remote))) return false;
  return tips.size > 0 || settings.ledger?.expected === true || (await wasEverFetched(git, top));
}

/** Where the shared ledger may stand in this clone. */
function sharedRefs(remote: string | undefined, settings: Settings): readonly string[] {
  const branch = ledgerBranch(settings);
  // A bare repository is the store itself.
  if (remote === undefined) return [sharedRef, `refs/heads/${branch}`];
  return [sharedRef, fetchedRef(remote), `refs/remotes/${remote}/${branch}`];
}

/**
 * The states that lead up to no other one, which are two where this clone's events and the remote's are not brought
 * together yet; then those that only lead up to these; and so on.
 */
async function byAge(
  git: Git,
  top: string,
  tips: readonly string[],
): Promise<readonly (readonly string[])[]> {
  if (tips.length === 0) return [];
  const latest: string[] = [];
  for (const tip of tips) {
    const others = tips.filter((other) => other !== tip);
    const older = await Promise.all(others.map(async (other) => leadsUpTo(git, top, tip, other)));
    if (!older.includes("yes")) latest.push(tip);
  }
  return [
    latest,
    ...(await byAge(
      git,
      top,
      tips.filter((tip) => !latest.includes(tip)),
    )),
  ];
}

/** Why the shared ledger is not known as it is now; undefined where it is. */
async function whatIsMissing(
  git: Git,
  top: string,
  remote: string | undefined,
  exchanged: SyncResult | undefined,
  tips: ReadonlyMap<string, string>,
  hasCopy: boolean,
  options: ReadOptions,
): Promise<string | undefined> {
  const { settings, now = new Date() } = options;
  const branch = ledgerBranch(settings);
  const demanded = settings.ledger?.expected === true;
  if (remote === undefined) {
    if (await isRemoteUnclear(git, top, settings))
      return "There are several remotes: name the one that holds the ledger in the settings.";
    return (demanded || (await wasEverFetched(git, top))) && !hasCopy
      ? `The branch ${branch} with the ledger is missing.`
      : undefined;
  }
  const expected = demanded || hasCopy || tips.has(seenRef(remote)) || (await wasEverFetched(git, top));
  const gone = `A ledger is expected on ${remote}, and there is none: the branch ${branch} is missing.`;
  if (isFetched(exchanged)) return expected && !tips.has(fetchedRef(remote)) ? gone : undefined;
  const fetched = await lastFetch(git, top, remote, settings);
  const limit = maxAgeSecondsOf(options);
  const age = fetched === undefined ? undefined : (now.getTime() - fetched) / 1000;
  // The ledger was gone when it was asked for last: what else is here is no copy of it as it was then.
  const copied = tips.has(fetchedRef(remote));
  if (age !== undefined && age >= 0 && age < limit) return expected && !copied ? gone : undefined;
  const why = exchanged?.kind === "failed" ? ` (${inOneLine(exchanged.message)})` : "";
  const copy =
    age === undefined || age < 0
      ? "it is not known how old the copy in this clone is"
      : `the copy in this clone is ${ageWords(age)} old`;
  return `The ledger on ${remote} was not reached${why}, and ${hasCopy ? copy : "this clone has no copy of it"}.`;
}

/** The copy that the answer rests on where the remote was asked in vain, and nothing is said to be missing. */
async function copyThatCounts(
  git: Git,
  top: string,
  exchanged: SyncResult | undefined,
  { settings, now = new Date() }: ReadOptions,
): Promise<LedgerCopy | null> {
  if (exchanged?.kind !== "failed" || exchanged.fetched) return null;
  const { remote, message } = exchanged;
  const fetched = await lastFetch(git, top, remote, settings);
  if (fetched === undefined) return null;
  return { remote, ageSeconds: Math.round((now.getTime() - fetched) / 1000), why: inOneLine(message) };
}

/** Git says on several lines why a remote does not answer. */
function inOneLine(message: string): string {
  return message.trim().replaceAll(/\s*\n\s*/g, " ");
}

function copyWords({ remote, ageSeconds, why }: LedgerCopy): string {
  return `The remote ${remote} could not be asked (${why}). The answer rests on what this clone knew of its halts ${ageWords(ageSeconds)} ago.`;
}

/** Whether the remote's ledger is known as it is now, whatever became of the exchange after that. */
function isFetched(exchanged: SyncResult | undefined): boolean {
  switch (exchanged?.kind) {
    case undefined:
    case "noRemote":
      return false;
    case "synced":
    case "absent":
      return true;
    case "failed":
      return exchanged.fetched;
    default:
      return exchanged satisfies never;
  }
}

function ageWords(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;
}

/** Whether a sentence of `unknown` says only that the remote was not reached: no record was seen to be wrong. */
export function isNotReached(sentence: string): boolean {
  return /^The ledger on .* was not reached/s.test(sentence);
}
