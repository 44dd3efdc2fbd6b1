import * as vscode from "vscode";
import { readCurrentFacts } from "../capture/git/currentFacts";
import type { CurrentFacts } from "../halt/checklist";
import { instantOf } from "../halt/instant";
import type { Halt } from "../halt/schema/halt";
import type { Git } from "../system/git";
import { wordsOf } from "./messages";
import type { NewerRuns } from "./newerRuns";
import { gitFolderOf } from "./privateFolder";

interface Asked {
  readonly uri: vscode.Uri;
  readonly halt: Halt;
  readonly top: vscode.Uri;
}

const minuteMs = 60_000;

/**
 * What is true now, for each halt: asked of git and of the attached files in the background, so that no edit waits for a
 * program. Until the answer is there, and where no program may run, only the time is known. A new commit, a changed result
 * file and the passing of time ask again.
 */
export class FactsCache {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an answer arrived, or time passed, that may change a checklist. */
  readonly onDidChange = this.#changed.event;
  readonly #known = new Map<string, { readonly key: string; readonly facts: CurrentFacts }>();
  readonly #asking = new Map<string, Promise<void>>();
  readonly #watchers = new Map<string, vscode.FileSystemWatcher>();
  readonly #git: () => Promise<Git>;
  readonly #newer: NewerRuns;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(git: () => Promise<Git>, newer: NewerRuns, log: vscode.LogOutputChannel) {
    this.#git = git;
    this.#newer = newer;
    this.#log = log;
    const clock = setInterval(() => {
      if (this.#known.size > 0 && vscode.window.state.focused) this.#changed.fire();
    }, minuteMs);
    this.#subscriptions = [
      this.#changed,
      new vscode.Disposable(() => {
        clearInterval(clock);
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.forget();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.forget();
      }),
      newer.onDidSettle(() => {
        this.forget();
      }),
      newer.onDidChange(() => {
        this.#changed.fire();
      }),
    ];
  }

  /** The newest facts for a halt. Asks again in the background when they are about other targets or files. */
  of(uri: vscode.Uri, halt: Halt, top: vscode.Uri | undefined): CurrentFacts {
    const known = this.#known.get(uri.toString());
    if (known?.key !== keyOf(halt) && mayAsk(top)) void this.#ask({ uri, halt, top });
    const newerRuns = mayAsk(top) ? this.#newer.of(halt, top) : {};
    return { ...known?.facts, now: instantOf(new Date()), newerRuns };
  }

  /** The facts, waited for: what leaves the editor must not call stale evidence fresh. */
  async current(uri: vscode.Uri, halt: Halt, top: vscode.Uri | undefined): Promise<CurrentFacts> {
    if (mayAsk(top) && this.#known.get(uri.toString())?.key !== keyOf(halt))
      await this.#ask({ uri, halt, top });
    return this.of(uri, halt, top);
  }

  /** The next question asks git again. */
  forget(): void {
    for (const [id, { facts }] of this.#known) this.#known.set(id, { key: "", facts });
    this.#changed.fire();
  }

  dispose(): void {
    for (const one of [...this.#subscriptions, ...this.#watchers.values()]) one.dispose();
  }

  /** One question at a time for each halt; one that came meanwhile about something else is asked after it. */
  async #ask(asked: Asked): Promise<void> {
    const id = asked.uri.toString();
    const running = this.#asking.get(id);
    if (running !== undefined) {
      await running;
      if (this.#known.get(id)?.key === keyOf(asked.halt)) return;
    }
    const asking = this.#answer(id, asked).finally(() => {
      if (this.#asking.get(id) === asking) this.#asking.delete(id);
    });
    this.#asking.set(id, asking);
    await asking;
  }

  async #answer(id: string, { halt, top }: Asked): Promise<void> {
    const key = keyOf(halt);
    const before = this.#known.get(id)?.facts;
    let facts: CurrentFacts = { now: instantOf(new Date()) };
    try {
      facts = await readCurrentFacts(await this.#git(), top.fsPath, halt, facts.now);
      await this.#watch(top);
      await this.#newer.changedOnDisk(halt, top, facts.sources ?? {});
    } catch (error) {
      this.#log.error(`The current state of ${top.fsPath} could not be read: ${wordsOf(error)}`);
    }
    this.#known.set(id, { key, facts });
    if (before === undefined || differs(before, facts)) this.#changed.fire();
  }

  /** A commit or a checkout writes to HEAD's log. */
  async #watch(top: vscode.Uri): Promise<void> {
    const gitFolder = await gitFolderOf(top);
    if (gitFolder === undefined || this.#watchers.has(gitFolder.toString())) return;
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(gitFolder, "logs"), "HEAD"),
    );
    const forget = (): void => {
      this.forget();
    };
    watcher.onDidChange(forget);
    watcher.onDidCreate(forget);
    watcher.onDidDelete(forget);
    this.#watchers.set(gitFolder.toString(), watcher);
  }
}

function mayAsk(top: vscode.Uri | undefined): top is vscode.Uri {
  return top?.scheme === "file" && vscode.workspace.isTrusted;
}

/** What the facts depend on: the targets, the attached files and the lock files. */
function keyOf(halt: Halt): string {
  return JSON.stringify([
    halt.targets.map(({ id, kind, name, commit }) => [id, kind, name, commit]),
    [...halt.failingTests, ...halt.baseTests].map(({ path }) => path),
    // A capture may be anew because one of them changed.
    halt.reproduction.environment?.captured.at,
    halt.reproduction.environment?.lockFiles.map(({ path }) => path),
  ]);
}

function differs(a: CurrentFacts, b: CurrentFacts): boolean {
  return JSON.stringify({ ...a, now: "" }) !== JSON.stringify({ ...b, now: "" });
}
