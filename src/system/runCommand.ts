import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  groupProcesses,
  killWithHelpers,
  ownGroups,
  signalEach,
  signalGroup,
  treeProcesses,
} from "./endProcesses";
import { OutputFile } from "./outputFile";
import { OutputTail } from "./outputTail";
import { environmentOf } from "./run";

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "timedOut" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "notStarted"; readonly message: string };

export interface RanCommand {
  readonly end: CommandEnd;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** The end of what it printed, both streams as they came; bytes that are no UTF-8 become U+FFFD. */
  readonly tail: string;
  /** Bytes that it printed, both streams together. */
  readonly outputBytes: number;
  /** Why the file does not hold all of the standard output; undefined where it does, or none was asked for. */
  readonly outputProblem?: string;
}

export interface CommandOptions {
  readonly cwd: string;
  /** In addition to the variables of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of this process that it does not get. */
  readonly withoutEnv?: readonly string[];
  /** Without one, it may run for as long as it likes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** How long it has for ending by itself once it was asked to; 2 seconds unless told. */
  readonly graceMs?: number;
  /** A file, not there yet, that takes the standard output, for readers: what is printed beside does not cut its lines. */
  readonly into?: string;
  /** Of that file; what is printed beyond is not kept. 1 GiB unless told. */
  readonly maxFileBytes?: number;
  /** Hears of all output as it comes. */
  readonly onOutput?: (chunk: Uint8Array) => void;
}

/**
 * Runs a person's own command through the platform's shell, as its one argument, and waits for its end. It is the only
 * place that does. The command gets no input. Output is kept in a file and a tail of fixed size, whatever there is of it.
 *
 * When it is cancelled or takes too long, it is asked to end with all that it started, and killed when it does not. What it
 * left running in the background when it ended by itself is ended, too; a service that took itself out of its group, as
 * Gradle's, stays, and is not waited for. On Windows nothing is known of what outlives its parent.
 */
export async function runCommand(command: string, options: CommandOptions): Promise<RanCommand> {
  const { cwd, signal, timeoutMs, graceMs = 2000, into, maxFileBytes = 1024 ** 3, onOutput } = options;
  const startedAt = new Date();
  const started = performance.now();
  const tail = new OutputTail();
  const file =
    into === undefined || signal?.aborted === true ? undefined : new OutputFile(into, maxFileBytes);
  const ran = (end: CommandEnd): RanCommand => ({
    ...{ end, startedAt, durationMs: Math.round(performance.now() - started) },
    ...{ tail: tail.text(), outputBytes: tail.bytes },
    ...(file?.problem !== undefined && { outputProblem: file.problem }),
  });
  if (signal?.aborted === true) return ran({ kind: "cancelled" });
  const run = randomUUID();
  const mark = `${markName}=${run}`;
  let child: ChildProcess;
  try {
    child = spawn(command, {
      ...{ cwd, shell: true, windowsHide: true, detached: ownGroups },
      env: { ...environmentOf(options), [markName]: run },
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    await file?.close();
    // A command that no shell can be given: one that holds a NUL.
    return ran({ kind: "notStarted", message: wordsOf(error) });
  }
  const ending = endOf(child);
  const { stdout, stderr } = child;
  for (const stream of [stdout, stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      tail.add(chunk);
      onOutput?.(chunk);
      if (stream === stdout) file?.write(chunk, stream);
    });
  }
  const letGo = endWithThisProcess(child);
  const stop = stopOf(signal, timeoutMs);
  let end: CommandEnd;
  try {
    const first = await Promise.race([ending, stop.stopped]);
    if (first === "timedOut" || first === "cancelled") {
      await endTree(child, mark, graceMs);
      await Promise.race([ending, pause(killMs, undefined, { ref: false })]);
      end = { kind: first };
    } else {
      if (first.kind !== "notStarted") {
        await lastOutput(child);
        await endGroup(child, graceMs);
      }
      end = first;
    }
  } finally {
    stop.clear();
    letGo();
    // Whoever still holds the other end must not keep this process waiting.
    stdout?.destroy();
    stderr?.destroy();
    await file?.close();
  }
  // Only now is it known whether the file took everything.
  return ran(end);
}

/** By it a process is known as one of a run, wherever it went. */
const markName = "RELEASE_HALT_RUN";

type Ended = Extract<CommandEnd, { readonly kind: "exited" | "signalled" | "notStarted" }>;

async function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve({ kind: "notStarted", message: wordsOf(error) });
    });
    child.once("exit", (exitCode, signal) => {
      resolve(
        exitCode === null
          ? { kind: "signalled", signal: signal ?? "an unknown signal" }
          : { kind: "exited", exitCode },
      );
    });
  });
}

