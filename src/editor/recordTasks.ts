import * as vscode from "vscode";
import { startedRun, type SeenRun } from "../capture/recording/seenRun";
import { taskName } from "./pickRun";
import type { Recorder } from "./recorder";
import { withCommand, type TerminalRuns } from "./recordTerminals";
import type { TerminalCommand, TerminalHistory } from "./terminalHistory";

interface TaskRun {
  readonly seen: SeenRun;
  processId: number | undefined;
  /** The same run as its terminal tells of it. */
  command: TerminalCommand | undefined;
}

/** Records the tasks that run, each once, though its terminal tells of it, too. A task that only waits for others is none. */
export class TaskRuns {
  readonly #recorder: Recorder;
  readonly #terminals: TerminalRuns;
  readonly #runs = new Map<vscode.TaskExecution, TaskRun>();
  readonly #commands = new Map<TerminalCommand, TaskRun>();
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(
    recorder: Recorder,
    terminals: TerminalRuns,
    { history, log }: { readonly history: TerminalHistory; readonly log: vscode.LogOutputChannel },
  ) {
    this.#recorder = recorder;
    this.#terminals = terminals;
    this.#log = log;
    this.#subscriptions = [
      vscode.tasks.onDidStartTask(({ execution }) => {
        if (execution.task.execution !== undefined) this.#runOf(execution);
      }),
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => {
        const run = this.#runOf(execution);
        run.processId = processId;
        this.#join(run);
      }),
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        this.#ended(execution, exitCode);
      }),
      vscode.tasks.onDidEndTask(({ execution }) => {
        this.#ended(execution, undefined);
        this.#runs.delete(execution);
      }),
      history.onDidEnd((command) => {
        const run = this.#commands.get(command);
        this.#commands.delete(command);
        if (run !== undefined) this.#record(run);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const run of this.#runs.values()) if (run.seen.endedAt === undefined) this.#record(run);
  }

  #runOf(execution: vscode.TaskExecution): TaskRun {
    const known = this.#runs.get(execution);
    if (known !== undefined) return known;
    const run: TaskRun = { seen: seenTask(execution.task), processId: undefined, command: undefined };
    this.#runs.set(execution, run);
    this.#record(run);
    return run;
  }

  #ended(execution: vscode.TaskExecution, exitCode: number | undefined): void {
    const run = this.#runs.get(execution);
    if (run === undefined) return;
    run.seen.endedAt ??= new Date();
    run.seen.exitCode ??= exitCode;
    this.#record(run);
    if (run.command === undefined) this.#join(run);
  }

  /** Its terminal knows the command line and what it printed. */
  #join(run: TaskRun): void {
    if (run.processId === undefined) return;
    this.#terminals.takeOf(run.processId).then(
      (command) => {
        if (command === undefined) return;
        run.command = command;
        if (command.endedAt === undefined) this.#commands.set(command, run);
        this.#record(run);
      },
      (error: unknown) => {
        this.#log.warn("The terminal of a task could not be found.", String(error));
      },
    );
  }

  #record({ seen, command }: TaskRun): void {
    if (command === undefined) {
      this.#recorder.record({ ...seen });
      return;
    }
    const { High } = vscode.TerminalShellExecutionCommandLineConfidence;
    const told = command.confidence === High ? command.command : seen.command;
    this.#recorder.record({ ...withCommand(seen, command), command: told });
  }
}

function seenTask(task: vscode.Task): SeenRun {
  const { execution } = task;
  const cwd = execution instanceof vscode.CustomExecution ? undefined : execution?.options?.cwd;
  return startedRun({
    source: { kind: "task", name: taskName(task) },
    command: commandLineOf(execution),
    folder: cwd !== undefined && !isOpen(cwd) ? cwd : folderOf(task),
  });
}

function folderOf({ scope }: vscode.Task): string | undefined {
  return typeof scope === "object" ? scope.uri.fsPath : vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

/** The command line as a person could type it; undefined where the editor has yet to put something into it. */
function commandLineOf(execution: vscode.Task["execution"]): string | undefined {
  if (execution === undefined || execution instanceof vscode.CustomExecution) return undefined;
  const line = (
    execution instanceof vscode.ProcessExecution
      ? [execution.process, ...execution.args].map(quoted)
      : [execution.commandLine ?? wordOf(execution.command), ...(execution.args ?? []).map(wordOf)]
  )
    .join(" ")
    .trim();
  return line === "" || isOpen(line) ? undefined : line;
}

function wordOf(word: string | vscode.ShellQuotedString | undefined): string {
  return quoted(typeof word === "object" ? word.value : (word ?? ""));
}

/** Whether a variable of the editor, as `${workspaceFolder}`, stands in it. */
function isOpen(text: string): boolean {
  return /\$\{\w+(?::[^}]*)?\}/.test(text);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
