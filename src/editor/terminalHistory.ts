import * as vscode from "vscode";

/** The newest command of a terminal, as shell integration told of it. */
export interface TerminalCommand {
  readonly terminal: vscode.Terminal;
  readonly command: string;
  /** Absolute path; undefined when the shell did not say. */
  readonly folder: string | undefined;
  readonly startedAt: Date;
  /** Undefined while it runs. */
  endedAt: Date | undefined;
  /** Undefined while it runs, and when the shell did not say. */
  exitCode: number | undefined;
  /** The end of what it printed, raw: control sequences included, secrets too. Stays in memory until a person captures it. */
  output: string;
}

const keptCharacters = 64 * 1024;

/**
 * Remembers the last command of each terminal. It listens from start-up on: an extension that wakes with the palette has
 * seen no earlier command.
 */
export class TerminalHistory {
  readonly #commands = new Map<vscode.Terminal, TerminalCommand>();
  readonly #running = new Map<vscode.TerminalShellExecution, TerminalCommand>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #log: vscode.LogOutputChannel;
  #newest: TerminalCommand | undefined;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#subscriptions = [
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        this.#started(terminal, execution);
      }),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
        const command = this.#running.get(execution);
        this.#running.delete(execution);
        if (command === undefined) return;
        command.endedAt = new Date();
        command.exitCode = exitCode;
      }),
      vscode.window.onDidCloseTerminal((terminal) => {
        this.#commands.delete(terminal);
        for (const [execution, command] of this.#running)
          if (command.terminal === terminal) this.#running.delete(execution);
      }),
    ];
  }

  /** The newest command of the active terminal, else of any. */
  last(): TerminalCommand | undefined {
    const active = vscode.window.activeTerminal;
    return (active && this.#commands.get(active)) ?? this.#newest;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #started(terminal: vscode.Terminal, execution: vscode.TerminalShellExecution): void {
    const command: TerminalCommand = {
      terminal,
      command: execution.commandLine.value,
      folder: execution.cwd?.fsPath,
      startedAt: new Date(),
      endedAt: undefined,
      exitCode: undefined,
      output: "",
    };
    this.#commands.set(terminal, command);
    this.#running.set(execution, command);
    this.#newest = command;
    this.#collect(execution, command).catch((error: unknown) => {
      this.#log.warn("The output of a terminal command could not be read.", String(error));
    });
  }

  async #collect(execution: vscode.TerminalShellExecution, command: TerminalCommand): Promise<void> {
    for await (const chunk of execution.read()) {
      command.output = (command.output + chunk).slice(-keptCharacters);
    }
  }
}
