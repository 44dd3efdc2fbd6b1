import * as vscode from "vscode";
import { isAt, type WatchPlace } from "../capture/watchPlace";

interface Watched {
  readonly watcher: vscode.FileSystemWatcher;
  /** By what `idOf` says. */
  places: ReadonlyMap<string, WatchPlace>;
}

/** More folders are not watched: what changed there is found when the checklist is shown. */
const mostFolders = 100;

/**
 * Watches the places of attached results, with one watcher for each folder, and tells when a place has not been written to
 * for its quiet time: a runner that deletes a file, and writes it again in pieces, is heard once.
 */
export class ResultWatch {
  readonly #settled = new vscode.EventEmitter<string>();
  /** Fires with the id of a place. */
  readonly onDidSettle = this.#settled.event;
  readonly #watched = new Map<string, Watched>();
  readonly #quiet = new Map<string, NodeJS.Timeout>();

  /** Watches these places and no others. */
  watch(asked: readonly WatchPlace[]): void {
    const places = asked.map(asEditorWrites);
    const wanted = new Map<string, Map<string, WatchPlace>>();
    for (const place of places) {
      const key = JSON.stringify([place.folder, place.pattern]);
      if (!wanted.has(key) && wanted.size >= mostFolders) continue;
      wanted.set(key, (wanted.get(key) ?? new Map<string, WatchPlace>()).set(idOf(place), place));
    }
    for (const [key, { watcher }] of this.#watched) {
      if (wanted.has(key)) continue;
      watcher.dispose();
      this.#watched.delete(key);
    }
    for (const [key, own] of wanted) {
      const [place] = own.values();
      const known = this.#watched.get(key);
      if (known !== undefined) known.places = own;
      else if (place !== undefined) this.#watched.set(key, this.#open(place, own));
    }
    const ids = new Set(places.map(idOf));
    for (const [id, timer] of this.#quiet) {
      if (ids.has(id)) continue;
      clearTimeout(timer);
      this.#quiet.delete(id);
    }
  }

  /** Whether a place was written to and has not been quiet for long enough since. */
  isBeingWritten(id: string): boolean {
    return this.#quiet.has(id);
  }

  dispose(): void {
    this.watch([]);
    this.#settled.dispose();
  }

  #open({ folder, pattern }: WatchPlace, places: ReadonlyMap<string, WatchPlace>): Watched {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
    );
    const watched: Watched = { watcher, places };
    const written = ({ fsPath }: vscode.Uri): void => {
      const file = watched.places.get(fsPath);
      for (const place of file === undefined ? watched.places.values() : [file])
        if (isAt(place, fsPath)) this.#wait(place);
    };
    watcher.onDidChange(written);
    watcher.onDidCreate(written);
    watcher.onDidDelete(written);
    return watched;
  }

  #wait(place: WatchPlace): void {
    const id = idOf(place);
    const waiting = this.#quiet.get(id);
    if (waiting !== undefined) {
      waiting.refresh();
      return;
    }
    const timer = setTimeout(() => {
      this.#quiet.delete(id);
      this.#settled.fire(id);
    }, place.quietMs);
    this.#quiet.set(id, timer);
  }
}

/** What tells a place from others: its file, or its folder with the pattern. */
export function idOf(place: WatchPlace): string {
  const { folder, pattern, file } = asEditorWrites(place);
  return file ?? JSON.stringify([folder, pattern]);
}

/** The editor writes the letter of a drive small. */
function asEditorWrites(place: WatchPlace): WatchPlace {
  const written = (path: string): string => vscode.Uri.file(path).fsPath;
  return {
    ...place,
    folder: written(place.folder),
    ...(place.file !== undefined && { file: written(place.file) }),
  };
}
