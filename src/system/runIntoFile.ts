import { PassThrough } from "node:stream";
import { runProgram, type RunOptions, type RunResult } from "./run";
import { writeChunks } from "./writeChunks";

/**
 * Runs a program as `runProgram` does, and writes its standard output to a new file, so that it may be longer than what
 * fits into memory; `stdout` of the result is empty.
 * @param path of the file, not there yet; it is left behind, whole or not, for the caller to remove
 */
export async function runIntoFile(
  file: string,
  args: readonly string[],
  path: string,
  options: RunOptions & { readonly maxBytes: number },
): Promise<RunResult> {
  const { signal, maxBytes } = options;
  const output = new PassThrough();
  // What is still printed when the disk takes no more has nowhere to go.
  output.on("error", () => undefined);
  const full = new AbortController();
  let problem: string | undefined;
  const writing = writeChunks(path, output, maxBytes).catch((error: unknown) => {
    problem = error instanceof Error ? error.message : String(error);
    full.abort();
  });
  const stop = signal === undefined ? full.signal : AbortSignal.any([signal, full.signal]);
  const result = await runProgram(file, args, { ...options, signal: stop, into: output });
  output.end();
  await writing;
  if (problem === undefined) return result;
  return { kind: "tooMuchOutput", message: `What ${file} prints could not be written: ${problem}` };
}
