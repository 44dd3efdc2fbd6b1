import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import type { Writable } from "node:stream";
import { killWithHelpers, ownGroups } from "./endProcesses";

/** How a program ended. In `stdout` and `stderr`, bytes that are no UTF-8 become U+FFFD, unless the encoding is another. */
export type RunResult =
  | { readonly kind: "exited"; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "notStarted" | "timedOut" | "cancelled" | "tooMuchOutput"; readonly message: string };

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of this process that the program does not get. */
  readonly withoutEnv?: readonly string[];
  readonly timeoutMs: number;
  /** Output beyond it ends the program; 64 MiB unless told. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  readonly input?: string;
  /** Takes the standard output instead of `stdout`, at its own speed; it is not ended. */
  readonly into?: Writable;
  /** Of input and output; `latin1` keeps every byte. UTF-8 unless told. */
  readonly encoding?: "utf8" | "latin1";
}

/**
 * Runs a program with its arguments as a list, never through a shell, and waits for its end. A program that takes too
 * long, prints too much or is cancelled is killed with all that it started; nothing of it is left behind.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> {
  const { cwd, timeoutMs, maxBytes = 64 * 1024 * 1024, signal, input, into, encoding = "utf8" } = options;
  if (signal?.aborted === true) return { kind: "cancelled", message: `${file} was cancelled.` };
  const notStarted = (error: unknown): RunResult => {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "notStarted", message: `${file} could not be started in ${cwd}: ${why}` };
  };
  let child: ChildProcessWithoutNullStreams;
  try {
    // A group of its own, so that its helpers can be ended with it.
    child = spawn(file, args, { cwd, env: environmentOf(options), windowsHide: true, detached: ownGroups });
  } catch (error) {
    // An argument that no program can be given: a name out of a halt may hold a NUL.
    return notStarted(error);
  }
  return new Promise((resolve) => {
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[], bytes: 0 };
    let stopping = false;
    const stop = (kind: "timedOut" | "cancelled" | "tooMuchOutput", message: string): void => {
      if (stopping) return;
      stopping = true;
      void killWithHelpers(child).then(() => {
        // A helper that got away must not keep this process waiting for its output.
        for (const stream of child.stdio) stream?.destroy();
        finish({ kind, message });
      });
    };
    const timer = setTimeout(() => {
      stop("timedOut", `${file} was stopped after ${Math.round(timeoutMs / 1000)} seconds.`);
    }, timeoutMs);
    const onAbort = (): void => {
      stop("cancelled", `${file} was cancelled.`);
    };
    const finish = (result: RunResult): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve(result);
    };
    const count = (chunk: Buffer): void => {
      output.bytes += chunk.length;
      if (output.bytes > maxBytes) stop("tooMuchOutput", `${file} printed more than ${maxBytes} bytes.`);
    };
    const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
      chunks.push(chunk);
      count(chunk);
    };
    const passOn = (to: Writable) => (chunk: Buffer) => {
      count(chunk);
      if (to.write(chunk)) return;
      child.stdout.pause();
      to.once("drain", () => child.stdout.resume());
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", into === undefined ? collect(output.stdout) : passOn(into));
    child.stderr.on("data", collect(output.stderr));
    // A program that ends before it read its input closes the pipe; its exit code tells what that means.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "", encoding);
    child.on("error", (error) => {
      if (!stopping) finish(notStarted(error));
    });
    child.on("close", (code) => {
      if (stopping) return;
      const [stdout, stderr] = [output.stdout, output.stderr].map((chunks) =>
        Buffer.concat(chunks).toString(encoding),
      );
      finish({ kind: "exited", exitCode: code ?? -1, stdout: stdout ?? "", stderr: stderr ?? "" });
    });
  });
}

/** The variables of this process, without some and with others. */
export function environmentOf({
  env,
  withoutEnv = [],
}: Pick<RunOptions, "env" | "withoutEnv">): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !withoutEnv.includes(name));
  return { ...Object.fromEntries(inherited), ...env };
}
