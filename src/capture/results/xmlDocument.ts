import { SaxesParser } from "saxes";
import { allowedXml } from "./allowedXml";
import { catch2Xml } from "./catch2Xml";
import { checkXml } from "./checkXml";
import { ctestXml } from "./ctestXml";
import { junitXml } from "./junitXml";
import { nunit2Xml } from "./nunit2Xml";
import { nunit3Xml } from "./nunit3Xml";
import { PlainXml } from "./plainXml";
import type { ResultCollector } from "./resultCollector";
import { trx } from "./trx";
import type { Attributes, XmlFormat, XmlReader } from "./xmlFormat";
import { xunitXml } from "./xunitXml";

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
/** As much of a part is held back until what begins in it is whole; what is longer is the parser's. */
const maxHeldUnits = 64 * 1024;

/** Half of a character, which the parser takes for one together with what stands behind it. */
const loneHalf = /[\uD800-\uDFFF]/u;

/** What runners write although XML forbids it; the parser goes on behind it and loses nothing. */
const harmless = [
  "disallowed character.",
  "disallowed character in tag name",
  "malformed character entity.",
  "undefined entity.",
  'the string "]]>" is disallowed in char data.',
];

/**
 * One XML document: its root chooses who reads it. What is plain of it is read past the parser, which takes all else. So
 * the parser has opened the outer elements, and those within them were opened past it; before it takes anything, it opens
 * these, too, and then closes them.
 */
export class XmlDocument {
  readonly #parser = new SaxesParser({ position: true, xmlns: false });
  readonly #plain: PlainXml;
  readonly #into: ResultCollector;
  readonly #isParserAlone: boolean;
  #reader: XmlReader | undefined;
  /** Elements that the parser has opened. */
  #depth = 0;
  #fed = 0;
  /** Where the root ended, or the last text or tag began, in what the parser was fed. */
  #mark = 0;
  /** Where the last tag ended. */
  #tagEnd = 0;
  #held = "";
  #listens = false;
  #isHandingOver = false;
  /** By its declaration; in a later one, other characters end a line or are forbidden. */
  #isVersion10 = true;
  format: string | undefined;
  isBroken = false;
  /** Its root has ended. */
  isClosed = false;

  /** @param isParserAlone nothing is read past the parser */
  constructor(into: ResultCollector, isParserAlone: boolean) {
    this.#into = into;
    this.#isParserAlone = isParserAlone;
    this.#plain = new PlainXml((text) => allowedXml(text, into));
    const parser = this.#parser;
    parser.on("xmldecl", ({ version }) => {
      this.#isVersion10 = version === "1.0";
    });
    parser.on("error", (error) => {
      if (this.isBroken || this.isClosed) return;
      const message = error.message.replace(/^\S*:?\d+:\d+:\s*/, "");
      if (!harmless.includes(message))
        this.fault(`The XML is not whole or not well-formed: ${message.replace(/\.$/, "")}.`);
      else this.#into.problemOnce("warning", "Characters that XML forbids are in it; they were passed over.");
    });
    parser.on("opentag", ({ name, attributes }) => {
      if (this.isBroken || this.isClosed) return;
      this.#depth += 1;
      if (this.#isHandingOver) return;
      this.#mark = this.#tagEnd = parser.position;
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
      if (this.isBroken || this.isClosed) return;
      this.#mark = this.#tagEnd = parser.position;
      this.#depth -= 1;
      this.#reader?.close(localName(name));
      this.#listen();
      if (this.#depth > 0) return;
      this.isClosed = true;
      this.#reader?.end();
    });
  }

  readonly #onText = (part: string): void => {
    if (this.isBroken || this.isClosed) return;
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
    if (this.isClosed) return part;
    // Joined to one string, in which characters are found faster than in two that are only linked.
    const text = this.#held === "" ? part : [this.#held, part].join("");
    this.#held = "";
    const mayBePlain = !this.#isParserAlone && !loneHalf.test(text);
    if (mayBePlain) this.#plain.take(text);
    for (let at = 0; at < text.length && !this.isBroken;) {
      if (mayBePlain) {
        at = this.#passPlain(at);
        if (this.#isBehindTag && this.#isVersion10 && this.#plain.isCut && text.length - at <= maxHeldUnits) {
          this.#held = text.slice(at);
          return "";
        }
      }
      // Up to where the next tag may end.
      const tagEnd = mayBePlain ? text.indexOf(">", at) + 1 : 0;
      const end = tagEnd === 0 ? text.length : tagEnd;
      const behind = this.#parse(text.slice(at, end));
      if (behind !== undefined) return behind + text.slice(end);
      at = end;
    }
    return "";
  }

  /** Nothing stands between the last tag and what comes next. */
  get #isBehindTag(): boolean {
    return this.#tagEnd === this.#fed && this.#depth > 0;
  }

  /** Answers with where the text goes on behind what is plain in it. */
  #passPlain(from: number): number {
    const reader = this.#reader;
    if (!this.#isBehindTag || !this.#isVersion10 || reader === undefined) return from;
    return this.#plain.read(from, reader, maxDepth - this.#depth);
  }

  /** Answers with what of a piece stands behind the document; undefined where that goes on. */
  #parse(piece: string): string | undefined {
    this.#handOver();
    const before = this.#fed;
    const allowed = allowedXml(piece, this.#into);
    this.#fed += allowed.length;
    this.#parser.write(allowed);
    if (this.isClosed) return allowed.slice(Math.max(0, this.#mark - before));
    if (this.#fed - this.#mark > maxTextUnits)
      this.fault("A text in it is longer than 64 million characters.");
    return undefined;
  }

  /** Opens in the parser what was opened past it. */
  #handOver(): void {
    this.#listen();
    this.#isHandingOver = true;
    for (const name of this.#plain.handOver()) {
      const tag = `<${name}>`;
      this.#parser.write(tag);
      this.#mark = this.#fed += tag.length;
    }
    this.#isHandingOver = false;
  }

  /** Nothing comes any more. */
  end(rest: string): void {
    if (this.isBroken || this.isClosed) return;
    this.#handOver();
    this.#parser.write(allowedXml(this.#held + rest, this.#into));
    this.#parser.close();
  }

  /** The rest cannot be read; what was open is counted as far as it is known. */
  fault(message: string): void {
    if (this.isBroken || this.isClosed) return;
    this.isBroken = true;
    this.#reader?.end();
    this.#into.cutOff(message, this.#parser.line + this.#plain.lines);
  }

  #open(root: string, attributes: Attributes): void {
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

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}
