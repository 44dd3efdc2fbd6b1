import { isRecord } from "../../halt/isRecord";
import type { ResultCollector } from "./resultCollector";

/** A line that is an object of JSON. */
export type JsonLine = Readonly<Record<string, unknown>>;

/** Reads a run that is told line by line. */
export interface LineReader {
  /**
   * A line without its end. Lines that are of something else are passed over.
   * @param json what it is as JSON, where it is an object
   * @param number of the line, from 1
   */
  line(text: string, json: JsonLine | undefined, number: number): void;
  /**
   * Reads the line that begins at a place of a text where that can be done faster than by `line`, and tells the same.
   * @returns where the next line begins; -1 where nothing was read
   */
  plainLine?(text: string, start: number): number;
  /** The text that plain lines were read from is given up: of what is kept of it, copies are made. */
  letGo?(): void;
  /** Once, behind the last line: what is still open is counted. */
  end(): void;
}

/** A format of test results that is lines of text, or of JSON. */
export interface LineFormat {
  readonly id: string;
  /**
   * Whether a line can only be of this format.
   * @param json what the line is as JSON, where it is an object
   */
  readonly isLine: (text: string, json: JsonLine | undefined) => boolean;
  readonly begin: (into: ResultCollector) => LineReader;
}

/** What a line is as JSON; undefined where it is no object, or not valid. */
export function jsonLine(text: string): JsonLine | undefined {
  const line = text.trim();
  if (!line.startsWith("{") || !line.endsWith("}")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