/** Groups of commands that run. Of many at once, each with a listener of its own, Node would say that they leak. */
const runningGroups = new Set<number>();

/** Has a command killed where this process ends before it does. Answers with what takes that back. */
function endWithThisProcess({ pid }: ChildProcess): () => void {
  if (pid === undefined || !ownGroups) return () => undefined;
  if (runningGroups.size === 0) process.on("exit", killRunning);
  runningGroups.add(pid);
  return () => {
    runningGroups.delete(pid);
    if (runningGroups.size === 0) process.off("exit", killRunning);
  };
}

function killRunning(): void {
  for (const pid of runningGroups) signalGroup(pid, "SIGKILL");
}

interface Stop {
  readonly stopped: Promise<"timedOut" | "cancelled">;
  clear(): void;
}

function stopOf(signal: AbortSignal | undefined, timeoutMs: number | undefined): Stop {
  let clear = (): void => undefined;
  const stopped = new Promise<"timedOut" | "cancelled">((resolve) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs, "timedOut" as const);
    const onAbort = (): void => {
      resolve("cancelled");
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    clear = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
  });
  return { stopped, clear: () => clear() };
}

/** A process in the background may hold the pipes open for good: what it still prints is waited for only while it prints. */
async function lastOutput(child: ChildProcess): Promise<void> {
  let closed = child.stdout?.closed !== false && child.stderr?.closed !== false;
  child.once("close", () => {
    closed = true;
  });
  let chunks = 0;
  const count = (): void => {
    chunks += 1;
  };
  child.stdout?.on("data", count);
  child.stderr?.on("data", count);
  const until = performance.now() + longestLingerMs;
  let quietSince = performance.now();
  for (let seen = chunks; !closed && performance.now() < until;) {
    await pause(pollMs);
    const isBusy = chunks !== seen || child.stdout?.isPaused() === true;
    if (isBusy) [seen, quietSince] = [chunks, performance.now()];
    else if (performance.now() - quietSince > quietMs) return;
  }
}

const pollMs = 20;
const quietMs = 400;
const longestLingerMs = 5000;

/** Ends what is left in the group of a command that has ended. */
async function endGroup({ pid }: ChildProcess, graceMs: number): Promise<void> {
  if (!ownGroups || pid === undefined || !signalGroup(pid, "SIGTERM")) return;
  await within(graceMs, async () => (await groupProcesses(pid)).length === 0);
  signalGroup(pid, "SIGKILL");
}

/** Ends a command that runs, with its group and what left that. */
async function endTree(child: ChildProcess, mark: string, graceMs: number): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (!ownGroups) {
    await killWithHelpers(child);
    return;
  }
  const tree = await treeProcesses(pid, mark);
  signalGroup(pid, "SIGTERM");
  signalEach(tree, "SIGTERM");
  await within(graceMs, async () => (await treeProcesses(pid, mark, tree)).length === 0);
  signalGroup(pid, "SIGKILL");
  // What was being started while it was killed is found by looking again.
  await within(killMs, async () => {
    const left = await treeProcesses(pid, mark, tree);
    signalEach(left, "SIGKILL");
    return left.length === 0;
  });
}

/** The system may take a moment to end what waits for a disk. */
const killMs = 1000;

async function within(ms: number, isDone: () => Promise<boolean>): Promise<void> {
  for (const until = performance.now() + ms; !(await isDone()) && performance.now() < until;)
    await pause(pollMs);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
