import { isRecord } from "../../halt/isRecord";
import type { ResultCollector } from "./resultCollector";

/** Reads a run that is told line by line. */
export interface LineReader {
  /**
   * A line without its end. Lines that are of something else are passed over.
   * @param number of the line, from 1
   */
  line(text: string, number: number): void;
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
  readonly isLine: (text: string, json: Readonly<Record<string, unknown>> | undefined) => boolean;
  readonly begin: (into: ResultCollector) => LineReader;
}

/** What a line is as JSON; undefined where it is no object, or not valid. */
export function jsonLine(text: string): Readonly<Record<string, unknown>> | undefined {
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
