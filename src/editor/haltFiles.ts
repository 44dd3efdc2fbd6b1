import { realpath } from "node:fs/promises";
import * as vscode from "vscode";
import { byHalt, countingCopy, twinsOf } from "../gate/haltCopies";
import { readHalt, type ReadHalt } from "../halt/readHalt";
import type { HaltDocuments } from "./haltDocuments";
import { wordsOf } from "./messages";
import { haltFilesIn, haltFoldersOf } from "./privateFolder";

/** A halt file of the workspace, as the editor last read it. */
export interface HaltFile {
  readonly uri: vscode.Uri;
  readonly shared: boolean;
  /** The top folder of its repository. */
  readonly top: vscode.Uri;
  readonly read: ReadHalt;
}

interface CopiedHalt {
  readonly uri: vscode.Uri;
  readonly halt: { readonly id: string };
}

/** The halts of the workspace: private and shared ones of every folder, watched. */
export class HaltFiles {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the list or what a file holds may have changed. */
  readonly onDidChange = this.#changed.event;
  readonly #watchers = new Map<string, vscode.FileSystemWatcher>();
  readonly #tops = new Set<string>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #documents: HaltDocuments;
  readonly #log: vscode.LogOutputChannel;
  readonly #known = new Map<
    string,
    { readonly mtime: number; readonly size: number; readonly read: ReadHalt }
  >();
  #listing: Promise<readonly HaltFile[]> | undefined;

