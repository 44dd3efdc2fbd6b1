import type { TestResults } from "../../halt/testResults";
import { bazelEvents } from "./bazelEvents";
import { cucumberMessages } from "./cucumberMessages";
import { dartJson } from "./dartJson";
import { decodeText } from "./decodeText";
import { gunzipped } from "./gunzipped";
import { goTestJson } from "./goTestJson";
import { libtestJson } from "./libtestJson";
import { jsonLine, type LineFormat } from "./lineFormat";
import { mochaJsonStream } from "./mochaJsonStream";
import { readJson } from "./readJson";
import { readLines } from "./readLines";
import { readXml } from "./readXml";
import { ResultCollector, type CollectOptions } from "./resultCollector";
import { prove, tap } from "./tap";
import { teamcity } from "./teamcity";

/** The formats that are lines, by what a line holds. */
const lineFormats: readonly LineFormat[] = [
  goTestJson,
  libtestJson,
  dartJson,
  cucumberMessages,
  mochaJsonStream,
  bazelEvents,
  teamcity,
  prove,
  tap,
];

/** How much of a file is looked at to tell its format. */
const headUnits = 1024 * 1024;

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
  const parts = await headOf(text);
  const head = parts.join("");
  if (head.trim() === "") {
    if (!into.isBroken) into.problem("error", "The file is empty.");
    return into.results("unknown");
  }
  const found = kindOf(head);
  switch (found.kind) {
    case "none":
      into.problem("error", found.problem);
      return into.results("unknown");
    case "xml": {
      if (head.slice(0, found.start).trim() !== "")
        into.problem("warning", "Other output stands before the report; it was passed over.");
      return into.results((await readXml(rest(parts, text, found.start), into)) ?? "unknown");
    }
    case "lines":
      await readLines(rest(parts, text), found.format, lineFormats, into);
      return into.results(found.format.id);
    case "json":
      return into.results((await readJson(rest(parts, text), into)) ?? "unknown");
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

/** The first parts of a text. */
async function headOf(text: AsyncIterator<string>): Promise<readonly string[]> {
  const parts: string[] = [];
  let length = 0;
  while (length < headUnits) {
    const next = await text.next();
    if (next.done === true) break;
    // Only where the file begins is it a byte order mark, elsewhere a space without width.
    const part = length === 0 ? next.value.replace(/^\uFEFF/, "") : next.value;
    parts.push(part);
    length += part.length;
  }
  return parts;
}

type Kind =
  | { readonly kind: "xml"; readonly start: number }
  | { readonly kind: "lines"; readonly format: LineFormat }
  | { readonly kind: "json" }
  | { readonly kind: "none"; readonly problem: string };

const notKnown =
  "The format is not known. The README names those that can be read; most test runners can write JUnit XML.";

/** The first line that can only be of one format tells it; a runner's own words may stand before. */
function kindOf(head: string): Kind {
  if (/^PK[\u0003\u0005]|^[^\n]{0,200}\0{20}/.test(head))
    return { kind: "none", problem: "The file is an archive. Unpack it, and attach what it holds." };
  let start = 0;
  let mayBeJson = false;
  for (const line of head.split("\n")) {
    const lead = /^\s*/.exec(line)?.[0].length ?? 0;
    if (/^<(?:\?xml|!--|!doctype|[a-z_])/i.test(line.slice(lead)))
      return { kind: "xml", start: start + lead };
    const json = jsonLine(line);
    const format = lineFormats.find(({ isLine }) => isLine(line, json));
    if (format !== undefined) return { kind: "lines", format };
    // A whole line of JSON may be a log's; one that goes on in the next line is the report itself. `[INFO] …` is neither.
    if (/^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{["\]]|$))/.test(line)) {
      mayBeJson = true;
      if (json === undefined) return { kind: "json" };
    }
    start += line.length + 1;
  }
  return mayBeJson ? { kind: "json" } : { kind: "none", problem: notKnown };
}

/** @param start how many characters of the first parts are passed over */
async function* rest(
  parts: readonly string[],
  text: AsyncIterator<string>,
  start = 0,
): AsyncIterable<string> {
  let over = start;
  for (const part of parts) {
    if (over < part.length) yield part.slice(over);
    over = Math.max(0, over - part.length);
  }
  for (let next = await text.next(); next.done !== true; next = await text.next()) yield next.value;
}
