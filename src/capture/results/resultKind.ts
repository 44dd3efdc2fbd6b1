import { bazelEvents } from "./bazelEvents";
import { cucumberMessages } from "./cucumberMessages";
import { dartJson } from "./dartJson";
import { goTestJson } from "./goTestJson";
import { libtestJson } from "./libtestJson";
import { jsonLine, type LineFormat } from "./lineFormat";
import { mochaJsonStream } from "./mochaJsonStream";
import { isReport } from "./readJson";
import { prove, tap } from "./tap";
import { teamcity } from "./teamcity";

/** The formats that are lines, by what a line holds. */
export const lineFormats: readonly LineFormat[] = [
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

/** Of what kind a text is, and where that begins. */
export type Kind =
  | { readonly kind: "xml"; readonly start: number }
  | { readonly kind: "lines"; readonly format: LineFormat }
  | { readonly kind: "json"; readonly start: number }
  | { readonly kind: "archive" }
  | { readonly kind: "none" };

/** The beginning of a text, as far as it is looked at in one piece to tell its kind. */
const headUnits = 256 * 1024;
/** What stands behind it is looked at in smaller pieces, as there may be much of it. */
const pieceUnits = 128 * 1024;

/** A text, looked at so far that its kind is known. */
export interface Opening {
  readonly kind: Kind;
  /** What was looked at last: the results begin in it. */
  readonly text: string;
  /** Lines that stand before it, and are of something else. */
  readonly linesBefore: number;
}

/**
 * Looks for the first line that can only be of one format, however much of a runner's or a pipeline's own output stands
 * before it: a piece at a time is held. What is left of the text is not read.
 */
export async function openingOf(text: AsyncIterator<string>): Promise<Opening> {
  let piece = await nextPiece(text, headUnits);
  // Only where the file begins is it a byte order mark, elsewhere a space without width.
  let held = piece.text.replace(/^\uFEFF/, "");
  let linesBefore = 0;
  for (;;) {
    const kind = kindOf(held);
    if (kind.kind !== "none" || piece.isLast) {
      const mayBeJson = kind.kind === "none" && linesBefore === 0 && jsonStart.test(held);
      return { kind: mayBeJson ? { kind: "json", start: 0 } : kind, text: held, linesBefore };
    }
    // The last line goes on in the next piece; of one that is longer than a piece, how it begins was seen.
    const end = held.lastIndexOf("\n") + 1;
    for (let at = held.indexOf("\n"); at !== -1; at = held.indexOf("\n", at + 1)) linesBefore += 1;
    const rest = held.length - end > pieceUnits ? "…" : held.slice(end);
    piece = await nextPiece(text, pieceUnits);
    held = rest + piece.text;
  }
}

async function nextPiece(
  text: AsyncIterator<string>,
  units: number,
): Promise<{ readonly text: string; readonly isLast: boolean }> {
  const parts: string[] = [];
  for (let length = 0; length < units;) {
    const next = await text.next();
    if (next.done === true) return { text: parts.join(""), isLast: true };
    parts.push(next.value);
    length += next.value.length;
  }
  return { text: parts.join(""), isLast: false };
}

/** Where a line may begin a JSON value; that of `[INFO] …` does not. */
const jsonStart = /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{["\]]|$))/m;

/**
 * The first line that can only be of one format tells it; a runner's own words may stand before.
 * @param isJson whether a JSON value is looked for, too
 */
export function kindOf(text: string, isJson = true): Kind {
  if (/^PK[\u0003\u0005]|^[^\n]{0,200}\0{20}/.test(text)) return { kind: "archive" };
  let start = 0;
  for (const line of text.split("\n")) {
    const lead = /^\s*/.exec(line)?.[0].length ?? 0;
    if (/^<(?:\?xml|!--|!doctype|[a-z_])/i.test(line.slice(lead)))
      return { kind: "xml", start: start + lead };
    const json = jsonLine(line);
    const format = lineFormats.find(({ isLine }) => isLine(line, json));
    if (format !== undefined) return { kind: "lines", format };
    // A whole line of JSON may be a log's; one that goes on in the next line is the report itself.
    if (isJson && (json === undefined ? jsonStart.test(line) : isReport(json)))
      return { kind: "json", start };
    start += line.length + 1;
  }
  return { kind: "none" };
}
