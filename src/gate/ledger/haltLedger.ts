import type { HaltTerms, LedgerRecord, NewEvent } from "../../halt/ledgerRecord";
import type { LedgerState } from "../../halt/ledgerState";
import type { Halt } from "../../halt/schema/halt";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { termsOf } from "../termsOf";
import { collectBypasses } from "./collectBypasses";
import { ledgerRemote, privateRef, sharedRef } from "./ledgerRefs";
import { ledgerAt, keepEvents, recordEvents, removeRecords } from "./recordEvents";
import { eventsWaiting, syncLedger, type SyncOptions, type SyncResult } from "./syncLedger";
import type { Ledger, StoredRecord } from "./ledgerTree";

type Failure = { readonly ok: false; readonly message: string };

/** Where a halt's record is, and what it comes to. */
export interface KnownHalt {
  readonly state: LedgerState;
  readonly record: LedgerRecord;
  /** It is in the shared ledger: others see it, or will as soon as the remote answers. */
  readonly shared: boolean;
  /** The commit of its ledger that it was read from. */
  readonly tip: string | undefined;
}

export type LedgerChange =
  | {
      readonly ok: true;
      readonly shared: boolean;
      /** How the exchange with the remote went; undefined where the halt is private. */
      readonly sync: SyncResult | undefined;
    }
  | Failure;

/** The records of this repository's halts, in whichever of its ledgers each is. */
export class HaltLedger {
  constructor(
    private readonly git: Git,
    private readonly top: string,
    private readonly settings: Settings,
  ) {}

