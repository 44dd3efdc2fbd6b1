import { jsonLine, type JsonLine, type LineFormat } from "./lineFormat";
import type { ResultCollector } from "./resultCollector";

/** How the lines begin of formats that are no JSON objects. */
const mayBeOther = /^(?:not ok |ok |TAP |\d+\.\.\d|##|\[")/;

/** The root of a report in XML, which may stand behind its declaration. */
const xmlReport = /^\s*(?:<\?xml\b[^>]*>\s*)?<(?:testsuites?|TestRun|test-run|test-results|assemblies)[\s>]/;

const carriageReturn = 0x0d;

/** A line is held whole until it ends. */
const maxLineUnits = 64 * 1024 * 1024;

/**
 * Reads results that are lines, streamed: one is held at a time.
 * @param linesBefore that stood before the text
 * @param others formats whose lines a person would want to hear of, where they stand among those of this one
 */
export async function readLines(
  text: AsyncIterable<string>,
  format: LineFormat,
  others: readonly LineFormat[],
  linesBefore: number,
  into: ResultCollector,
): Promise<void> {
  const isForeign = (line: string, json: JsonLine | undefined): boolean =>
    xmlReport.test(line) ||
    ((json !== undefined || mayBeOther.test(line)) &&
      !format.isLine(line, json) &&
      others.some(({ isLine }) => isLine(line, json)));
  const reader = format.begin(into);
  let rest: string[] = [];
  let length = 0;
  let number = linesBefore + 1;
  const take = (line: string): void => {
    const json = jsonLine(line);
    if (isForeign(line, json))
      into.problemOnce("warning", "Lines of results in another format stand in it; they were passed over.");
    reader.line(line, json, number);
  };
  for await (const part of text) {
    let start = 0;
    for (;;) {
      const next = rest.length === 0 ? (reader.plainLine?.(part, start) ?? -1) : -1;
      const end = next === -1 ? part.indexOf("\n", start) : next - 1;
      if (end === -1) break;
      if (next === -1) {
        const piece = part.slice(start, end);
        const line = rest.length === 0 ? piece : [...rest, piece].join("");
        if (rest.length > 0) [rest, length] = [[], 0];
        take(line.charCodeAt(line.length - 1) === carriageReturn ? line.slice(0, -1) : line);
      }
      start = end + 1;
      number += 1;
    }
    reader.letGo?.();
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
  if (rest.length > 0) take(rest.join(""));
  reader.end();
}
