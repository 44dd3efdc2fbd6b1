import * as vscode from "vscode";
import { exchangePauseMs } from "../gate/ledger/exchangePause";
import { lastFetch } from "../gate/ledger/fetchLedger";
import type { SyncOptions, SyncResult } from "../gate/ledger/syncLedger";
import type { Ledgers } from "./ledgers";
import { wordsOf } from "./messages";
import { refreshMinutes } from "./refreshMinutes";

interface Asked {
  failures: number;
  lastMs: number | undefined;
}

/**
 * Exchanges the shared ledgers with their remotes now and then: what waits is sent, what others did is brought. Only in
 * trusted windows, only where a ledger was seen, is expected or was shared from here, never two at a time, and seldom
 * while it fails.
 */
export class LedgerRefresh {
  readonly #ledgers: Ledgers;
  readonly #log: vscode.LogOutputChannel;
  readonly #asked = new Map<string, Asked>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #running: Promise<void> | undefined;
  #next: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(ledgers: Ledgers, log: vscode.LogOutputChannel) {
    this.#ledgers = ledgers;
    this.#log = log;
    const look = (): void => {
      this.#look();
    };
    this.#subscriptions = [
      ledgers.onDidChange(look),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) look();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("releaseHalt.ledger")) look();
      }),
    ];
    look();
  }

  /**
   * Exchanges all ledgers that have a remote now, because the person asked for it. Answers with how each went.
   * @param putsBack sends also what is missing in a ledger that was rewritten
   */
  async now(signal: AbortSignal, putsBack: boolean): Promise<readonly SyncResult[]> {
    const results: SyncResult[] = [];
    for (const top of await this.#ledgers.tops()) {
      const { remote, concerned } = await this.#ledgers.read(top);
      if (remote === undefined) continue;
      const fetchOnly = !concerned || (putsBack ? false : "whereRewritten");
      const result = await this.#exchange(top, { fetchOnly, signal });
      results.push(result);
      // What was put back is looked at once more, so that no warning stands that is no longer true.
      if (putsBack && isWarned(result)) await this.#exchange(top, { fetchOnly: true, signal });
    }
    return results;
  }

  /** Exchanges one repository's ledger now. */
  async one(top: vscode.Uri): Promise<SyncResult> {
    return this.#exchange(top, {});
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#next);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #look(): void {
    if (this.#running !== undefined || this.#disposed) return;
    clearTimeout(this.#next);
    this.#running = this.#refresh()
      .catch((error: unknown) => {
        this.#log.error(`The ledgers could not be refreshed: ${wordsOf(error)}`);
        return undefined;
      })
      .then((pauseMs) => {
        this.#running = undefined;
        if (pauseMs === undefined || this.#disposed) return;
        this.#next = setTimeout(
          () => {
            this.#look();
          },
          Math.max(1000, pauseMs),
        );
      });
  }

  /** Exchanges what is due; answers with how long to wait for the next, undefined where nothing will be. */
  async #refresh(): Promise<number | undefined> {
    const intervalMinutes = refreshMinutes();
    if (!vscode.workspace.isTrusted || intervalMinutes === 0) return undefined;
    const pauses: number[] = [];
    for (const top of await this.#ledgers.tops()) {
      try {
        const pauseMs = await this.#refreshOne(top, intervalMinutes);
        if (pauseMs !== undefined) pauses.push(pauseMs);
      } catch (error) {
        // One that cannot be read keeps no other one from being refreshed, and is tried again.
        this.#log.error(`The ledger of ${top.fsPath} could not be refreshed: ${wordsOf(error)}`);
        pauses.push(intervalMinutes * 60_000);
      }
    }
    return pauses.length === 0 ? undefined : Math.min(...pauses);
  }

  /** Exchanges the ledger of a repository when it is due; answers with how long to wait for the next time. */
  async #refreshOne(top: vscode.Uri, intervalMinutes: number): Promise<number | undefined> {
    const { remote, concerned, waiting } = await this.#ledgers.read(top);
    if (remote === undefined || !concerned) return undefined;
    // A window that nobody looks at only sends what waits.
    if (!vscode.window.state.focused && waiting === 0) return undefined;
    const plan = (asked: Asked): number => exchangePauseMs({ intervalMinutes, ...asked, nowMs: Date.now() });
    const asked = this.#asked.get(top.toString()) ?? {
      failures: 0,
      lastMs: await this.#fetchedMs(top, remote),
    };
    // What is missing in a ledger that was rewritten is put back by a person, not by a clock.
    const sends = waiting > 0 && !isWarned(this.#ledgers.lastExchange(top));
    if (plan(asked) === 0) await this.#exchange(top, { fetchOnly: !sends });
    return plan(this.#asked.get(top.toString()) ?? asked);
  }

  /** Other windows, the command line and hooks fetch, too. */
  async #fetchedMs(top: vscode.Uri, remote: string): Promise<number | undefined> {
    const { git, settings } = await this.#ledgers.open(top);
    return lastFetch(git, top.fsPath, remote, settings);
  }

  async #exchange(top: vscode.Uri, options: Partial<SyncOptions>): Promise<SyncResult> {
    const { ledger } = await this.#ledgers.open(top);
    const result = await this.#ledgers.during(top, async () => ledger.sync(options));
    const failures = (this.#asked.get(top.toString())?.failures ?? 0) + 1;
    this.#asked.set(top.toString(), {
      failures: result.kind === "failed" ? failures : 0,
      lastMs: Date.now(),
    });
    if (result.kind === "failed")
      this.#log.warn(`The ledger on ${result.remote} was not reached: ${result.message}`);
    this.#ledgers.exchanged(top, result);
    return result;
  }
}

function isWarned(result: SyncResult | undefined): boolean {
  return (result?.kind === "synced" || result?.kind === "absent") && result.warnings.length > 0;
}
