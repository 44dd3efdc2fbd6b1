import { spawn, type ChildProcess } from "node:child_process";

/** How a program ended. `stdout` and `stderr` are UTF-8; bytes that are none become U+FFFD. */
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
  const { cwd, timeoutMs, maxBytes = 64 * 1024 * 1024, signal, input } = options;
  if (signal?.aborted === true) return { kind: "cancelled", message: `${file} was cancelled.` };
  return new Promise((resolve) => {
    // A group of its own, so that its helpers can be ended with it.
    const child = spawn(file, args, {
      cwd,
      env: environmentOf(options),
      windowsHide: true,
      detached: ownGroups,
    });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[], bytes: 0 };
    const stop = (kind: "timedOut" | "cancelled" | "tooMuchOutput", message: string): void => {
      endWithHelpers(child);
      // A helper that got away must not keep this process waiting for its output.
      for (const stream of child.stdio) stream?.destroy();
      finish({ kind, message });
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
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      into.push(chunk);
      output.bytes += chunk.length;
      if (output.bytes > maxBytes) stop("tooMuchOutput", `${file} printed more than ${maxBytes} bytes.`);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", collect(output.stdout));
    child.stderr.on("data", collect(output.stderr));
    // A program that ends before it read its input closes the pipe; its exit code tells what that means.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
    child.on("error", (error) => {
      finish({ kind: "notStarted", message: `${file} could not be started in ${cwd}: ${error.message}` });
    });
    child.on("close", (code) => {
      const [stdout, stderr] = [output.stdout, output.stderr].map((chunks) =>
        Buffer.concat(chunks).toString("utf8"),
      );
      finish({ kind: "exited", exitCode: code ?? -1, stdout: stdout ?? "", stderr: stderr ?? "" });
    });
  });
}

const ownGroups = process.platform !== "win32";

function environmentOf({ env, withoutEnv = [] }: RunOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !withoutEnv.includes(name));
  return { ...Object.fromEntries(inherited), ...env };
}

function endWithHelpers(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (ownGroups) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch (error) {
    // It has just ended by itself.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
