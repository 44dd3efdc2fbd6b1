import * as vscode from "vscode";
import type { HaltSession } from "./haltSession";

/** The halt editors that are open, and which one the person works in. */
export class HaltSessions {
  readonly #sessions = new Set<HaltSession>();
  readonly #activeChanged = new vscode.EventEmitter<vscode.Uri | undefined>();
  readonly onDidChangeActive = this.#activeChanged.event;

  /** Takes note of an editor that opened. */
  add(session: HaltSession): void {
    this.#sessions.add(session);
    this.activeChanged();
  }

  /** Forgets an editor that closed. */
  remove(session: HaltSession): void {
    this.#sessions.delete(session);
    this.activeChanged();
  }

  /** Tells that an editor came to the front or left it. */
  activeChanged(): void {
    this.#activeChanged.fire(this.active?.uri);
  }

  get active(): HaltSession | undefined {
    return [...this.#sessions].find((session) => session.panel.active);
  }

  /** The open editors of a halt, the one in front first. */
  of(uri: vscode.Uri): readonly HaltSession[] {
    return [...this.#sessions]
      .filter((session) => session.uri.toString() === uri.toString())
      .sort(
        (a, b) =>
          Number(b.panel.active) - Number(a.panel.active) ||
          Number(b.panel.visible) - Number(a.panel.visible),
      );
  }

  /** Sends every open page its state anew. */
  updateAll(): void {
    for (const session of this.#sessions) session.update();
  }
}
