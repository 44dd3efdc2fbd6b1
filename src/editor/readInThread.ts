import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { ResultsAnswers, ResultsJob } from "./resultsJob";

export type InThread<Kind extends ResultsJob["kind"]> =
  | { readonly kind: "answered"; readonly answer: ResultsAnswers[Kind] }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string };

/**
 * Reads test results in a thread of its own, so that no other extension waits. When the signal comes, the thread ends at
 * once; a file that takes more memory than there is ends the thread and not the editor.
 */
export async function readInThread<Job extends ResultsJob>(
  job: Job,
  signal: AbortSignal,
): Promise<InThread<Job["kind"]>> {
  if (signal.aborted) return { kind: "cancelled" };
  const worker = new Worker(join(__dirname, "worker.js"));
  try {
    return await new Promise<InThread<Job["kind"]>>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve({ kind: "cancelled" });
      });
      worker.once("message", (answer: ResultsAnswers[Job["kind"]]) => {
        resolve({ kind: "answered", answer });
      });
      worker.once("error", (error: Error) => {
        resolve({ kind: "failed", message: `The test results could not be read: ${error.message}` });
      });
      worker.once("exit", (code) => {
        resolve({
          kind: "failed",
          message: `The test results could not be read: their reader ended with ${code}.`,
        });
      });
      worker.postMessage(job);
    });
  } finally {
    await worker.terminate();
  }
}
