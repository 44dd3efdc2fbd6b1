import * as vscode from "vscode";
import { HaltLedger } from "../gate/ledger/haltLedger";
import { ledgerOverview, type LedgerHalt, type LedgerOverview } from "../gate/ledger/ledgerOverview";
import type { SyncResult } from "../gate/ledger/syncLedger";
import type { Settings } from "../halt/settings";
import type { Git } from "../system/git";
import type { HaltFiles } from "./haltFiles";
import { settingsOf } from "./haltSettings";
import { wordsOf } from "./messages";
import { gitFolderOf, haltFoldersOf } from "./privateFolder";

/** Git writes several refs for one event. */
const gatheringMs = 200;

/** A repository's ledger, and what it takes to ask it. */
export interface OpenLedger {
  readonly git: Git;
  readonly settings: Settings;
  /** What is wrong with them, as sentences. */
  readonly settingsProblems: readonly string[];
  readonly ledger: HaltLedger;
}

/** The ledgers of the workspace's repositories: read once and again after they changed, by whomever; never over a network. */
export class Ledgers {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when what a ledger holds, what is checked out, or how the last exchange went may have changed. */
  readonly onDidChange = this.#changed.event;
  readonly #reading = new Map<string, Promise<LedgerOverview>>();
  /** What was read last, and by which reading. */
  readonly #known = new Map<
    string,
    { readonly reading: Promise<LedgerOverview>; readonly overview: LedgerOverview }
  >();
  /** The repositories whose reading is told of once it ends. */
  readonly #telling = new Set<string>();
  readonly #exchanges = new Map<string, SyncResult>();
  /** How many changes of a repository's ledger are on their way. */
  readonly #busy = new Map<string, number>();
  readonly #watchers = new Map<string, Promise<readonly vscode.Disposable[]>>();
  readonly #files: HaltFiles;
  readonly #git: () => Promise<Git>;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: readonly vscode.Disposable[];
  #gathering: NodeJS.Timeout | undefined;

