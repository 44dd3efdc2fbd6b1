import * as vscode from "vscode";

/** A tab that the person opened is told of before it is the active one, and is active long before this. */
const settledMs = 1000;

/**
 * VS Code brings back, behind the other tabs, the tab of a document that it finds unsaved and in no editor. A halt is in
 * that state for the moment in which what was typed last is kept after its tab closed; the tab that comes of it was not
 * asked for, shows nothing new, and is closed again as soon as the document is saved.
 */
export class UnaskedTabs {
  readonly #closed = new Set<string>();
  readonly #subscription = vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
    if (![...opened, ...changed].some((tab) => this.#isClosed(tab.input))) return;
    clearTimeout(this.#settled);
    this.#settled = setTimeout(() => {
      this.#closeUnasked().catch((error: unknown) => {
        this.log.error("Closing a tab failed.", error instanceof Error ? error : String(error));
      });
    }, settledMs);
  });
  #settled: NodeJS.Timeout | undefined;

  constructor(readonly log: vscode.LogOutputChannel) {}

  /** The person closed the last tab of a halt. */
  tabClosed(uri: vscode.Uri): void {
    this.#closed.add(uri.toString());
  }

  /** An editor of the halt is on the screen: its tab is the person's own. */
  shown(uri: vscode.Uri): void {
    this.#closed.delete(uri.toString());
  }

  dispose(): void {
    clearTimeout(this.#settled);
    this.#subscription.dispose();
  }

  async #closeUnasked(): Promise<void> {
    const unasked = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter((tab) => this.#isClosed(tab.input) && !tab.isActive && !tab.isDirty);
    if (unasked.length > 0) await vscode.window.tabGroups.close(unasked, true);
  }

  #isClosed(input: unknown): boolean {
    return input instanceof vscode.TabInputCustom && this.#closed.has(input.uri.toString());
  }
}
