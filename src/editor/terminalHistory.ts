import * as vscode from "vscode";
import { StreamTail } from "../capture/recording/streamTail";

/** A command of a terminal, as shell integration told of it. */
export interface TerminalCommand {
  readonly terminal: vscode.Terminal;
  readonly command: string;
  /** How sure the command line is. */
  readonly confidence: vscode.TerminalShellExecutionCommandLineConfidence;
  /** Absolute path; undefined when the shell did not say. */
  readonly folder: string | undefined;
  readonly startedAt: Date;
  /** Undefined while it runs. */
  endedAt: Date | undefined;
  /** The terminal was closed before it ended. */
  isClosed: boolean;
  /** Undefined while it runs, and when the shell did not say. */
  exitCode: number | undefined;
  /** The end of what it printed, raw: control sequences included, secrets too. Stays in memory until a person captures it. */
  readonly printed: StreamTail;
}

/**
 * Remembers the last command of each terminal, and tells of each. It listens from start-up on: an extension that wakes
 * with the palette has seen no earlier command. Nobody else reads the streams: each reading would be one of its own.
 */
export class TerminalHistory {
  readonly #started = new vscode.EventEmitter<TerminalCommand>();
  readonly #ended = new vscode.EventEmitter<TerminalCommand>();
  readonly onDidStart = this.#started.event;
  /** It ended, with all that it printed, or its terminal was closed. */
  readonly onDidEnd = this.#ended.event;
  readonly #commands = new Map<vscode.Terminal, TerminalCommand>();
  readonly #running = new Map<vscode.TerminalShellExecution, TerminalCommand>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #log: vscode.LogOutputChannel;
  #newest: TerminalCommand | undefined;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#subscriptions = [
      this.#started,
      this.#ended,
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution, shellIntegration }) => {
        this.#start(terminal, execution, shellIntegration.cwd);
      }),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
        this.#end(execution, { exitCode });
      }),
      vscode.window.onDidCloseTerminal((terminal) => {
        this.#commands.delete(terminal);
        for (const [execution, command] of this.#running)
          if (command.terminal === terminal) this.#end(execution, { isClosed: true });
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

  #start(
    terminal: vscode.Terminal,
    execution: vscode.TerminalShellExecution,
    folder: vscode.Uri | undefined,
  ): void {
    const command: TerminalCommand = {
      terminal,
      command: execution.commandLine.value,
      confidence: execution.commandLine.confidence,
      folder: (execution.cwd ?? folder)?.fsPath,
      startedAt: new Date(),
      endedAt: undefined,
      isClosed: false,
      exitCode: undefined,
      printed: new StreamTail(),
    };
    this.#commands.set(terminal, command);
    this.#running.set(execution, command);
    this.#newest = command;
    this.#collect(execution, command).catch((error: unknown) => {
      this.#log.warn("The output of a terminal command could not be read.", String(error));
    });
    this.#started.fire(command);
  }

  /** Its stream has ended before, as the editor waits for that. */
  #end(
    execution: vscode.TerminalShellExecution,
    { exitCode, isClosed = false }: { readonly exitCode?: number | undefined; readonly isClosed?: boolean },
  ): void {
    const command = this.#running.get(execution);
    this.#running.delete(execution);
    if (command === undefined) return;
    command.endedAt = new Date();
    command.exitCode = exitCode;
    command.isClosed = isClosed;
    this.#ended.fire(command);
  }

  async #collect(execution: vscode.TerminalShellExecution, { printed }: TerminalCommand): Promise<void> {
    for await (const chunk of execution.read()) printed.add(chunk);
  }
}
