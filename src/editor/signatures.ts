import * as vscode from "vscode";
import type { Signed } from "../gate/ledger/eventSignatures";
import type { KnownHalt } from "../gate/ledger/haltLedger";
import { haltSignatures } from "../gate/ledger/haltSignatures";
import type { Ledgers } from "./ledgers";
import { wordsOf } from "./messages";

type ByEvent = ReadonlyMap<string, Signed>;

interface Judged {
  readonly tip: string | undefined;
  /** Undefined while it is being looked up. */
  readonly byEvent: ByEvent | undefined;
}

/** How the events of halts are signed: looked up in the background for those that are shown, once for each state of a ledger. */
export class Signatures {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an answer arrived. */
  readonly onDidChange = this.#changed.event;
  readonly #known = new Map<string, Judged>();
  readonly #ledgers: Ledgers;
  readonly #log: vscode.LogOutputChannel;

  constructor(ledgers: Ledgers, log: vscode.LogOutputChannel) {
    this.#ledgers = ledgers;
    this.#log = log;
  }

  /** By the event's id. Empty where nobody signs, and until it is known: then the looking up begins. */
  of(top: vscode.Uri | undefined, halt: KnownHalt | undefined): ByEvent {
    if (top === undefined || halt === undefined || !vscode.workspace.isTrusted) return new Map();
    const key = `${top.toString()} ${halt.record.id}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.tip === halt.tip) return known.byEvent ?? new Map();
    this.#known.set(key, { tip: halt.tip, byEvent: undefined });
    this.#ask(top, halt).then(
      (byEvent) => {
        if (this.#known.get(key)?.tip !== halt.tip) return;
        this.#known.set(key, { tip: halt.tip, byEvent });
        if (byEvent.size > 0) this.#changed.fire();
      },
      (error: unknown) => {
        this.#log.warn(`How the halt ${halt.record.id} is signed could not be found out: ${wordsOf(error)}`);
      },
    );
    return new Map();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask(top: vscode.Uri, halt: KnownHalt): Promise<ByEvent> {
    const { git } = await this.#ledgers.open(top);
    const found = await haltSignatures(git, top.fsPath, halt);
    if (!found.ok) throw new Error(found.message);
    return found.byEvent;
  }
}
