import type { LineFormat } from "./lineFormat";
import type { ResultCollector } from "./resultCollector";

/** A line is held whole until it ends. */
const maxLineUnits = 64 * 1024 * 1024;

/** Reads results that are lines, streamed: one is held at a time. */
export async function readLines(
  text: AsyncIterable<string>,
  format: LineFormat,
  into: ResultCollector,
): Promise<void> {
  const reader = format.begin(into);
  let rest: string[] = [];
  let length = 0;
  let number = 1;
  for await (const part of text) {
    let start = 0;
    for (let end = part.indexOf("\n"); end !== -1; end = part.indexOf("\n", start)) {
      const piece = part.slice(start, end);
      const line = rest.length === 0 ? piece : [...rest, piece].join("");
      if (rest.length > 0) [rest, length] = [[], 0];
      reader.line(line.endsWith("\r") ? line.slice(0, -1) : line, number);
      start = end + 1;
      number += 1;
    }
    const piece = part.slice(start);
    if (piece === "") continue;
    rest.push(piece);
    length += piece.length;
    if (length > maxLineUnits) {
      reader.end();
      into.cutOff("A line in it is longer than 64 million characters.", number);
      return;
    }
  }
  if (rest.length > 0) reader.line(rest.join(""), number);
  reader.end();
}