  constructor(documents: HaltDocuments, log: vscode.LogOutputChannel) {
    this.#documents = documents;
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      documents.onDidChange(() => {
        this.refresh();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.refresh();
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#lookAgain();
      }),
    ];
  }

  /** Reads the list again; also after a repository outside the workspace folders got a halt. */
  refresh(top?: vscode.Uri): void {
    if (top !== undefined) this.#tops.add(top.toString());
    this.#listing = undefined;
    this.#changed.fire();
  }

  /** Every halt, active ones first, then drafts, then closed ones; newest first. */
  async list(): Promise<readonly HaltFile[]> {
    return withoutCopies(await this.#files());
  }

  /** The halt file at an address, wherever it lies. */
  async find(uri: vscode.Uri): Promise<HaltFile | undefined> {
    return (await this.#files()).find((file) => file.uri.toString() === uri.toString());
  }

  /** The other files that hold the same halt. */
  async copiesOf({ uri, halt: { id } }: CopiedHalt): Promise<readonly HaltFile[]> {
    const files = await this.#files();
    const top = files.find((file) => file.uri.toString() === uri.toString())?.top.toString();
    return files.filter(
      (file) =>
        file.uri.toString() !== uri.toString() &&
        file.top.toString() === top &&
        file.read.ok &&
        file.read.halt.id === id,
    );
  }

  dispose(): void {
    for (const disposable of [...this.#subscriptions, ...this.#watchers.values()]) disposable.dispose();
  }

  async #files(): Promise<readonly HaltFile[]> {
    return (this.#listing ??= this.#readAll());
  }

  /** A watcher misses what some programs do; who comes back to the window sees it all the same, and nothing else moves. */
  #lookAgain(): void {
    const listing = this.#listing;
    if (listing === undefined) return;
    Promise.all([listing, this.#readAll()]).then(
      ([before, now]) => {
        if (this.#listing === listing && differs(before, now)) this.refresh();
      },
      (error: unknown) => {
        this.#log.error(`The halts could not be looked at again: ${wordsOf(error)}`);
      },
    );
  }

  /** What cannot be read in one folder is a row of its own and hides nothing of the others. */
  async #readAll(): Promise<readonly HaltFile[]> {
    const folders = [
      ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
      ...[...this.#tops].map((top) => vscode.Uri.parse(top)),
    ];
    const files: HaltFile[] = [];
    const seen = new Set<string>();
    for (const folder of folders) {
      try {
        const places = await haltFoldersOf(folder);
        const top = places?.top ?? folder;
        const shared = places?.sharedFolder ?? vscode.Uri.joinPath(top, ".release-halt");
        for (const [place, isShared] of [
          [places?.privateFolder, false],
          [shared, true],
        ] as const) {
          if (place === undefined || !(await isNew(seen, place))) continue;
          files.push(...(await this.#readFolder(place, top, isShared)));
        }
      } catch (error) {
        files.push(this.#unreadable(folder, folder, error));
      }
    }
    return files.sort((a, b) => rank(a) - rank(b) || createdAt(b).localeCompare(createdAt(a)));
  }

  async #readFolder(folder: vscode.Uri, top: vscode.Uri, shared: boolean): Promise<HaltFile[]> {
    this.#watch(folder);
    try {
      const uris = await haltFilesIn(folder);
      return await Promise.all(
        uris.map(async (uri) => ({
          ...{ uri, shared, top },
          read: this.#documents.at(uri)?.read() ?? (await this.#readDisk(uri)),
        })),
      );
    } catch (error) {
      return [this.#unreadable(folder, top, error)];
    }
  }

  #unreadable(uri: vscode.Uri, top: vscode.Uri, error: unknown): HaltFile {
    this.#log.warn(`${uri.fsPath} could not be listed: ${wordsOf(error)}`);
    const problem = { message: `The folder could not be listed: ${wordsOf(error)}`, line: 1, column: 1 };
    return { uri, top, shared: false, read: { ok: false, reason: "invalid", problems: [problem] } };
  }

  /** A file that did not change since is not read again: a list is asked for after each edit of another halt. */
  async #readDisk(uri: vscode.Uri): Promise<ReadHalt> {
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      const known = this.#known.get(uri.toString());
      if (known?.mtime === mtime && known.size === size) return known.read;
      const bytes = await vscode.workspace.fs.readFile(uri);
      const read = readHalt(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
      this.#known.set(uri.toString(), { mtime, size, read });
      return read;
    } catch (error) {
      this.#log.warn(`${uri.fsPath} could not be read: ${wordsOf(error)}`);
      return { ok: false, reason: "invalid", problems: [{ message: wordsOf(error), line: 1, column: 1 }] };
    }
  }

  #watch(folder: vscode.Uri): void {
    const key = folder.toString();
    if (this.#watchers.has(key)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, "*.halt.json"),
    );
    const refresh = (): void => {
      this.refresh();
    };
    watcher.onDidCreate(refresh);
    watcher.onDidChange(refresh);
    watcher.onDidDelete(refresh);
    this.#watchers.set(key, watcher);
  }
}

/** Whether a folder was not read yet, under this name or, through a link, under another. */
async function isNew(seen: Set<string>, folder: vscode.Uri): Promise<boolean> {
  // A folder that is not there yet goes by its own name.
  const real = folder.scheme === "file" ? await realpath(folder.fsPath).catch(() => undefined) : undefined;
  const key = real ?? folder.toString();
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** A file that did not change since is the same object; what cannot be read is told anew each time. */
function differs(before: readonly HaltFile[], now: readonly HaltFile[]): boolean {
  return (
    before.length !== now.length ||
    now.some(({ uri, read }, index) => {
      const was = before[index];
      if (was === undefined || was.uri.toString() !== uri.toString()) return true;
      if (was.read === read) return false;
      return was.read.ok || read.ok || JSON.stringify(was.read) !== JSON.stringify(read);
    })
  );
}

function rank({ read }: HaltFile): number {
  return read.ok ? ["active", "draft", "closed"].indexOf(read.halt.status) : 0.5;
}

function createdAt({ read }: HaltFile): string {
  return read.ok ? read.halt.createdAt : "";
}

/** Of several files of one halt, the one that counts for the gate; all where nobody knows which is meant. */
function withoutCopies(files: readonly HaltFile[]): readonly HaltFile[] {
  const copies = files.flatMap((file) =>
    file.read.ok ? [{ file, top: file.top.toString(), shared: file.shared, halt: file.read.halt }] : [],
  );
  const tops = [...new Set(copies.map(({ top }) => top))];
  const groups = tops.flatMap((top) => [...byHalt(copies.filter((copy) => copy.top === top)).values()]);
  const hidden = new Set(
    groups.flatMap((group) => {
      const counting = countingCopy(group);
      return twinsOf(group).length > 0 ? [] : group.flatMap((copy) => (copy === counting ? [] : [copy.file]));
    }),
  );
  return files.filter((file) => !hidden.has(file));
}
