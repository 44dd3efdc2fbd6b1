import { SaxesParser } from "saxes";
import { catch2Xml } from "./catch2Xml";
import { checkXml } from "./checkXml";
import { ctestXml } from "./ctestXml";
import { EmptyTags } from "./emptyTag";
import { junitXml } from "./junitXml";
import { nunit2Xml } from "./nunit2Xml";
import { nunit3Xml } from "./nunit3Xml";
import type { ResultCollector } from "./resultCollector";
import { trx } from "./trx";
import { xunitXml } from "./xunitXml";
import type { XmlFormat, XmlReader } from "./xmlFormat";

/** The formats that are XML, by what their root says. */
const xmlFormats: readonly XmlFormat[] = [
  checkXml,
  junitXml,
  trx,
  nunit3Xml,
  nunit2Xml,
  xunitXml,
  ctestXml,
  catch2Xml,
];

const maxDepth = 200;
/** A text or an attribute is held whole until it ends. */
const maxTextUnits = 64 * 1024 * 1024;

const nextDocument = /<(?:\?xml|[A-Za-z])/;
/** What may be the first signs of it, where a part ends. */
const maybeNextDocument = /<(?:\?x?m?)?$/;

/** A reference or the code of a colour that the end of a part may have cut. */
const maybeCut = /(?:(?:\u001B|&#(?:27|x1[bB]);)(?:\[[0-9;]{0,20})?|&[#\w]{0,8})$/;

/** What runners write although XML forbids it; the parser goes on behind it and loses nothing. */
const harmless = [
  "disallowed character.",
  "disallowed character in tag name",
  "malformed character entity.",
  "undefined entity.",
  'the string "]]>" is disallowed in char data.',
];

/**
 * Reads results that are XML, streamed; several documents may stand one after the other. Entities of a file's own are not
 * expanded, and nothing outside the file is asked for. Answers with the format's id, or undefined where the root is none
 * that is known; a problem has said so.
 */
export async function readXml(
  text: AsyncIterable<string>,
  into: ResultCollector,
): Promise<string | undefined> {
  let format: string | undefined;
  let document = new XmlDocument(into);
  let tail = "";
  /** Behind a document an element ends that began in none. */
  let hasRemains = false;
  try {
    for await (const part of text) {
      const given = tail + part;
      tail = maybeCut.exec(given.slice(-40))?.[0] ?? "";
      const whole = tail === "" ? given : given.slice(0, -tail.length);
      let rest = document.write(withoutForbidden(whole, into));
      format ??= document.format;
      // Behind a document, only another one is read: runners write last words there.
      for (let next = rest.search(nextDocument); next !== -1; next = rest.search(nextDocument)) {
        hasRemains ||= rest.slice(0, next).includes("</");
        document = new XmlDocument(into);
        rest = document.write(rest.slice(next));
      }
      hasRemains ||= rest.includes("</");
      if (document.isBroken) return format ?? document.format;
      tail = (maybeNextDocument.exec(rest)?.[0] ?? "") + tail;
    }
  } catch (error) {
    if (!(error instanceof RangeError && error.message.includes("string length"))) throw error;
    document.fault("A text in it is longer than can be held.");
  }
  document.end(withoutForbidden(tail, into));
  if (hasRemains)
    into.cutOff("Behind its end stands what is left of another document, whose beginning is missing.");
  return format ?? document.format;
}

/** One XML document: its root chooses who reads it. */
class XmlDocument {
  readonly #parser = new SaxesParser({ position: true, xmlns: false });
  readonly #emptyTags = new EmptyTags();
  readonly #into: ResultCollector;
  #reader: XmlReader | undefined;
  #depth = 0;
  #fed = 0;
  /** Where the root ended, or the last text or tag began. */
  #mark = 0;
  /** Where the last tag ended. */
  #tagEnd = 0;
  /** Behind a tag there was nothing but space, so what stands next begins where a tag may. */
  #isBehindTag = false;
  /** Lines that the parser did not see. */
  #passedLines = 0;
  #listens = false;
  #isClosed = false;
  format: string | undefined;
  isBroken = false;

  constructor(into: ResultCollector) {
    this.#into = into;
    const parser = this.#parser;
    parser.on("error", (error) => {
      if (this.isBroken || this.#isClosed) return;
      const message = error.message.replace(/^\S*:?\d+:\d+:\s*/, "");
      if (!harmless.includes(message))
        this.fault(`The XML is not whole or not well-formed: ${message.replace(/\.$/, "")}.`);
      else this.#into.problemOnce("warning", "Characters that XML forbids are in it; they were passed over.");
    });
    parser.on("opentag", ({ name, attributes }) => {
      if (this.isBroken || this.#isClosed) return;
      this.#mark = this.#tagEnd = parser.position;
      this.#depth += 1;
      if (this.#depth > maxDepth) {
        this.fault(`Elements are nested more than ${maxDepth} deep.`);
        return;
      }
      const local = localName(name);
      if (this.#depth === 1) this.#open(local, attributes);
      this.#reader?.open(local, attributes);
      this.#listen();
    });
    parser.on("closetag", ({ name }) => {
      if (this.isBroken || this.#isClosed) return;
      this.#mark = this.#tagEnd = parser.position;
      this.#depth -= 1;
      this.#reader?.close(localName(name));
      this.#listen();
      if (this.#depth > 0) return;
      this.#isClosed = true;
      this.#reader?.end();
    });
  }

  readonly #onText = (part: string): void => {
    if (this.isBroken || this.#isClosed) return;
    this.#mark = this.#parser.position;
    this.#reader?.text?.add(part);
  };

  #listen(): void {
    const takes = this.#reader?.text !== undefined;
    if (takes === this.#listens) return;
    this.#listens = takes;
    for (const event of ["text", "cdata"] as const) {
      if (takes) this.#parser.on(event, this.#onText);
      else this.#parser.off(event);
    }
  }

  /** Takes a part of the file; answers with what stands behind the document, where that ended. */
  write(part: string): string {
    this.#emptyTags.take(part);
    let at = 0;
    while (at < part.length && !this.#isClosed && !this.isBroken) {
      at = this.#passPlainTags(part, at);
      const emptyEnd = part.indexOf("/>", at);
      // Up to the next empty tag; one that stands here is not plain.
      const before = emptyEnd === -1 ? 0 : part.slice(at, emptyEnd).lastIndexOf("<");
      const end = before > 0 ? at + before : emptyEnd === -1 ? part.length : emptyEnd + 2;
      at += this.#parse(part.slice(at, end));
    }
    return this.#isClosed ? part.slice(at) : "";
  }

  /** Takes the plain empty tags that stand next, past the parser; answers with where the rest begins. */
  #passPlainTags(part: string, from: number): number {
    const reader = this.#reader;
    if (!this.#isBehindTag || reader === undefined || this.#listens || this.#depth >= maxDepth) return from;
    const tag = this.#emptyTags;
    let at = from;
    for (let start = endOfSpace(part, at); tag.read(start); start = endOfSpace(part, at)) {
      this.#passedLines += linesIn(part, at, start);
      reader.open(tag.name, tag.attributes);
      reader.close(tag.name);
      at = tag.end;
    }
    return at;
  }

  /** Answers with how much of a piece is of the document. */
  #parse(piece: string): number {
    const before = this.#fed;
    this.#fed += piece.length;
    this.#parser.write(piece);
    if (this.#isClosed) return Math.max(0, this.#mark - before);
    if (this.#parser.position - this.#mark > maxTextUnits)
      this.fault("A text in it is longer than 64 million characters.");
    const behind = Math.max(0, this.#tagEnd - before);
    this.#isBehindTag =
      (behind > 0 || this.#isBehindTag) && endOfSpace(piece, behind) === piece.length && this.#depth > 0;
    return piece.length;
  }

  /** Nothing comes any more. */
  end(rest: string): void {
    if (this.isBroken || this.#isClosed) return;
    this.#parser.write(rest);
    this.#parser.close();
  }

  /** The rest cannot be read; what was open is counted as far as it is known. */
  fault(message: string): void {
    if (this.isBroken || this.#isClosed) return;
    this.isBroken = true;
    this.#reader?.end();
    this.#into.cutOff(message, this.#parser.line + this.#passedLines);
  }

  #open(root: string, attributes: Readonly<Record<string, string>>): void {
    const format = xmlFormats.find(({ isRoot }) => isRoot(root, attributes));
    if (format !== undefined) {
      this.format = format.id;
      this.#reader = format.begin(this.#into);
      return;
    }
    this.isBroken = true;
    const isPage = /^html$/i.test(root);
    this.#into.problem(
      "error",
      isPage
        ? "This is a web page and holds no test results, as an error or a page to sign in."
        : `XML with the root "${root.slice(0, 80)}" is no test result that can be read.`,
      this.#parser.line,
    );
  }
}

function endOfSpace(text: string, at: number): number {
  let end = at;
  for (let unit = text.charCodeAt(at); unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;) {
    end += 1;
    unit = text.charCodeAt(end);
  }
  return end;
}

function linesIn(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) === 0x0a) lines += 1;
  return lines;
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Runners write the escape codes of a coloured message as they are, which XML forbids (https://www.w3.org/TR/xml/#charsets). */
function withoutForbidden(part: string, into: ResultCollector): string {
  const mayHold =
    /[^\t\n\r\u0020-\uFFFD]/.test(part) || (part.includes("&#") && /&#(?:27|x1[bB]);/.test(part));
  if (!mayHold) return part;
  into.problemOnce("warning", "Characters that XML forbids were left out, such as the codes of colours.");
  return part
    .replaceAll(/(?:\u001B|&#(?:27|x1[bB]);)\[[0-9;]*m/g, "")
    .replaceAll(/[^\t\n\r\u0020-\uFFFD]|&#(?:27|x1[bB]);/g, "");
}
