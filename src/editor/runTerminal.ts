import { StringDecoder } from "node:string_decoder";
import * as vscode from "vscode";

const flushMs = 50;
/** What is shown at once: a window that is handed 100 MB does nothing else for minutes. */
const shownCharacters = 64 * 1024;

/**
 * A terminal in which a person watches a command of theirs: its output as it comes. Ctrl+C, and closing the terminal, stop
 * the command. It takes no input, and stays for reading when the command has ended.
 */
export class RunTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly #decoder = new StringDecoder("utf8");
  readonly #stop: () => void;
  #waiting = "";
  #left = 0;
  #isOpen = false;
  #flushing: NodeJS.Timeout | undefined;
  #exitCode: number | undefined;

  private constructor(command: string, stop: () => void) {
    this.#stop = stop;
    this.write(Buffer.from(`> ${command}\n\n`));
  }

  /** Opens one beside what the person does, and closes those of commands that have ended. */
  static open(command: string, stop: () => void): RunTerminal {
    for (const terminal of vscode.window.terminals) {
      const before = "pty" in terminal.creationOptions ? terminal.creationOptions.pty : undefined;
      if (before instanceof RunTerminal && before.#exitCode !== undefined) terminal.dispose();
    }
    const pty = new RunTerminal(command, stop);
    const name = command.length > 40 ? `${command.slice(0, 40)}…` : command;
    const iconPath = new vscode.ThemeIcon("beaker");
    vscode.window.createTerminal({ name, pty, iconPath, isTransient: true }).show(true);
    return pty;
  }

  get onDidWrite(): vscode.Event<string> {
    return this.#written.event;
  }

  get onDidClose(): vscode.Event<number> {
    return this.#closed.event;
  }

  open(): void {
    this.#isOpen = true;
    this.#flush();
  }

  close(): void {
    clearTimeout(this.#flushing);
    if (this.#exitCode === undefined) this.#stop();
  }

  handleInput(data: string): void {
    if (this.#exitCode !== undefined) this.#closed.fire(this.#exitCode);
    else if (data.includes("\u0003")) this.#stop();
  }

  readonly write = (chunk: Uint8Array): void => {
    const text = this.#waiting + this.#decoder.write(Buffer.from(chunk));
    this.#left += Math.max(0, text.length - shownCharacters);
    this.#waiting = text.slice(-shownCharacters);
    this.#flushing ??= setTimeout(() => {
      this.#flush();
    }, flushMs);
  };

  /** @param words how the command ended, as a sentence */
  end(words: string, exitCode: number): void {
    this.write(Buffer.from(`\n${words} Press any key to close the terminal.\n`));
    this.#exitCode = exitCode;
  }

  #flush(): void {
    this.#flushing = undefined;
    if (!this.#isOpen) return;
    const left = this.#left === 0 ? "" : `\n[${this.#left} characters are not shown here]\n`;
    this.#written.fire((left + this.#waiting).replaceAll(/\r?\n/g, "\r\n"));
    [this.#waiting, this.#left] = ["", 0];
  }
}
