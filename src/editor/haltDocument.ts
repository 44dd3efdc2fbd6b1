import * as vscode from "vscode";
import { applyIntent, applyIntents, type TextChange } from "../halt/applyIntent";
import { pathKey, type HaltPath, type Intent } from "../halt/intent";
import { readHalt, type ReadHalt } from "../halt/readHalt";

export type EditResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** A refused edit of what was typed: the field's path joined by dots, and why. */
export interface RefusedTyping {
  readonly field: string;
  readonly message: string;
}

/** Long enough that a sentence is one undo step, short enough that the tab is soon marked as changed. */
const pauseMs = 500;
const attempts = 5;

/**
 * A halt's text document. The document is the only model: this reads it (once for each version), queues edits one after
 * another, and gathers keystrokes into one edit, so that typing loses nothing and one undo takes back one stretch of it.
 */
export class HaltDocument {
  readonly #refused = new vscode.EventEmitter<RefusedTyping>();
  readonly onDidRefuse = this.#refused.event;
  readonly #typed = new Map<string, Intent & { kind: "set" }>();
  #pause: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #read: { readonly version: number; readonly result: ReadHalt } | undefined;

  constructor(readonly document: vscode.TextDocument) {}

  /** The halt as the document holds it now, or its problems. */
  read(): ReadHalt {
    const { version } = this.document;
    if (this.#read?.version !== version) this.#read = { version, result: readHalt(this.document.getText()) };
    return this.#read.result;
  }

  /** Whether something was typed that is not yet on its way into the document. */
  get hasTyped(): boolean {
    return this.#typed.size > 0;
  }

  /** Takes one keystroke: the field's whole value. It becomes an edit after a pause, or sooner by `settle`. */
  type(path: HaltPath, value: string | number | string[] | null): void {
    const absent = value === null || (value === "" && pathKey(path) !== "title");
    this.#typed.set(pathKey(path), { kind: "set", path, ...(absent ? {} : { value }) });
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.settle(), pauseMs);
  }

  /** Turns what was typed into an edit now. */
  async settle(): Promise<EditResult> {
    return this.#enqueue(() => this.#edit([]));
  }

  /** Applies intents as one undo step, after what was typed before them. */
  async apply(intents: readonly Intent[]): Promise<EditResult> {
    return this.#enqueue(() => this.#edit(intents));
  }

  /**
   * What was typed, as edits that a save takes along. VS Code drops them when the text is no longer the one that the save
   * began with, because an edit was on its way: then they are made at once, and the save writes them all the same.
   * @param version the document's version when the save began
   */
  async editsBeforeSave(version: number): Promise<vscode.TextEdit[]> {
    return this.#enqueue(async () => {
      if (this.document.version !== version) {
        await this.#edit([]);
        return [];
      }
      const edits = this.#textEdits(this.#typedChanges(this.document.getText()));
      this.#typedTaken = [];
      return edits;
    });
  }

  /** Hands over what is not in the document yet, or on its way into it: for the document that takes this one's place. */
  takeUnsettled(): Intent[] {
    clearTimeout(this.#pause);
    const unsettled = [...this.#typedTaken, ...this.#typed.values(), ...this.#applying];
    this.#typed.clear();
    return unsettled;
  }

  async #enqueue<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(task);
    // Whoever asked for the task hears of its failure; the queue only keeps the order.
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** What was typed is an undo step of its own, before the step of the intents. */
  async #edit(intents: readonly Intent[]): Promise<EditResult> {
    const typed = await this.#write((text) => ({ ok: true, changes: this.#typedChanges(text) }));
    if (!typed.ok)
      for (const field of this.#typed.keys()) this.#refused.fire({ field, message: typed.message });
    if (!typed.ok || intents.length === 0) return typed;
    this.#applying = intents;
    try {
      return await this.#write((text) => changesOf(text, intents));
    } finally {
      this.#applying = [];
    }
  }

  /** An edit that VS Code did not take, because the text changed under it, is computed again. */
  async #write(
    compute: (
      text: string,
    ) =>
      | { readonly ok: true; readonly changes: readonly TextChange[] }
      | { readonly ok: false; readonly message: string },
  ): Promise<EditResult> {
    for (let attempt = 1; ; attempt += 1) {
      const computed = compute(this.document.getText());
      if (!computed.ok) return computed;
      if (computed.changes.length === 0) return { ok: true };
      const edit = new vscode.WorkspaceEdit();
      edit.set(this.document.uri, this.#textEdits(computed.changes));
      if (await vscode.workspace.applyEdit(edit)) {
        this.#typedTaken = [];
        return { ok: true };
      }
      this.#giveBackTyped();
      if (attempt === attempts) {
        return {
          ok: false,
          message:
            "VS Code did not take the change: the file may be read-only. What you typed is still in the field.",
        };
      }
    }
  }

  /** The intents whose edit VS Code has not taken yet. */
  #applying: readonly Intent[] = [];

  /** What `#typedChanges` took out of the gathered text, until the edit is in the document. */
  #typedTaken: (Intent & { kind: "set" })[] = [];

  #typedChanges(text: string): readonly TextChange[] {
    clearTimeout(this.#pause);
    const taken = [...this.#typed.values()];
    this.#typed.clear();
    const fitting: Intent[] = [];
    for (const intent of taken) {
      const applied = applyIntent(text, intent);
      if (applied.ok) fitting.push(intent);
      else this.#refused.fire({ field: pathKey(intent.path), message: applied.message });
    }
    this.#typedTaken = taken;
    const changed = changesOf(text, fitting);
    return changed.ok ? changed.changes : [];
  }

  #giveBackTyped(): void {
    for (const intent of this.#typedTaken) {
      const key = pathKey(intent.path);
      if (!this.#typed.has(key)) this.#typed.set(key, intent);
    }
    this.#typedTaken = [];
  }

  #textEdits(changes: readonly TextChange[]): vscode.TextEdit[] {
    const at = (offset: number): vscode.Position => this.document.positionAt(offset);
    return changes.map(
      ({ offset, length, text }) =>
        new vscode.TextEdit(new vscode.Range(at(offset), at(offset + length)), text),
    );
  }
}

/** The changes of one intent as they are; those of several as the one range in which the texts differ. */
function changesOf(
  text: string,
  intents: readonly Intent[],
):
  | { readonly ok: true; readonly changes: readonly TextChange[] }
  | { readonly ok: false; readonly message: string } {
  const [only, ...others] = intents;
  if (only === undefined) return { ok: true, changes: [] };
  if (others.length === 0) return applyIntent(text, only);
  const result = applyIntents(text, intents);
  if (!result.ok) return result;
  return { ok: true, changes: result.text === text ? [] : [differingRange(text, result.text)] };
}

function differingRange(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { offset: start, length: before.length - start - end, text: after.slice(start, after.length - end) };
}
