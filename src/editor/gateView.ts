import * as vscode from "vscode";
import { provenKey } from "../gate/criteria/haltsToJudge";
import { criteriaLine } from "../gate/criteria/judgeCriteria";
import { judgeRefs } from "../gate/judgeRefs";
import { scopeWords } from "../gate/ledger/scopeWords";
import { liftDecision, stateOfFile } from "../gate/liftDecision";
import type { Halt } from "../halt/schema/halt";
import type { Ledgers } from "./ledgers";
import type { LiftCounts } from "./liftCounts";
import { wordsOf } from "./messages";
import type { GateState } from "./pageViews";

interface Judged {
  readonly key: string;
  readonly state: GateState;
}

/**
 * What a halt stops now and what lifts it, judged in the background while its editor shows the gate, so that no edit waits
 * for git. What is judged for a state that has passed is given up.
 */
export class GateViews {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an answer arrived. */
  readonly onDidChange = this.#changed.event;
  readonly #known = new Map<string, Judged>();
  readonly #asking = new Map<string, { readonly key: string; readonly stop: AbortController }>();
  readonly #ledgers: Ledgers;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(ledgers: Ledgers, lifts: LiftCounts, log: vscode.LogOutputChannel) {
    this.#ledgers = ledgers;
    this.#log = log;
    // Another commit is checked out, somebody recorded something, or a time has come that a criterion waits for: the last
    // answer is shown until the next is there.
    this.#subscriptions = [ledgers.onDidChange, lifts.onDidChange].map((changed) =>
      changed(() => {
        for (const { stop } of this.#asking.values()) stop.abort();
        this.#asking.clear();
        for (const [id, { state }] of this.#known) this.#known.set(id, { key: "", state });
      }),
    );
  }

  /** The newest answer; what is not known yet is on its way. */
  of(uri: vscode.Uri, halt: Halt, top: vscode.Uri | undefined): GateState {
    const id = uri.toString();
    const known = this.#known.get(id);
    const key = keyOf(halt);
    if (known?.key === key) return known.state;
    if (top?.scheme !== "file" || !vscode.workspace.isTrusted) return { kind: "unknown" };
    if (this.#asking.get(id)?.key !== key) this.#ask(id, key, halt, top);
    return known?.state ?? { kind: "judging" };
  }

  dispose(): void {
    for (const { stop } of this.#asking.values()) stop.abort();
    this.#changed.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #ask(id: string, key: string, halt: Halt, top: vscode.Uri): void {
    this.#asking.get(id)?.stop.abort();
    const stop = new AbortController();
    this.#asking.set(id, { key, stop });
    this.#judge(halt, top, stop.signal).then(
      (state) => {
        if (stop.signal.aborted) return;
        this.#asking.delete(id);
        this.#known.set(id, { key, state });
        this.#changed.fire();
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        this.#asking.delete(id);
        this.#log.error(`What ${id} stops could not be found out: ${wordsOf(error)}`);
        this.#known.set(id, { key, state: { kind: "failed", message: wordsOf(error) } });
        this.#changed.fire();
      },
    );
  }

  async #judge(halt: Halt, top: vscode.Uri, signal: AbortSignal): Promise<GateState> {
    const { git, settings } = await this.#ledgers.open(top);
    const known = await this.#ledgers.find(top, halt.id);
    const ofFile = await stateOfFile(git, top.fsPath, halt, settings);
    // What the file says is what will be recorded; what was released when it was placed stays.
    const released = known?.state.terms.scope.released ?? ofFile.terms.scope.released;
    const terms = { ...ofFile.terms, scope: { ...ofFile.terms.scope, released } };
    const state =
      known === undefined || known.state.closed !== undefined
        ? { ...ofFile, terms }
        : { ...known.state, status: terms.mode, terms };
    const [{ criteria }, { refs, leftOut }] = await Promise.all([
      liftDecision(git, top.fsPath, { halt, state }, { settings, now: new Date() }),
      judgeRefs(git, top.fsPath, state, { settings, signal }),
    ]);
    return {
      kind: "judged",
      scope: scopeWords(terms.scope),
      criteria,
      criteriaLine: criteriaLine(criteria),
      refs: refs.map(({ name, kind, judgement, why }) => ({ name, kind, judgement, why })),
      leftOut,
    };
  }
}

/** What the answer depends on in the file. */
function keyOf(halt: Halt): string {
  const { id, status, scope, cause, targets, base, liftCriteria } = halt;
  return JSON.stringify([id, status, scope, cause, targets, base, liftCriteria, provenKey(halt)]);
}
