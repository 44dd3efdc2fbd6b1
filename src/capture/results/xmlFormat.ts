import { decimal } from "./decimal";
import type { ResultCollector } from "./resultCollector";

export type Attributes = Readonly<Record<string, string>>;

/** Reads the events of one XML document. Names come without their prefix. */
export interface XmlReader {
  open(name: string, attributes: Attributes): void;
  /** Where the text goes that stands next, character data and CDATA alike; most of a file is text that nobody asks for. */
  readonly text: ElementText | undefined;
  close(name: string): void;
  /** Once, behind the root or where the file is cut off: what is still open is counted. */
  end(): void;
}

/** A format of test results that is XML. */
export interface XmlFormat {
  readonly id: string;
  /** Whether a document with this root is of the format. */
  readonly isRoot: (name: string, attributes: Attributes) => boolean;
  readonly begin: (into: ResultCollector) => XmlReader;
}

/** No less than the collector keeps of a text. */
const keptUnits = 8 * 1024;

/** The text of an element, up to its first 8,192 characters or as many as are asked for; the bytes beyond are counted. */
export class ElementText {
  readonly #most: number;
  #parts = "";
  /** Bytes that were left out. */
  cut = 0;

  constructor(most = keptUnits) {
    this.#most = most;
  }

  /** Takes the next part of the text. */
  add(part: string): void {
    const room = Math.max(0, this.#most - this.#parts.length);
    this.#parts += part.slice(0, room);
    if (part.length > room) this.cut += Buffer.byteLength(part.slice(room));
  }

  get value(): string {
    return this.#parts.trim();
  }
}

/** A duration in seconds, as XML formats write it ("1,234.5" among them), in milliseconds. */
export function secondsToMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = decimal(text) ?? (text.trim() === "" ? Number.NaN : Number(text.replaceAll(",", "")));
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** A count or a line number; undefined where the text is none. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