  /** All halts that are known here, as of the last exchange; shared ones first. */
  async all(): Promise<
    | { readonly ok: true; readonly halts: readonly KnownHalt[]; readonly problems: readonly string[] }
    | Failure
  > {
    const [shared, own] = await Promise.all([this.#read(sharedRef), this.#read(privateRef)]);
    if (!shared.ok) return shared;
    if (!own.ok) return own;
    const known = new Set(shared.ledger.records.keys());
    const halts = [
      ...[...shared.ledger.records.values()].map(({ record, state }) => ({
        record,
        state,
        shared: true,
        tip: shared.ledger.tip,
      })),
      ...[...own.ledger.records.values()]
        .filter(({ record }) => !known.has(record.id))
        .map(({ record, state }) => ({ record, state, shared: false, tip: own.ledger.tip })),
    ];
    return { ok: true, halts, problems: [...shared.ledger.problems, ...own.ledger.problems] };
  }

  /** One halt's record; undefined where no ledger of this clone has it. */
  async find(id: string): Promise<KnownHalt | undefined> {
    const all = await this.all();
    return all.ok ? all.halts.find(({ record }) => record.id === id) : undefined;
  }

  /**
   * Records that a halt was placed: in this clone only, offline.
   * @param known its terms, where they were looked up already
   */
  async place(halt: Halt, known?: HaltTerms): Promise<LedgerChange> {
    const terms = known ?? (await termsOf(this.git, this.top, halt, this.settings));
    const by = halt.placement?.by;
    const at = halt.placement?.at ?? halt.createdAt;
    return this.record(halt.id, { kind: "placed", at, ...(by !== undefined && { by }), terms });
  }

  /**
   * Records that what a halt says has changed, if it has: its scope once the faulty change is known, its criteria. What was
   * out when it was placed stays as it was. A halt that no ledger has is left alone.
   */
  async update(
    halt: Halt,
    { at, by }: { readonly at: string; readonly by?: string },
  ): Promise<LedgerChange | undefined> {
    const known = await this.find(halt.id);
    if (known === undefined || known.state.status === "closed") return undefined;
    const before = known.state.terms;
    const terms = await termsOf(this.git, this.top, halt, this.settings, before.scope.released);
    if (JSON.stringify(terms) === JSON.stringify(before)) return undefined;
    return this.record(halt.id, { kind: "changed", at, ...(by !== undefined && { by }), terms });
  }

  /** Records an event where the halt's record is, and sends it at once when it is a shared one. */
  async record(id: string, event: NewEvent, options: Partial<SyncOptions> = {}): Promise<LedgerChange> {
    return this.recordAll(id, [event], options);
  }

  /** Records several events of one halt, and sends them together. */
  async recordAll(
    id: string,
    events: readonly NewEvent[],
    options: Partial<SyncOptions> = {},
  ): Promise<LedgerChange> {
    const places = events.some(({ kind }) => kind === "placed");
    const all = await this.all();
    // Halting works whatever state the shared ledger is in: then it is private.
    if (!all.ok && !places) return all;
    const known = all.ok ? all.halts.find(({ record }) => record.id === id) : undefined;
    if (all.ok && known === undefined && !places) {
      const why = all.problems.length > 0 ? ` ${all.problems.join(" ")}` : "";
      return { ok: false, message: `No ledger of this clone knows the halt ${id}.${why}` };
    }
    const shared = known?.shared === true;
    const happened = events.map((event) => ({ halt: id, event }));
    const recorded = await recordEvents(this.git, this.top, shared ? sharedRef : privateRef, happened);
    // Another program of this clone shared it in this moment.
    if (!recorded.ok && !shared && (await this.find(id))?.shared === true)
      return this.recordAll(id, events, options);
    if (!recorded.ok) return recorded;
    return { ok: true, shared, sync: shared ? await this.sync(options) : undefined };
  }

  /**
   * Makes a private halt everybody's: its events move to the shared ledger, which is sent to the remote. Without a remote,
   * or when it does not answer, the halt waits here and the next exchange sends it.
   */
  async share(id: string, options: Partial<SyncOptions> = {}): Promise<LedgerChange> {
    const own = await this.#read(privateRef);
    if (!own.ok) return own;
    const shared = await this.#read(sharedRef);
    if (!shared.ok) return shared;
    if (!own.ledger.records.has(id) && !shared.ledger.records.has(id)) {
      return { ok: false, message: `No ledger of this clone knows the halt ${id}. Place it first.` };
    }
    const first = await this.sync({ ...options, fetchOnly: true });
    const moved = await this.#moveToShared(id);
    if (!moved.ok) return moved;
    const sync =
      first.kind === "failed" || first.kind === "noRemote"
        ? await this.#asIs(first)
        : await this.sync(options);
    return { ok: true, shared: true, sync };
  }

  /** Moves a private record, if there is one, with what other programs of this clone add to it meanwhile. */
  async #moveToShared(id: string): Promise<{ readonly ok: true } | Failure> {
    for (;;) {
      const own = await this.#read(privateRef);
      if (!own.ok) return own;
      const stored = own.ledger.records.get(id);
      if (stored === undefined) return { ok: true };
      const events = stored.record.events.map((event) => ({ halt: id, event }));
      const moved = await keepEvents(this.git, this.top, sharedRef, events);
      if (!moved.ok) return moved;
      const isMoved = ({ record, blob }: StoredRecord): boolean => record.id === id && blob === stored.blob;
      const removed = await removeRecords(this.git, this.top, privateRef, isMoved, `Shared: ${id}`);
      if (!removed.ok) return removed;
    }
  }

  /** Exchanges the shared ledger with the remote, and takes in what went past the gate meanwhile. */
  async sync(options: Partial<SyncOptions> = {}): Promise<SyncResult> {
    const exchange = async (): Promise<SyncResult> =>
      syncLedger(this.git, this.top, { settings: this.settings, ...options });
    const result = await exchange();
    if (result.kind !== "synced" || options.fetchOnly === true) return result;
    const bypasses = await collectBypasses(this.git, this.top, this.settings);
    if (!bypasses.ok) return { ...result, warnings: [...result.warnings, bypasses.message] };
    if (bypasses.collected === 0) return result;
    const sent = await exchange();
    if (sent.kind === "synced") await bypasses.finish();
    return sent;
  }

  /** How many events wait for the remote. */
  async waiting(): Promise<number> {
    const remote = await ledgerRemote(this.git, this.top, this.settings);
    return remote === undefined ? 0 : eventsWaiting(this.git, this.top, remote);
  }

  async #asIs(result: SyncResult): Promise<SyncResult> {
    return result.kind === "failed" ? { ...result, waiting: await this.waiting() } : result;
  }

  async #read(ref: string): Promise<
    | {
        readonly ok: true;
        readonly ledger: Pick<Ledger, "records" | "problems"> & { readonly tip: string | undefined };
      }
    | Failure
  > {
    return ledgerAt(this.git, this.top, ref);
  }
}
