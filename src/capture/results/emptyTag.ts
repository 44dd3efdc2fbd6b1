import type { Attributes } from "./xmlFormat";

const [space, quote, slash, less, equals] = [0x20, 0x22, 0x2f, 0x3c, 0x3d];
/** What a parser resolves, changes or forbids within a tag; halves of characters among them. */
const unplain = ["&", "\n", "\t", "\r"] as const;
const halves = /[\uD800-\uFFFF]/;

/**
 * Reads elements without content of the plainest form, `<name one="text" two="text"/>`, in which nothing is to be resolved
 * and nothing can be wrong: names of ASCII and without a prefix, one space before each attribute, values without
 * references and without what XML forbids or changes (https://www.w3.org/TR/xml/#NT-EmptyElemTag). Most of a file of
 * results consists of such tags, and this is several times as fast as a parser that is ready for everything.
 */
export class EmptyTags {
  #text = "";
  /** Where each of what is not plain stands next; the text's length where it does not. */
  readonly #next = unplain.map(() => -1);
  #firstHalf = Number.POSITIVE_INFINITY;
  /** The names of the attributes of the tag before: most have the same ones, in the same order. */
  readonly #names: string[] = [];
  /** The name of the tag that was read. */
  name = "";
  attributes: Attributes = {};
  /** Where the text goes on behind it. */
  end = 0;

  /** Takes the text that is looked at from now on; no character in it is one that XML forbids. */
  take(text: string): void {
    this.#text = text;
    this.#next.fill(-1);
    const half = text.search(halves);
    this.#firstHalf = half === -1 ? Number.POSITIVE_INFINITY : half;
  }

  /** Reads the tag that begins at a place; false where anything else stands there, or the text ends before the tag does. */
  read(start: number): boolean {
    const text = this.#text;
    if (text.charCodeAt(start) !== less) return false;
    const end = text.indexOf("/>", start);
    if (end === -1 || !this.#isPlain(start, end)) return false;
    let next = this.#readName(start + 1);
    if (next === start + 1) return false;
    const attributes: Record<string, string> = {};
    for (let index = 0; next < end && text.charCodeAt(next) === space; index += 1) {
      // GoogleTest writes a space before the end.
      if (next + 1 === end) next = end;
      else {
        const valueEnd = this.#readAttribute(next + 1, index, attributes);
        if (valueEnd === undefined || valueEnd >= end) return false;
        next = valueEnd + 1;
      }
    }
    this.attributes = attributes;
    this.end = end + 2;
    return next === end;
  }

  /** Answers with where the tag's name ends. */
  #readName(start: number): number {
    const end = start + this.name.length;
    const behind = this.#text.charCodeAt(end);
    // Most tags have the name of the one before.
    if (end > start && (behind === space || behind === slash) && this.#text.startsWith(this.name, start))
      return end;
    const nameEnd = endOfName(this.#text, start);
    this.name = this.#text.slice(start, nameEnd);
    return nameEnd;
  }

  #isPlain(start: number, end: number): boolean {
    for (let index = 0; index < unplain.length; index += 1)
      if (this.#nextOf(index, start) < end) return false;
    const tag = this.#text.indexOf("<", start + 1);
    return (tag === -1 || tag > end) && this.#firstHalf >= end;
  }

  #nextOf(index: number, from: number): number {
    const known = this.#next[index] ?? -1;
    if (known >= from) return known;
    const found = this.#text.indexOf(unplain[index] ?? "", from);
    return (this.#next[index] = found === -1 ? this.#text.length : found);
  }

  /** Answers with where the quote stands behind the value; undefined where there is no plain attribute. */
  #readAttribute(start: number, index: number, into: Record<string, string>): number | undefined {
    const text = this.#text;
    let name = this.#names[index];
    if (
      name === undefined ||
      !text.startsWith(name, start) ||
      text.charCodeAt(start + name.length) !== equals
    ) {
      name = text.slice(start, endOfName(text, start));
      if (name === "") return undefined;
      this.#names[index] = name;
    }
    const open = start + name.length + 1;
    if (text.charCodeAt(open - 1) !== equals || text.charCodeAt(open) !== quote) return undefined;
    const end = text.indexOf('"', open + 1);
    // One that is there already, or that every object has: the parser tells what that is.
    if (end === -1 || into[name] !== undefined) return undefined;
    into[name] = text.slice(open + 1, end);
    return end;
  }
}

function endOfName(text: string, start: number): number {
  let end = start;
  for (let unit = text.charCodeAt(start); isLetter(unit) || (end > start && isInName(unit));) {
    end += 1;
    unit = text.charCodeAt(end);
  }
  return end;
}

function isLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
}

/** A digit, "-", "." or "_". */
function isInName(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || unit === 0x2d || unit === 0x2e || unit === 0x5f;
}
