import { allowedXml } from "./allowedXml";
import { holdsReport } from "./readJson";
import type { ResultCollector } from "./resultCollector";
import { kindOf } from "./resultKind";
import { XmlDocument } from "./xmlDocument";

const nextDocument = /<(?:\?xml|[A-Za-z])/;
/** So much of what stands behind a document is looked at. */
const maxBehindUnits = 1024 * 1024;
/** What XML allows behind its root; what has no end is not. */
const misc = /<(?:!--[^]*?--|\?[^]*?\?)(>)|<(?:!--|\?)[^]*$/g;

/** What may be the first signs of it, where a part ends. */
const maybeNextDocument = /<(?:\?x?m?)?$/;

/** A reference or the code of a colour that the end of a part may have cut. */
const maybeCut = /(?:(?:\u001B|&#(?:27|x1[bB]);)(?:\[[0-9;]{0,20})?|&[#\w]{0,8})$/;

/**
 * Reads results that are XML, streamed; several documents may stand one after the other. Entities of a file's own are not
 * expanded, and nothing outside the file is asked for. Answers with the format's id, or undefined where the root is none
 * that is known; a problem has said so.
 * @param isParserAlone nothing is read past the parser, which takes longer and tells the same
 */
export async function readXml(
  text: AsyncIterable<string>,
  into: ResultCollector,
  isParserAlone = false,
): Promise<string | undefined> {
  let format: string | undefined;
  let document = new XmlDocument(into, isParserAlone);
  let tail = "";
  /** What stands behind the documents, and whether an element ends there that began in none. */
  const behind = { text: "", hasRemains: false };
  const pass = (more: string): void => {
    behind.hasRemains ||= more.includes("</");
    behind.text += more.slice(0, maxBehindUnits - behind.text.length);
  };
  try {
    for await (const part of text) {
      const given = tail + part;
      tail = maybeCut.exec(given.slice(-40))?.[0] ?? "";
      const whole = tail === "" ? given : given.slice(0, -tail.length);
      let rest = allowedXml(document.write(whole), into);
      format ??= document.format;
      // Behind a document, only another one is read: runners write last words there.
      for (let next = rest.search(nextDocument); next !== -1; next = rest.search(nextDocument)) {
        pass(`${rest.slice(0, next)}\n`);
        document = new XmlDocument(into, isParserAlone);
        rest = document.write(rest.slice(next));
      }
      if (document.isBroken) return format ?? document.format;
      const sign = maybeNextDocument.exec(rest)?.[0] ?? "";
      pass(rest.slice(0, rest.length - sign.length));
      tail = sign + tail;
    }
  } catch (error) {
    if (!(error instanceof RangeError && error.message.includes("string length"))) throw error;
    document.fault("A text in it is longer than can be held.");
  }
  document.end(tail);
  pass(document.isClosed ? tail : "");
  if (behind.hasRemains)
    into.cutOff("Behind its end stands what is left of another document, whose beginning is missing.");
  else tellOf(behind.text, into);
  return format ?? document.format;
}

/** Says what stands behind the documents: results of another kind among it may tell of failures. */
function tellOf(text: string, into: ResultCollector): void {
  const behind = text.replaceAll(misc, (all: string, end: string | undefined) =>
    end === undefined ? all : "",
  );
  if (behind.trim() === "") return;
  if (kindOf(behind, false).kind === "lines" || holdsReport(behind))
    into.cutOff("Results in another format stand behind the report.");
  else into.problem("warning", "Other output stands behind the report; it was passed over.");
}
