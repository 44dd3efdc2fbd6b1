import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import { applyIntents } from "../halt/applyIntent";
import { HaltDocument } from "./haltDocument";

const attempts = 5;
/** A save that has not ended by then has failed, and VS Code has said so. */
const savingMs = 5000;

/** The halts whose text documents are open, one wrapper each, however many editors show them. */
export class HaltDocuments {
  readonly #open = new Map<string, HaltDocument>();
  readonly #changed = new vscode.EventEmitter<HaltDocument>();
  /** Fires when the text of a halt changed, by whomever. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];
  /** Saves on their way, by the document's address. */
  readonly #saving = new Map<string, PromiseWithEnd>();

  constructor() {
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const halt = this.#open.get(document.uri.toString());
        if (halt !== undefined && contentChanges.length > 0) this.#changed.fire(halt);
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        this.#saving.get(uri.toString())?.end();
        this.#saving.delete(uri.toString());
      }),
      vscode.workspace.onWillSaveTextDocument((event) => {
        const key = event.document.uri.toString();
        const halt = this.#open.get(key);
        if (halt !== undefined) this.#saving.set(key, promiseWithEnd());
        if (halt?.hasTyped === true) event.waitUntil(halt.editsBeforeSave(event.document.version));
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        const halt = this.#open.get(document.uri.toString());
        if (halt?.document === document && !halt.hasTyped) this.#open.delete(document.uri.toString());
      }),
    ];
  }

  /** The wrapper of a document. */
  of(document: vscode.TextDocument): HaltDocument {
    const key = document.uri.toString();
    const known = this.#open.get(key);
    if (known?.document === document) return known;
    const halt = new HaltDocument(document);
    this.#open.set(key, halt);
    return halt;
  }

  /** The halt at an address, opened without an editor where it is not open yet. Throws what VS Code throws for a file that cannot be read. */
  async open(uri: vscode.Uri): Promise<HaltDocument> {
    return this.of(await vscode.workspace.openTextDocument(uri));
  }

  /** The wrapper at an address, if its document is open. */
  at(uri: vscode.Uri): HaltDocument | undefined {
    const halt = this.#open.get(uri.toString());
    return halt?.document.isClosed === false ? halt : undefined;
  }

  /**
   * Keeps what was typed, or was on its way into the document, when its last editor closed: VS Code may take the document
   * down with the edit. A document that held nothing unsaved is saved, because nothing is left on the screen that would
   * tell of an unsaved change. Throws when the text could not be kept.
   */
  async keepTyped(halt: HaltDocument, wasDirty: boolean): Promise<void> {
    const intents = halt.takeUnsettled();
    if (intents.length === 0) return;
    const { uri } = halt.document;
    // A document that is opened again while its file is still being written takes the file for somebody else's.
    const saving = this.#saving.get(uri.toString());
    if (saving !== undefined) await Promise.race([saving.ended, pause(savingMs)]);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const document = await vscode.workspace.openTextDocument(uri);
      const result = await this.of(document).apply(intents);
      if (!result.ok) throw new Error(result.message);
      if (!wasDirty) await document.save();
      const text = wasDirty
        ? (await vscode.workspace.openTextDocument(uri)).getText()
        : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const again = applyIntents(text, intents);
      if (again.ok && again.text === text) return;
    }
    throw new Error("VS Code closed the document before it took the change.");
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

interface PromiseWithEnd {
  readonly ended: Promise<void>;
  readonly end: () => void;
}

function promiseWithEnd(): PromiseWithEnd {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}
