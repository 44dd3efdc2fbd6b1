import { captureContext } from "../capture/git/captureContext";
import { HaltLedger, type KnownHalt, type LedgerChange } from "../gate/ledger/haltLedger";
import type { SyncResult } from "../gate/ledger/syncLedger";
import { findHalt, haltOf } from "../gate/namedHalt";
import type { NewEvent } from "../halt/ledgerRecord";
import type { Halt } from "../halt/schema/halt";
import { readHaltFile } from "../system/haltStore";
import { done, folderOf, optional, print, WrongUse, type Flags } from "./command";
import { git, placeOf, repositoryOf } from "./place";

/** A halt as its files and its record have it; at least one of the two is there. */
export interface Named {
  readonly id: string;
  readonly top: string;
  readonly ledger: HaltLedger;
  readonly known: KnownHalt | undefined;
  readonly file:
    { readonly path: string; readonly copies: readonly string[]; readonly halt: Halt } | undefined;
  readonly settings: Awaited<ReturnType<typeof repositoryOf>>["settings"];
  readonly by: { readonly by?: string };
  /** What of the ledgers could not be read, as sentences. */
  readonly problems: readonly string[];
}

/**
 * Finds a halt among the files and in the ledger of the repository that keeps it, which is brought up to date as far as
 * the network allows.
 */
export async function named(flags: Flags, name: string): Promise<Named> {
  const found = await findHalt(git, folderOf(flags), name);
  const place = found.ok ? await placeOf(flags, found.path) : undefined;
  const { top, settings } =
    place?.top === undefined ? await repositoryOf(flags) : { ...place, top: place.top };
  const ledger = new HaltLedger(git, top, settings);
  const exchanged = await ledger.sync({ fetchOnly: true });
  const file = found.ok
    ? { ...found, halt: done(haltOf(found.path, done(await readHaltFile(found.path)).text)).halt }
    : undefined;
  const id = file?.halt.id ?? name;
  const all = await ledger.all();
  const known = all.ok ? all.halts.find(({ record }) => record.id === id) : undefined;
  const problems = all.ok ? all.problems : [all.message];
  if (!found.ok && known === undefined)
    throw new WrongUse([found.message, ...problems, ...exchangeLines(exchanged)].join(" "));
  const { by } = await captureContext(git, top);
  return { id, top, ledger, known, file, settings, by: optional("by", by), problems };
}

/** What is to be said of an exchange that only brings what the remote has. */
export function exchangeLines(result: SyncResult | undefined): readonly string[] {
  switch (result?.kind) {
    case undefined:
    case "noRemote":
      return [];
    case "synced":
    case "absent":
      return result.warnings;
    case "failed":
      return [
        `The ledger on ${result.remote} could not be brought in, so this is what the clone knew before: ${result.message}`,
      ];
    default:
      return result satisfies never;
  }
}

type Recorded = Extract<LedgerChange, { readonly ok: true }>;

/** Who knows of what was recorded. */
export function recordedWords({ shared, sync }: Recorded): string {
  return shared ? syncWords(sync) : "Recorded in this clone; only you see it until the halt is shared.";
}

/** Records an event of a halt, and says who knows of it, after what else is to be said of it. */
export async function noted(
  flags: Flags,
  { id, ledger }: Named,
  event: NewEvent,
  said: readonly string[] = [],
): Promise<number> {
  const recorded = done(await ledger.record(id, event));
  const { sync, shared } = recorded;
  print(flags, { id, event: event.kind, shared, sync: sync ?? null }, [...said, recordedWords(recorded)]);
  return sync?.kind === "failed" ? 1 : 0;
}

/** How an exchange with the remote went, in a sentence or two. */
export function syncWords(result: SyncResult | undefined): string {
  switch (result?.kind) {
    case undefined:
      return "Only this clone has it.";
    case "synced":
      return [`The ledger on ${result.remote} has it: everybody sees it.`, ...result.warnings].join(" ");
    case "noRemote":
      return "This repository has no remote: the halt is in this clone only, and the next exchange with a remote sends it.";
    case "absent":
      return [`${result.remote} has no ledger yet.`, ...result.warnings].join(" ");
    case "failed":
      if (result.waiting === 0) return `The exchange with ${result.remote} failed: ${result.message}`;
      return `${result.remote} did not take it: ${result.message} It is kept in this clone (${result.waiting} ${result.waiting === 1 ? "event waits" : "events wait"}) and sent by the next exchange: release-halt sync.`;
    default:
      return result satisfies never;
  }
}
