import * as vscode from "vscode";
import { failureLenses, type FailuresHere } from "../assess/failureLenses";
import type { HaltFile } from "./haltFiles";
import { wordsOf } from "./messages";
import { plainLabel } from "./plainLabel";
import { haltFoldersOf, type HaltFolders } from "./privateFolder";
import type { Services } from "./services";

interface HaltHere extends FailuresHere {
  readonly uri: string;
}

/** The failures of one repository's halts that have not ended, by the files that they lead to. */
interface Places {
  /** The top folder of the work tree that is open here. */
  readonly top: vscode.Uri;
  /** Where its private halts lie: the same for all work trees. */
  readonly common: string | undefined;
  readonly byPath: ReadonlyMap<string, readonly HaltHere[]>;
}

/** Above the lines that failing tests of a halt lead to, a lens leads back to the halt. */
export function showFailureLenses(services: Services): readonly vscode.Disposable[] {
  const lenses = new FailureLenses(services);
  return [lenses, vscode.languages.registerCodeLensProvider({ scheme: "file" }, lenses)];
}

const pauseMs = 300;

class FailureLenses implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #services: Services;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #folders = new Map<string, Promise<HaltFolders | undefined>>();
  #places: Promise<readonly Places[]> | undefined;
  #shown = "";
  #pause: NodeJS.Timeout | undefined;

  constructor(services: Services) {
    this.#services = services;
    this.#subscriptions = [
      this.#changed,
      services.files.onDidChange(() => {
        this.#places = undefined;
        this.#pause ??= setTimeout(() => {
          this.#pause = undefined;
          void this.#compare();
        }, pauseMs);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("releaseHalt.codeLens")) this.#changed.fire();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#folders.clear();
      }),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (vscode.workspace.getConfiguration("releaseHalt", document).get<unknown>("codeLens") === false)
      return [];
    const halts = await this.#haltsAt(document.uri);
    return halts.flatMap((halt) =>
      failureLenses(document.getText(), halt).map(({ line, words, tests, failure }) => {
        const at = new vscode.Range(line - 1, 0, line - 1, 0);
        return new vscode.CodeLens(at, {
          // An icon's name in a title would become that icon.
          title: plainLabel(words),
          tooltip: tests,
          command: "releaseHalt.open",
          arguments: [{ uri: halt.uri, item: "failingTests", field: `failure.${failure}` }],
        });
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.#pause);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Most edits of a halt change nothing here. */
  async #compare(): Promise<void> {
    try {
      const places = await this.#all();
      const shown = JSON.stringify(places.map(({ top, byPath }) => [top.toString(), ...byPath]));
      if (shown === this.#shown) return;
      this.#shown = shown;
      this.#changed.fire();
    } catch (error) {
      this.#services.log.error(`The failing tests could not be shown in the code: ${wordsOf(error)}`);
    }
  }

  async #haltsAt(uri: vscode.Uri): Promise<readonly HaltHere[]> {
    const all = await this.#all();
    if (all.length === 0) return [];
    const here = all.flatMap(({ top, byPath }) => byPath.get(below(top, uri) ?? "") ?? []);
    if (here.length > 0) return here;
    const folders = await this.#foldersOf(vscode.Uri.joinPath(uri, ".."));
    const common = folders?.privateFolder.toString();
    if (folders === undefined) return [];
    return all
      .filter((places) => places.common === common)
      .flatMap(({ byPath }) => byPath.get(below(folders.top, uri) ?? "") ?? []);
  }

  async #all(): Promise<readonly Places[]> {
    return (this.#places ??= this.#read());
  }

  async #read(): Promise<readonly Places[]> {
    const files = await this.#services.files.list();
    const byTop = new Map<string, HaltFile[]>();
    for (const file of files) {
      const key = file.top.toString();
      byTop.set(key, [...(byTop.get(key) ?? []), file]);
    }
    const places: Places[] = [];
    for (const own of byTop.values()) {
      const byPath = placesIn(own);
      const [first] = own;
      if (first === undefined || byPath.size === 0) continue;
      const folders = await this.#foldersOf(first.top);
      places.push({ top: first.top, common: folders?.privateFolder.toString(), byPath });
    }
    return places;
  }

  /** The work tree of a folder does not change while the window is open, but where one is made. */
  async #foldersOf(folder: vscode.Uri): Promise<HaltFolders | undefined> {
    const key = folder.toString();
    const known = this.#folders.get(key) ?? haltFoldersOf(folder);
    this.#folders.set(key, known);
    return known;
  }
}

function placesIn(files: readonly HaltFile[]): ReadonlyMap<string, readonly HaltHere[]> {
  const byPath = new Map<string, HaltHere[]>();
  for (const { uri, read } of files) {
    if (!read.ok || read.halt.status === "closed") continue;
    const own = new Map<string, FailuresHere["failures"][number][]>();
    for (const { id, suite, name, owner } of read.halt.failingTests.flatMap(({ failures }) => failures)) {
      if (owner === undefined) continue;
      const failure = { id, suite, name, line: owner.line, text: owner.text };
      const ones = own.get(owner.path);
      if (ones === undefined) own.set(owner.path, [failure]);
      else ones.push(failure);
    }
    for (const [path, failures] of own) {
      const here = { uri: uri.toString(), title: read.halt.title, failures };
      byPath.set(path, [...(byPath.get(path) ?? []), here]);
    }
  }
  return byPath;
}

/** The path of a file below a folder, with `/`. */
function below(folder: vscode.Uri, { scheme, path }: vscode.Uri): string | undefined {
  const start = folder.path.endsWith("/") ? folder.path : `${folder.path}/`;
  return scheme === folder.scheme && path.startsWith(start) ? path.slice(start.length) : undefined;
}
