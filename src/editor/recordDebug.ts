import { basename } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { takeDebugMessage, type DebugLaunch } from "../capture/recording/debugMessage";
import { StreamTail } from "../capture/recording/streamTail";
import { startedRun, type SeenRun } from "../capture/recording/seenRun";
import { pathInside } from "../system/pathInside";
import type { Recorder } from "./recorder";
import type { Claims } from "./recordTerminals";
import type { TerminalCommand, TerminalHistory } from "./terminalHistory";

interface Launch extends DebugLaunch {
  command: TerminalCommand | undefined;
  /** The session came up, so there is a run. */
  isUp: boolean;
}

/** The fields of a launch that say what runs; never its environment. */
const configuration = z.looseObject({
  program: z.string().optional().catch(undefined),
  module: z.string().optional().catch(undefined),
  args: z
    .union([z.string().transform((line) => [line]), z.array(z.string())])
    .default([])
    .catch([]),
  cwd: z.string().optional().catch(undefined),
});

/** Records what the debugger launches: the configuration, what it runs, how it ended, what it printed. */
export class DebugRuns implements Claims {
  readonly #recorder: Recorder;
  readonly #top: string | undefined;
  readonly #launches = new Map<string, Launch>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(recorder: Recorder, history: TerminalHistory, top: string | undefined) {
    this.#recorder = recorder;
    this.#top = top;
    this.#subscriptions = [
      vscode.debug.registerDebugAdapterTrackerFactory("*", {
        createDebugAdapterTracker: async (session) => this.#track(session),
      }),
      vscode.debug.onDidStartDebugSession(({ id }) => {
        const launch = this.#launches.get(id);
        if (launch === undefined) return;
        launch.isUp = true;
        this.#record(launch);
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => {
        const launch = this.#launches.get(id);
        if (launch === undefined) return;
        launch.seen.endedAt ??= new Date();
        this.#record(launch);
        // Its command in the terminal may end a moment later, and only then tells its exit code.
        if (launch.command === undefined || launch.command.endedAt !== undefined) this.#launches.delete(id);
      }),
      history.onDidEnd((command) => {
        for (const [id, launch] of this.#launches) {
          if (launch.command !== command) continue;
          this.#record(launch);
          if (launch.seen.endedAt !== undefined) this.#launches.delete(id);
        }
      }),
    ];
  }

  claims(command: TerminalCommand): boolean {
    const line = bare(command.command);
    for (const launch of this.#launches.values()) {
      const { inTerminal } = launch;
      if (inTerminal === undefined || launch.command !== undefined) continue;
      if (!inTerminal.every((word) => line.includes(bare(word)))) continue;
      launch.command = command;
      return true;
    }
    return false;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const launch of this.#launches.values()) this.#record(launch);
  }

  async #track(session: vscode.DebugSession): Promise<vscode.DebugAdapterTracker | undefined> {
    const root = rootOf(session);
    if (root === session && session.configuration.request === "launch")
      this.#launches.set(session.id, {
        seen: await seenLaunch(session, this.#top),
        printed: new StreamTail(),
        ...{ inTerminal: undefined, command: undefined, isUp: false },
      });
    const launch = this.#launches.get(root.id);
    if (launch === undefined) return undefined;
    return {
      onDidSendMessage: (sent: unknown) => {
        takeDebugMessage(launch, sent, root === session);
      },
    };
  }

  #record({ seen, printed, command, isUp }: Launch): void {
    if (!isUp) return;
    const output = printed.text();
    this.#recorder.record({
      ...seen,
      exitCode: seen.exitCode ?? command?.exitCode,
      output: output === "" ? (command?.printed.text() ?? "") : output,
    });
  }
}

async function seenLaunch(session: vscode.DebugSession, top: string | undefined): Promise<SeenRun> {
  const { program, module, args, cwd } = configuration.parse(session.configuration);
  const words = [...(module === undefined ? [] : ["-m", module]), ...args];
  const path = program === undefined ? [] : [await shownPath(program, top)];
  const what = [...path, ...words.map(quoted)].join(" ");
  return startedRun({
    source: {
      ...{ kind: "debug", name: session.configuration.name, type: session.type },
      ...(what !== "" && { what }),
    },
    folder: cwd ?? session.workspaceFolder?.uri.fsPath,
  });
}

/** A path outside of the repository names a person's home and means nothing to others. */
async function shownPath(path: string, top: string | undefined): Promise<string> {
  const inside = top === undefined ? undefined : await pathInside(top, path);
  return inside?.relative ?? basename(path);
}

function rootOf(session: vscode.DebugSession): vscode.DebugSession {
  return session.parentSession === undefined ? session : rootOf(session.parentSession);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word);
}

/** A command line without what a shell needs to keep its words apart. */
function bare(line: string): string {
  return line.replaceAll(/['"\\]/g, "");
}