  constructor(files: HaltFiles, git: () => Promise<Git>, log: vscode.LogOutputChannel) {
    this.#files = files;
    this.#git = git;
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.forget();
      }),
    ];
  }

  /** The top folders of the repositories that are open here or hold a halt that is. */
  async tops(): Promise<readonly vscode.Uri[]> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    const opened = await Promise.all(folders.map(async ({ uri }) => (await haltFoldersOf(uri))?.top));
    const ofFiles = (await this.#files.list())
      .map(({ top }) => top)
      .filter(({ scheme }) => scheme === "file");
    const tops = [...opened, ...ofFiles].flatMap((top) => (top === undefined ? [] : [top]));
    return [...new Map(tops.map((top) => [top.toString(), top])).values()];
  }

  /** The ledger of a repository, to be changed. Throws in Restricted Mode. */
  async open(top: vscode.Uri): Promise<OpenLedger> {
    const git = await this.#git();
    const { settings, problems } = await settingsOf(top);
    return { git, settings, settingsProblems: problems, ledger: new HaltLedger(git, top.fsPath, settings) };
  }

  /** What the ledgers of a repository hold. Throws in Restricted Mode and where git cannot say. */
  async read(top: vscode.Uri): Promise<LedgerOverview> {
    const key = top.toString();
    const running = this.#reading.get(key);
    if (running !== undefined) return running;
    await this.#watch(top);
    const reading = this.open(top).then(async ({ git, settings }) =>
      ledgerOverview(git, top.fsPath, settings),
    );
    this.#reading.set(key, reading);
    try {
      const overview = await reading;
      // What was forgotten meanwhile is older than what is read next.
      if (this.#reading.get(key) === reading) this.#known.set(key, { reading, overview });
      return overview;
    } catch (error) {
      if (this.#reading.get(key) === reading) this.#reading.delete(key);
      throw error;
    }
  }

  /** What was last read; undefined until then, and the reading begins. */
  of(top: vscode.Uri | undefined): LedgerOverview | undefined {
    if (top?.scheme !== "file" || !vscode.workspace.isTrusted) return undefined;
    const key = top.toString();
    const known = this.#known.get(key);
    // Somebody else may have begun the reading: who asks here hears of its end all the same.
    if (known === undefined || known.reading !== this.#reading.get(key)) this.#tellOnceRead(top);
    return known?.overview;
  }

  #tellOnceRead(top: vscode.Uri): void {
    const key = top.toString();
    if (this.#telling.has(key)) return;
    this.#telling.add(key);
    this.read(top).then(
      () => {
        this.#telling.delete(key);
        this.#changed.fire();
      },
      (error: unknown) => {
        this.#telling.delete(key);
        this.#log.error(`The ledger of ${top.fsPath} could not be read: ${wordsOf(error)}`);
      },
    );
  }

  /** One halt as the ledgers of a repository have it. */
  async find(top: vscode.Uri, id: string): Promise<LedgerHalt | undefined> {
    return (await this.read(top)).halts.find(({ state }) => state.id === id);
  }

  /** Notes how an exchange with the remote went. */
  exchanged(top: vscode.Uri, result: SyncResult): void {
    this.#exchanges.set(top.toString(), result);
    this.forget(top);
  }

  /** How the last exchange of this window went. */
  lastExchange(top: vscode.Uri | undefined): SyncResult | undefined {
    return top === undefined ? undefined : this.#exchanges.get(top.toString());
  }

  /** Does what may exchange a repository's ledger with its remote; until it ends, what waits is on its way. */
  async during<Result>(top: vscode.Uri, work: () => Promise<Result>): Promise<Result> {
    const key = top.toString();
    this.#busy.set(key, (this.#busy.get(key) ?? 0) + 1);
    try {
      return await work();
    } finally {
      this.#busy.set(key, (this.#busy.get(key) ?? 1) - 1);
      this.forget(top);
    }
  }

  /** Whether what waits for the remote is on its way now. */
  isBusy(top: vscode.Uri | undefined): boolean {
    return top !== undefined && (this.#busy.get(top.toString()) ?? 0) > 0;
  }

  /** What is asked next is read anew. */
  forget(top?: vscode.Uri): void {
    if (top === undefined) this.#reading.clear();
    else this.#reading.delete(top.toString());
    clearTimeout(this.#gathering);
    this.#gathering = setTimeout(() => {
      this.#changed.fire();
    }, gatheringMs);
  }

  dispose(): void {
    clearTimeout(this.#gathering);
    for (const one of this.#subscriptions) one.dispose();
    for (const watching of this.#watchers.values()) {
      // One that could not be begun was told of where it was asked for.
      void watching.then(
        (watchers) => {
          for (const one of watchers) one.dispose();
        },
        () => undefined,
      );
    }
  }

  /** The command line, hooks and other windows write to the same refs. */
  async #watch(top: vscode.Uri): Promise<void> {
    const key = top.toString();
    const watching = this.#watchers.get(key) ?? this.#watchersOf(top);
    this.#watchers.set(key, watching);
    try {
      await watching;
    } catch (error) {
      this.#watchers.delete(key);
      throw error;
    }
  }

  async #watchersOf(top: vscode.Uri): Promise<readonly vscode.Disposable[]> {
    const [own, folders] = await Promise.all([gitFolderOf(top), haltFoldersOf(top)]);
    const common = folders === undefined ? undefined : vscode.Uri.joinPath(folders.privateFolder, "..");
    const patterns = [
      ...(common === undefined
        ? []
        : [
            new vscode.RelativePattern(common, "refs/release-halt/**"),
            new vscode.RelativePattern(common, "packed-refs"),
          ]),
      // What is checked out.
      ...(own === undefined ? [] : [new vscode.RelativePattern(own, "{HEAD,logs/HEAD}")]),
    ];
    const forget = (): void => {
      this.forget(top);
    };
    return patterns.flatMap((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      return [watcher, watcher.onDidCreate(forget), watcher.onDidChange(forget), watcher.onDidDelete(forget)];
    });
  }
}
