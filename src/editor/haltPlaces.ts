import * as vscode from "vscode";
import { PlacesNow, type PlaceNow } from "../capture/placeNow";
import type { CodeLocation } from "../halt/schema/halt";
import type { Git } from "../system/git";
import { pathInside } from "../system/pathInside";
import { wordsOf } from "./messages";

type Places = ReadonlyMap<string, PlaceNow>;

const pauseMs = 300;
const mostPlaces = 300;

/**
 * Where the places in the code that halts name stand now, looked for in the background while they are on the screen, so
 * that no edit waits for git. A save, an edit, a file that changed on the disk and another commit look again; until the
 * answer is there, the last one is shown. Nothing of it is written to a halt.
 */
export class HaltPlaces {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an answer arrived, or an old one may no longer be true. */
  readonly onDidChange = this.#changed.event;
  readonly #known = new Map<string, { readonly key: string; readonly places: Places }>();
  readonly #asking = new Map<string, { readonly key: string; readonly stop: AbortController }>();
  readonly #git: () => Promise<Git>;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: readonly vscode.Disposable[];
  /** The files in which something was looked for, or found, for each halt. */
  readonly #files = new Map<string, ReadonlySet<string>>();
  #version = 0;
  #pause: NodeJS.Timeout | undefined;

  constructor(git: () => Promise<Git>, log: vscode.LogOutputChannel) {
    this.#git = git;
    this.#log = log;
    const watcher = vscode.workspace.createFileSystemWatcher("**/*");
    const ifLookedAt = (uri: vscode.Uri): void => {
      if ([...this.#files.values()].some((files) => files.has(uri.fsPath))) this.#forget();
    };
    this.#subscriptions = [
      this.#changed,
      watcher,
      watcher.onDidChange(ifLookedAt),
      watcher.onDidCreate(ifLookedAt),
      watcher.onDidDelete(ifLookedAt),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (isCode(uri)) this.#forget();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isCode(document.uri)) this.#forget();
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#forget();
      }),
    ];
  }

  /**
   * Where the places of a halt stand, as far as that is known; what is not is on its way.
   * @param head the commit that is checked out
   */
  of(
    halt: vscode.Uri,
    locations: readonly CodeLocation[],
    top: vscode.Uri | undefined,
    head: string | undefined,
  ): (location: CodeLocation) => PlaceNow | undefined {
    const id = halt.toString();
    const known = this.#known.get(id);
    const wanted = locations.slice(0, mostPlaces);
    const key = JSON.stringify([this.#version, head, wanted]);
    const isNew = known?.key !== key && this.#asking.get(id)?.key !== key;
    if (isNew && wanted.length > 0 && top?.scheme === "file" && vscode.workspace.isTrusted)
      this.#ask(id, key, wanted, top);
    return (location) => known?.places.get(keyOf(location));
  }

  /** Where one place stands, looked for now. */
  async find(location: CodeLocation, top: vscode.Uri): Promise<PlaceNow> {
    return (await this.open(top)).of(location);
  }

  /** For looking into a work tree as it is now; in Restricted Mode without git. */
  async open(top: vscode.Uri, signal?: AbortSignal): Promise<PlacesNow> {
    return new PlacesNow({
      top: top.fsPath,
      git: vscode.workspace.isTrusted ? await this.#git() : undefined,
      unsaved: await unsavedIn(top),
      ...(signal && { signal }),
    });
  }

  dispose(): void {
    clearTimeout(this.#pause);
    for (const { stop } of this.#asking.values()) stop.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** After a pause: who types would have each keystroke ask. */
  #forget(): void {
    if (this.#known.size + this.#asking.size === 0) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#version += 1;
      this.#changed.fire();
    }, pauseMs);
  }

  #ask(id: string, key: string, locations: readonly CodeLocation[], top: vscode.Uri): void {
    this.#asking.get(id)?.stop.abort();
    const stop = new AbortController();
    this.#asking.set(id, { key, stop });
    const found = (places: Places): void => {
      if (stop.signal.aborted) return;
      this.#asking.delete(id);
      this.#known.set(id, { key, places });
      this.#changed.fire();
    };
    this.#look(id, locations, top, stop.signal).then(found, (error: unknown) => {
      this.#log.error(`The places in the code of ${id} could not be looked for: ${wordsOf(error)}`);
      found(new Map());
    });
  }

  async #look(
    id: string,
    locations: readonly CodeLocation[],
    top: vscode.Uri,
    signal: AbortSignal,
  ): Promise<Places> {
    const now = await this.open(top, signal);
    const places = new Map<string, PlaceNow>();
    const paths = new Set<string>();
    for (const location of locations) {
      if (signal.aborted) break;
      const place = await now.of(location);
      places.set(keyOf(location), place);
      paths.add(location.path);
      if ("path" in place) paths.add(place.path);
    }
    if (!signal.aborted)
      this.#files.set(id, new Set([...paths].map((path) => vscode.Uri.joinPath(top, path).fsPath)));
    return places;
  }
}

/** What an editor holds of the work tree's files and has not saved, by their paths. */
async function unsavedIn(top: vscode.Uri): Promise<ReadonlyMap<string, string>> {
  const unsaved = new Map<string, string>();
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || !isCode(document.uri)) continue;
    const inside = await pathInside(top.fsPath, document.uri.fsPath);
    if (inside !== undefined) unsaved.set(inside.relative, document.getText());
  }
  return unsaved;
}

function isCode({ scheme, path }: vscode.Uri): boolean {
  return scheme === "file" && !path.endsWith(".halt.json");
}

function keyOf(location: CodeLocation): string {
  return JSON.stringify(location);
}
