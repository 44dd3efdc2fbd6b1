import { PlainTags } from "./plainTags";
import type { XmlReader } from "./xmlFormat";
import { withoutReferences } from "./xmlReferences";

const [bang, slash, greater] = [0x21, 0x2f, 0x3e];
/** What a text cannot hold as it is; a "]]>" stands only behind CDATA. */
const unplainText = /[\0-\u0008\u000B-\u001F&\uFFFE\uFFFF]|\]\]>/;
/** What CDATA cannot hold as it is: it has no references, but the codes of colours are taken out. */
const unplainSection = /[\0-\u0008\u000B-\u001F\uFFFE\uFFFF]|&#(?:27|x1[bB]);/;
/** A line that ends in a carriage return alone. */
const loneReturn = /\r(?!\n)/;
const [cdata, comment] = ["<![CDATA[", "<!--"];

/**
 * Reads what is plain of a document, past the parser: tags, text, CDATA and comments that are whole and in which nothing
 * can be wrong. It stops in front of anything else. Most of a file of results is plain, and this is several times as fast
 * as a parser that is ready for everything.
 */
export class PlainXml {
  readonly #allowed: (text: string) => string;
  readonly #tags = new PlainTags((value) => withoutReferences(this.#allowed(value)));
  #text = "";
  #less = -1;
  #newline = -1;
  #open: string[] = [];
  /** It stopped because the text ends, and what begins there may be plain. */
  isCut = false;
  /** Line feeds in what was read. */
  lines = 0;

  /** @param allowed a text without what XML forbids */
  constructor(allowed: (text: string) => string) {
    this.#allowed = allowed;
  }

  /** Takes the text that is looked at from now on; no half of a character is in it. */
  take(text: string): void {
    this.#text = text;
    this.#tags.take(text);
    this.#less = this.#newline = -1;
  }

  /** The elements that it opened and that are open, the outermost first; from now on they are not its own. */
  handOver(): readonly string[] {
    const open = this.#open;
    if (open.length > 0) this.#open = [];
    return open;
  }

  /**
   * Reads on, from behind a tag.
   * @param most so many elements may be open
   * @returns where it stopped
   */
  read(from: number, reader: XmlReader, most: number): number {
    let at = from;
    for (let end = from; end !== -1;) {
      at = end;
      end = this.#open.length < most ? this.#tags.readNext(at) : -1;
      if (end === -1) {
        const start = this.#nextTag(at);
        this.isCut = start === -1;
        if (start === -1 || (start > at && !this.#readText(at, start, reader))) break;
        at = start;
        end = this.#readMarkup(start, reader, most);
      } else {
        if (reader.text !== undefined)
          reader.text.add(this.#text.slice(at, this.#nextTag(at)).replaceAll("\r", ""));
        this.#openTag(reader);
      }
    }
    this.#countLines(from, at);
    return at;
  }

  /** False where it is not plain. */
  #readText(start: number, end: number, { text: into }: XmlReader): boolean {
    const text = this.#text.slice(start, end);
    if (!unplainText.test(text)) {
      into?.add(text);
      return true;
    }
    const plain = this.#plainText(text);
    const resolved = plain === undefined ? undefined : withoutReferences(plain);
    if (resolved === undefined) return false;
    into?.add(resolved);
    return true;
  }

  /** A text without what XML forbids, and with line feeds alone; undefined where it is not plain. */
  #plainText(text: string): string | undefined {
    const allowed = this.#allowed(text);
    return loneReturn.test(allowed) || allowed.includes("]]>") ? undefined : allowed.replaceAll("\r", "");
  }

  /** Answers with where the text goes on behind it; -1 where it is not plain. */
  #readMarkup(start: number, reader: XmlReader, most: number): number {
    const unit = this.#text.charCodeAt(start + 1);
    if (unit === slash) return this.#readClose(start, reader);
    if (unit === bang) return this.#readSection(start, reader);
    const end = this.#open.length < most ? this.#tags.read(start) : -1;
    if (end === -1) this.isCut = !this.#text.includes(">", start);
    else this.#openTag(reader);
    return end;
  }

  #openTag(reader: XmlReader): void {
    const { name, isEmpty, attributes } = this.#tags;
    reader.open(name, attributes);
    if (isEmpty) reader.close(name);
    else this.#open.push(name);
  }

  #readClose(start: number, reader: XmlReader): number {
    const name = this.#open.at(-1);
    if (name === undefined) return -1;
    const end = start + 2 + name.length;
    if (this.#text.charCodeAt(end) !== greater || !this.#text.startsWith(name, start + 2)) {
      this.isCut = !this.#text.includes(">", start);
      return -1;
    }
    this.#open.pop();
    reader.close(name);
    return end + 1;
  }

  #readSection(start: number, reader: XmlReader): number {
    if (this.#text.startsWith(cdata, start)) return this.#readCdata(start + cdata.length, reader);
    if (this.#text.startsWith(comment, start)) return this.#readComment(start + comment.length);
    this.isCut = start + cdata.length > this.#text.length;
    return -1;
  }

  #readCdata(start: number, { text: into }: XmlReader): number {
    const end = this.#text.indexOf("]]>", start);
    this.isCut = end === -1;
    if (end === -1) return -1;
    const content = this.#text.slice(start, end);
    const plain = unplainSection.test(content) ? this.#plainText(content) : content;
    if (plain === undefined) return -1;
    into?.add(plain);
    return end + 3;
  }

  #readComment(start: number): number {
    const end = this.#text.indexOf("--", start);
    this.isCut = end === -1 || end + 2 === this.#text.length;
    if (this.isCut || this.#text.charCodeAt(end + 2) !== greater) return -1;
    return unplainSection.test(this.#text.slice(start, end)) ? -1 : end + 3;
  }

  #nextTag(from: number): number {
    if (this.#less < from) this.#less = this.#text.indexOf("<", from);
    return this.#less;
  }

  #countLines(start: number, end: number): void {
    if (this.#newline < start) this.#newline = this.#newlineFrom(start);
    while (this.#newline < end) {
      this.lines += 1;
      this.#newline = this.#newlineFrom(this.#newline + 1);
    }
  }

  #newlineFrom(from: number): number {
    const found = this.#text.indexOf("\n", from);
    return found === -1 ? this.#text.length : found;
  }
}
