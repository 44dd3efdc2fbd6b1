import * as vscode from "vscode";
import { readCurrentFacts } from "../capture/git/currentFacts";
import type { CurrentFacts } from "../halt/checklist";
import { instantOf } from "../halt/instant";
import type { Halt } from "../halt/schema/halt";
import type { Git } from "../system/git";
import { wordsOf } from "./messages";

/**
 * What is true now, for each halt: asked of git and of the attached files in the background, so that no edit waits for a
 * program. Until the answer is there, and where no program may run, only the time is known.
 */
export class FactsCache {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an answer arrived that may change a checklist. */
  readonly onDidChange = this.#changed.event;
  readonly #known = new Map<string, { readonly key: string; readonly facts: CurrentFacts }>();
  readonly #asking = new Set<string>();
  readonly #git: () => Promise<Git>;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(git: () => Promise<Git>, log: vscode.LogOutputChannel) {
    this.#git = git;
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.forget();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.forget();
      }),
    ];
  }

  /** The newest facts for a halt. Asks again in the background when they are about other targets or files. */
  of(uri: vscode.Uri, halt: Halt, top: vscode.Uri | undefined): CurrentFacts {
    const id = uri.toString();
    const key = subjectOf(halt);
    const known = this.#known.get(id);
    if (known?.key !== key && top?.scheme === "file" && vscode.workspace.isTrusted)
      void this.#ask(id, key, halt, top);
    return { ...known?.facts, now: instantOf(new Date()) };
  }

  /** The next question asks git again. */
  forget(): void {
    for (const [id, { facts }] of this.#known) this.#known.set(id, { key: "", facts });
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #ask(id: string, key: string, halt: Halt, top: vscode.Uri): Promise<void> {
    if (this.#asking.has(id)) return;
    this.#asking.add(id);
    try {
      const facts = await readCurrentFacts(await this.#git(), top.fsPath, halt, instantOf(new Date()));
      const before = this.#known.get(id);
      this.#known.set(id, { key, facts });
      if (before === undefined || differs(before.facts, facts)) this.#changed.fire();
    } catch (error) {
      this.#log.error(`The current state of ${top.fsPath} could not be read: ${wordsOf(error)}`);
      this.#known.set(id, { key, facts: { now: instantOf(new Date()) } });
    } finally {
      this.#asking.delete(id);
    }
  }
}

/** What the facts depend on: the targets and the attached files. */
function subjectOf(halt: Halt): string {
  return JSON.stringify([
    halt.targets.map(({ id, kind, name, commit }) => [id, kind, name, commit]),
    halt.failingTests.map(({ path }) => path),
  ]);
}

function differs(a: CurrentFacts, b: CurrentFacts): boolean {
  return JSON.stringify({ ...a, now: "" }) !== JSON.stringify({ ...b, now: "" });
}
