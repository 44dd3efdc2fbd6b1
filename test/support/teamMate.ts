import assert from "node:assert/strict";
import { checkRelease, type CheckOptions } from "../../src/gate/checkRelease";
import type { ReleaseCheck } from "../../src/gate/releaseVerdict";
import { HaltLedger, type LedgerChange } from "../../src/gate/ledger/haltLedger";
import { ledgerLog, type LoggedEvent } from "../../src/gate/ledger/ledgerLog";
import type { SyncOptions, SyncResult } from "../../src/gate/ledger/syncLedger";
import { writeActiveHalt, type ActiveHaltInput } from "../../src/gate/writeActiveHalt";
import { instantOf } from "../../src/halt/instant";
import type { Settings } from "../../src/halt/settings";
import { createGit } from "../../src/system/git";
import { cloneOf } from "./remotes";
import type { Repository } from "./repository";

const git = createGit();

/** Somebody with a clone of their own, who halts, lifts and asks as the command line and the editor let them. */
export class TeamMate {
  readonly ledger: HaltLedger;

  constructor(
    readonly clone: Repository,
    readonly name: string,
    readonly settings: Settings = {},
  ) {
    this.ledger = new HaltLedger(git, clone.folder, settings);
  }

  static async of(
    url: string,
    folder: string,
    name: string,
    ...options: readonly string[]
  ): Promise<TeamMate> {
    return new TeamMate(await cloneOf(url, `${folder}/${name}`, name, ...options), name);
  }

  /** Places a halt in this clone; answers with its id. */
  async halt(title: string, input: Partial<ActiveHaltInput> = {}): Promise<string> {
    const { settings } = this;
    const reason = "Charged twice";
    const written = await writeActiveHalt(git, this.clone.folder, {
      title,
      reason,
      now: now(),
      settings,
      ...input,
    });
    assert.ok(written.ok, written.ok ? "" : written.message);
    assert.deepEqual(written.warnings, []);
    return written.halt.id;
  }

  async share(id: string, options: Partial<SyncOptions> = {}): Promise<SyncResult | undefined> {
    return synced(await this.ledger.share(id, options));
  }

  /** Places a halt and makes it everybody's. */
  async haltAll(title: string, input: Partial<ActiveHaltInput> = {}): Promise<string> {
    const id = await this.halt(title, input);
    const sync = await this.share(id);
    assert.equal(sync?.kind, "synced", JSON.stringify(sync));
    return id;
  }

  /** Lifts a halt; answers with how the exchange went. */
  async lift(
    id: string,
    options: Partial<SyncOptions> & { readonly at?: string } = {},
  ): Promise<SyncResult | undefined> {
    const { at = now(), ...rest } = options;
    const lifted = await this.ledger.record(
      id,
      { kind: "lifted", at, by: this.name, reason: "Reverted" },
      rest,
    );
    return synced(lifted);
  }

  /** Asks whether v2.0.0 may be tagged here; over the network each time. */
  async check(options: Partial<CheckOptions> = {}): Promise<ReleaseCheck> {
    await this.forgetFetch();
    return this.checkAgain(options);
  }

  /** The same while the copy of the ledger may still count as fresh. */
  async checkAgain(options: Partial<CheckOptions> = {}): Promise<ReleaseCheck> {
    const { settings } = this;
    return checkRelease(git, this.clone.folder, { tag: "v2.0.0" }, { settings, ...options });
  }

  /** As if the last exchange were long ago. */
  async forgetFetch(): Promise<void> {
    await this.clone.write(".git/release-halt/ledger.fetched", "1000\n");
  }

  async log(verify = false): Promise<readonly LoggedEvent[]> {
    const log = await ledgerLog(git, this.clone.folder, { verify });
    assert.ok(log.ok, log.ok ? "" : log.message);
    assert.deepEqual(log.problems, []);
    return log.events;
  }

  /** What happened to a halt, as this clone has it. */
  async kinds(id: string): Promise<readonly string[]> {
    return (await this.ledger.find(id))?.state.events.map(({ kind }) => kind) ?? [];
  }
}

/** The current time as a halt keeps it. */
export function now(): string {
  return instantOf(new Date());
}

function synced(change: LedgerChange): SyncResult | undefined {
  assert.ok(change.ok, change.ok ? "" : change.message);
  return change.sync;
}
