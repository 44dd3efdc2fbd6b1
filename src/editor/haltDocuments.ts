import * as vscode from "vscode";
import { HaltDocument } from "./haltDocument";

/** The halts whose text documents are open, one wrapper each, however many editors show them. */
export class HaltDocuments {
  readonly #open = new Map<string, HaltDocument>();
  readonly #changed = new vscode.EventEmitter<HaltDocument>();
  /** Fires when the text of a halt changed, by whomever. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const halt = this.#open.get(document.uri.toString());
        if (halt !== undefined && contentChanges.length > 0) this.#changed.fire(halt);
      }),
      vscode.workspace.onWillSaveTextDocument((event) => {
        const halt = this.#open.get(event.document.uri.toString());
        if (halt?.hasTyped === true) event.waitUntil(halt.editsBeforeSave());
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
   * Keeps what was typed just before the last editor of a document closed. A document that held nothing unsaved is saved,
   * because nothing is left on the screen that would tell of an unsaved change.
   */
  async keepTyped(halt: HaltDocument, wasDirty: boolean): Promise<void> {
    if (!halt.hasTyped) return;
    const document = await vscode.workspace.openTextDocument(halt.document.uri);
    const reopened = document === halt.document ? halt : halt.moveTo(document);
    this.#open.set(document.uri.toString(), reopened);
    await reopened.settle();
    if (!wasDirty) await document.save();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
