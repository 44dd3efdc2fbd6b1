import type { Attributes } from "./xmlFormat";

/** More shapes are not remembered. */
const mostShapes = 128;
const mostAttributes = 50;
const none: Attributes = Object.freeze({});

const name = String.raw`[A-Za-z][\w.-]*`;
const beginning = new RegExp(`<(${name})`, "y");
const attribute = new RegExp(String.raw`([ \t\n]+)(${name})=(["'])`, "y");
/** Space before a tag; a carriage return alone is a line of its own. */
const gap = String.raw`[ \t]*(?:\r?\n[ \t]*)*`;
const end = String.raw`[ \t\n]*(/?)>`;
/** What XML forbids in a value, or changes (https://www.w3.org/TR/xml/#AVNormalize); references are looked at later. */
const unplain = String.raw`<\0-\x1F\uFFFE\uFFFF`;

/** A tag as one was seen: most of a file are tags of a few names, each with the same attributes in the same order. */
interface Shape {
  readonly name: string;
  /** Names of attributes that differ from each other. */
  readonly names: readonly string[];
  /** The space before it, the values, and the slash of an element without content. */
  readonly pattern: RegExp;
}

/**
 * Reads tags that open an element and in which nothing can be wrong: names of ASCII and without a prefix, values in quotes
 * and without what is forbidden or changed (https://www.w3.org/TR/xml/#NT-STag). Each shape of a tag becomes a pattern.
 */
export class PlainTags {
  readonly #resolved: (value: string) => string | undefined;
  readonly #shapes = new Map<string, Shape[]>();
  #count = 0;
  #last: Shape | undefined;
  #text = "";
  #nextReference = -1;
  name = "";
  attributes: Attributes = none;
  /** The element has no content. */
  isEmpty = false;

  /** @param resolved a value without its references; undefined where it is not plain */
  constructor(resolved: (value: string) => string | undefined) {
    this.#resolved = resolved;
  }

  /** Takes the text that is looked at from now on. */
  take(text: string): void {
    this.#text = text;
    this.#nextReference = -1;
  }

  /**
   * Reads a tag of the shape of the one before, with the space that stands before it.
   * @returns where the text goes on behind it; -1 where anything else stands there, or the text ends before the tag does
   */
  readNext(start: number): number {
    return this.#last === undefined ? -1 : this.#match(this.#last, start);
  }

  /** Reads the tag that begins at a place; answers as `readNext` does. */
  read(start: number): number {
    beginning.lastIndex = start;
    const tag = beginning.exec(this.#text)?.[1];
    if (tag === undefined) return -1;
    const known = this.#shapes.get(tag) ?? [];
    for (const shape of known) {
      const found = shape === this.#last ? -1 : this.#match(shape, start);
      if (found !== -1) return found;
    }
    const shape = this.#count < mostShapes ? shapeAt(this.#text, tag, start) : undefined;
    const found = shape === undefined ? -1 : this.#match(shape, start);
    if (shape !== undefined && found !== -1) {
      this.#count += 1;
      this.#shapes.set(tag, [shape, ...known]);
    }
    return found;
  }

  #match(shape: Shape, start: number): number {
    const { pattern, names } = shape;
    pattern.lastIndex = start;
    const match = pattern.exec(this.#text);
    if (match === null) return -1;
    const behind = pattern.lastIndex;
    const hasReferences = this.#referenceFrom(start) < behind;
    if (names.length === 0) this.attributes = none;
    else {
      const attributes: Record<string, string> = {};
      for (let index = 0; index < names.length; index += 1) {
        let value = match[index + 1];
        if (hasReferences && value !== undefined) value = this.#resolved(value);
        if (value === undefined) return -1;
        attributes[names[index] ?? ""] = value;
      }
      this.attributes = attributes;
    }
    this.#last = shape;
    this.name = shape.name;
    this.isEmpty = match[names.length + 1] === "/";
    return behind;
  }

  #referenceFrom(from: number): number {
    if (this.#nextReference < from) {
      const found = this.#text.indexOf("&", from);
      this.#nextReference = found === -1 ? Number.MAX_SAFE_INTEGER : found;
    }
    return this.#nextReference;
  }
}

/** The shape of the tag that begins at a place; undefined where it is not plain. */
function shapeAt(text: string, tag: string, start: number): Shape | undefined {
  const names: string[] = [];
  let pattern = `${gap}<${escaped(tag)}`;
  let at = start + 1 + tag.length;
  for (;;) {
    attribute.lastIndex = at;
    const [lead, space, key, quote] = attribute.exec(text) ?? [];
    if (lead === undefined || space === undefined || key === undefined || quote === undefined) break;
    // One that is there already, or that every object has: the parser tells what that is.
    if (names.includes(key) || key in none || names.length === mostAttributes) return undefined;
    names.push(key);
    pattern += `${space}${escaped(key)}=${quote}([^${quote}${unplain}]*)${quote}`;
    at = text.indexOf(quote, at + lead.length) + 1;
    if (at === 0) return undefined;
  }
  return { name: interned(tag), names: names.map(interned), pattern: new RegExp(pattern + end, "y") };
}

function escaped(plainName: string): string {
  return plainName.replaceAll(".", String.raw`\.`);
}

/** The same text as one that is not a part of a longer one, which it would keep. */
function interned(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}
