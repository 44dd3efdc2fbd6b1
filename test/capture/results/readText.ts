import { readResults } from "../../../src/capture/results/readResults";
import type { TestResults } from "../../../src/halt/testResults";

/** Reads a file that holds a text, so many bytes at a time. */
export async function read(text: string | Uint8Array, chunk = 7): Promise<TestResults> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  async function* chunks(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunk)
      yield await Promise.resolve(bytes.subarray(at, at + chunk));
  }
  return readResults(chunks());
}

/** The tests by outcome. */
export const counts = ({ total, passed, failed, errored, skipped }: TestResults) => ({
  total,
  passed,
  failed,
  errored,
  skipped,
});

/** A file of JSON lines. */
export function linesOf(...events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
