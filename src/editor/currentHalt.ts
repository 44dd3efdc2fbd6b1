import * as vscode from "vscode";
import type { HaltFile, HaltFiles } from "./haltFiles";
import type { HaltSessions } from "./haltSessions";

/** The halt that the trees show and the commands are about: that of the last active halt editor, else the newest open one. */
export class CurrentHalt {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #files: HaltFiles;
  readonly #sessions: HaltSessions;
  readonly #subscriptions: readonly vscode.Disposable[];
  #last: vscode.Uri | undefined;

  constructor(files: HaltFiles, sessions: HaltSessions) {
    this.#files = files;
    this.#sessions = sessions;
    const fire = (): void => this.#changed.fire();
    this.#subscriptions = [
      this.#changed,
      files.onDidChange(fire),
      sessions.onDidChangeActive((uri) => {
        if (uri !== undefined) this.#last = uri;
        fire();
      }),
    ];
  }

  /** The current halt's file, or undefined where the workspace has no halt that is still open. */
  async file(): Promise<HaltFile | undefined> {
    const wanted = this.#sessions.active?.uri ?? this.#last;
    const shown = wanted === undefined ? undefined : await this.#files.find(wanted);
    if (shown !== undefined) return shown;
    return (await this.#files.list()).find(({ read }) => read.ok && read.halt.status !== "closed");
  }

  /** The address of the current halt; an editor's halt counts wherever its file lies. */
  async uri(): Promise<vscode.Uri | undefined> {
    return this.#sessions.active?.uri ?? (await this.file())?.uri;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
