import type { TestResults } from "../../halt/testResults";
import { decodeText } from "./decodeText";
import { gunzipped } from "./gunzipped";
import { readJson } from "./readJson";
import { readLines } from "./readLines";
import { readXml } from "./readXml";
import { ResultCollector, type CollectOptions } from "./resultCollector";
import { kindOf, lineFormats, openingOf, type Opening } from "./resultKind";

/**
 * Reads a result file, whatever its format, from its bytes; what it is, its content tells. Nothing is thrown for what a
 * file may hold: a file that holds no test or cannot be read whole has a problem of severity `error`, and is never
 * "0 failures".
 */
export async function readResults(
  chunks: AsyncIterable<Uint8Array>,
  options: CollectOptions = {},
): Promise<TestResults> {
  const into = new ResultCollector(options);
  const text = decodeText(untilItBreaks(gunzipped(chunks), into), into)[Symbol.asyncIterator]();
  const opening = await openingOf(text);
  if (opening.linesBefore === 0 && opening.text.trim() === "") {
    if (!into.isBroken) into.problem("error", "The file is empty.");
    return into.results("unknown");
  }
  return into.results((await readKind(opening, text, into)) ?? "unknown");
}

/** Reads on from the opening. Answers with the format's id; undefined where it is none, and a problem says so. */
async function readKind(
  { kind: found, text: head, linesBefore }: Opening,
  text: AsyncIterator<string>,
  into: ResultCollector,
): Promise<string | undefined> {
  switch (found.kind) {
    case "none":
      into.problem("error", notKnown);
      return undefined;
    case "archive":
      into.problem("error", "The file is an archive. Unpack it, and attach what it holds.");
      return undefined;
    case "xml":
      if (linesBefore > 0 || head.slice(0, found.start).trim() !== "")
        into.problem("warning", "Other output stands before the report; it was passed over.");
      return readXml(behind(head.slice(found.start), text), into);
    case "lines":
      await readLines(behind(head, text), found.format, lineFormats, linesBefore, into);
      return found.format.id;
    case "json": {
      const read = await readJson(behind(head, text), found.start, linesBefore, into);
      if (read.ok) return read.format;
      // JSON of something else may stand before the results.
      const next = kindOf(read.text, false);
      if (next.kind === "xml" || next.kind === "lines") {
        into.problem("warning", "JSON that is no test result stands before the results; it was passed over.");
        return readKind({ kind: next, text: read.text, linesBefore }, text, into);
      }
      into.problem("error", read.problem);
      return undefined;
    }
    default:
      return found satisfies never;
  }
}

/** The bytes as far as they can be read; a problem says where they break off. */
async function* untilItBreaks(
  chunks: AsyncIterable<Uint8Array>,
  into: ResultCollector,
): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    into.cutOff(
      `The file could not be read to its end: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

const notKnown =
  "The format is not known. The README names those that can be read; most test runners can write JUnit XML.";

/** What was looked at, and what is left behind it. */
async function* behind(head: string, text: AsyncIterator<string>): AsyncIterable<string> {
  if (head !== "") yield head;
  for (let next = await text.next(); next.done !== true; next = await text.next()) yield next.value;
}
