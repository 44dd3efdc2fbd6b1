import * as vscode from "vscode";

const scheme = "release-halt-preview";

/** Texts that are shown to be read, and belong to no file. */
export class Previews {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? "",
  });

  /**
   * Opens a text in the tab of its name, in place of the one that was there; the name's ending tells its language.
   * @param options `line` is 1-based: it is selected, and the tab gets the focus
   */
  async show(name: string, text: string, { line }: { readonly line?: number } = {}): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const at = line === undefined ? undefined : new vscode.Position(line - 1, 0);
    await vscode.window.showTextDocument(document, {
      preview: true,
      preserveFocus: at === undefined,
      ...(at && { selection: new vscode.Range(at, at) }),
    });
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}
