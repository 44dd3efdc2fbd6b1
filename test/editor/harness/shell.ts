import assert from "node:assert/strict";
import * as vscode from "vscode";

const lateMs = 30_000;

/** A terminal with shell integration, typed into as a person does. */
export class Shell {
  private constructor(readonly terminal: vscode.Terminal) {}

  /** Opens one and waits until its shell tells of what it runs. */
  static async open(name: string, shellPath?: string): Promise<Shell> {
    const cwd = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(cwd);
    const terminal = vscode.window.createTerminal({
      ...{ name, cwd },
      ...(shellPath !== undefined && { shellPath }),
    });
    const ready = heard(
      vscode.window.onDidChangeTerminalShellIntegration,
      (event) => event.terminal === terminal,
    );
    terminal.show();
    await ready;
    // The shell tells its folder with its first prompt, which may come after the integration.
    const first = heard(vscode.window.onDidEndTerminalShellExecution, (event) => event.terminal === terminal);
    terminal.shellIntegration?.executeCommand("true");
    await first;
    return new Shell(terminal);
  }

  /**
   * Types a command and waits for its end; answers with its exit code, where the shell told one. The editor's own way to
   * run a command tells of some, as of a sub-shell in bash, what a typed one does not.
   * @param keys typed once it runs
   */
  async run(command: string, keys = ""): Promise<number | undefined> {
    const ended = heard(
      vscode.window.onDidEndTerminalShellExecution,
      (event) => event.terminal === this.terminal,
      120_000,
    );
    await this.start(command);
    if (keys !== "") this.terminal.sendText(keys, false);
    return (await ended).exitCode;
  }

  /** Runs a command, and waits only until the shell has told of it. */
  async start(command: string): Promise<void> {
    const started = heard(
      vscode.window.onDidStartTerminalShellExecution,
      (event) => event.terminal === this.terminal,
    );
    this.terminal.sendText(command, false);
    await this.#shows(command);
    this.terminal.sendText("", true);
    await started;
  }

  /** Of a command line that was not on the screen before it ran, the editor now and then tells an empty one. */
  async #shows(command: string): Promise<void> {
    const until = Date.now() + lateMs;
    while (Date.now() < until) {
      await vscode.commands.executeCommand("workbench.action.terminal.selectAll");
      await vscode.commands.executeCommand("workbench.action.terminal.copyAndClearSelection");
      // A shell may break a long line itself.
      if (unspaced(await vscode.env.clipboard.readText()).includes(unspaced(command))) return;
    }
    throw new Error(`The terminal did not show what was typed: ${command}`);
  }

  dispose(): void {
    this.terminal.dispose();
  }
}

const unspaced = (text: string): string => text.replaceAll(/\s+/g, "");

/** Waits for an event that fits. */
export async function heard<Value>(
  event: vscode.Event<Value>,
  fits: (value: Value) => boolean,
  withinMs = lateMs,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`An event did not come within ${withinMs / 1000} seconds.`));
    }, withinMs);
    const subscription = event((value) => {
      if (!fits(value)) return;
      clearTimeout(late);
      subscription.dispose();
      resolve(value);
    });
  });
}
