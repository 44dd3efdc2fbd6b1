import * as vscode from "vscode";
import { startedRun, type SeenRun } from "../capture/recording/seenRun";
import type { Recorder } from "./recorder";
import type { TerminalCommand, TerminalHistory } from "./terminalHistory";

/** Something else whose command shows in a terminal, as that of a task or of a debugger, and that is recorded as such. */
export interface Claims {
  /** Whether the command is a part of what it records. */
  claims(command: TerminalCommand): boolean;
}

/** Records the commands that are typed in terminals, and notes which terminals tell of none. */
export class TerminalRuns {
  readonly #recorder: Recorder;
  readonly #claims: readonly Claims[];
  readonly #runs = new Map<TerminalCommand, SeenRun>();
  readonly #newest = new Map<vscode.Terminal, TerminalCommand>();
  readonly #open = new Set(vscode.window.terminals);
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(recorder: Recorder, history: TerminalHistory, claims: readonly Claims[]) {
    this.#recorder = recorder;
    this.#claims = claims;
    this.#subscriptions = [
      history.onDidStart((command) => {
        this.#started(command);
      }),
      history.onDidEnd((command) => {
        this.#ended(command);
      }),
      vscode.window.onDidOpenTerminal((terminal) => this.#open.add(terminal)),
    ];
  }

  /** The newest command of the terminal of a process, taken out of here, as it is recorded as something else. */
  async takeOf(processId: number): Promise<TerminalCommand | undefined> {
    const found = [...this.#newest].map(async ([terminal, command]): Promise<TerminalCommand | undefined> =>
      (await terminal.processId) === processId ? command : undefined,
    );
    const command = await firstOf(found);
    const run = command && this.#runs.get(command);
    if (command === undefined || run === undefined) return undefined;
    this.#runs.delete(command);
    this.#recorder.forget(run.id);
    return command;
  }

  /** The names of terminals that a person typed in and that told of no command, as they have no shell integration. */
  silent(): readonly string[] {
    const typed = [...this.#open].filter(
      (terminal) =>
        terminal.shellIntegration === undefined &&
        terminal.state.isInteractedWith &&
        !("pty" in terminal.creationOptions) &&
        !this.#newest.has(terminal),
    );
    return [...new Set(typed.map(({ name }) => name))];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    // What still runs is taken down with what it has printed so far.
    for (const [command, run] of this.#runs) if (command.endedAt === undefined) this.#record(command, run);
  }

  #started(command: TerminalCommand): void {
    const before = this.#newest.get(command.terminal);
    // An ended one stays until the next, as a task may turn out to be it.
    if (before?.endedAt !== undefined) this.#runs.delete(before);
    this.#newest.set(command.terminal, command);
    if (this.#claims.some((one) => one.claims(command))) return;
    const run = runOf(command);
    this.#runs.set(command, run);
    this.#record(command, run);
  }

  #ended(command: TerminalCommand): void {
    const run = this.#runs.get(command);
    if (run !== undefined) this.#record(command, run);
    if (this.#newest.get(command.terminal) !== command) this.#runs.delete(command);
  }

  #record(command: TerminalCommand, run: SeenRun): void {
    this.#recorder.record(withCommand(run, command));
  }
}

function runOf({ command, confidence, folder }: TerminalCommand): SeenRun {
  const { Low } = vscode.TerminalShellExecutionCommandLineConfidence;
  const isReadOffScreen = confidence === Low && command.trim() !== "";
  return startedRun({ source: { kind: "terminal" }, command, isReadOffScreen, folder });
}

/** With how the command went, and what it has printed. */
export function withCommand(run: SeenRun, { printed, ...command }: TerminalCommand): SeenRun {
  return {
    ...run,
    endedAt: run.endedAt ?? command.endedAt,
    isClosed: command.isClosed,
    exitCode: run.exitCode ?? command.exitCode,
    output: printed.text(),
    isFullScreen: printed.isFullScreen,
  };
}

/** A terminal without a process never says which one it has, so nobody waits for all. */
async function firstOf<Value>(asked: readonly Promise<Value | undefined>[]): Promise<Value | undefined> {
  const found = asked.map(async (one) => (await one) ?? Promise.reject(new Error("another terminal")));
  return Promise.any(found).catch(() => undefined);
}
