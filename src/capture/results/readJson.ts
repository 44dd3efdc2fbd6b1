import { allureJson } from "./allureJson";
import { cucumberJson } from "./cucumberJson";
import { ctrf } from "./ctrf";
import { gitlabReport } from "./gitlabReport";
import { gtestJson } from "./gtestJson";
import { jestJson, vitestJson } from "./jestJson";
import type { JsonFormat } from "./jsonFormat";
import { mochaJson } from "./mochaJson";
import { mochawesome } from "./mochawesome";
import { playwrightJson } from "./playwrightJson";
import { pytestJson } from "./pytestJson";
import type { ResultCollector } from "./resultCollector";
import { rspecJson } from "./rspecJson";
import { wholePart } from "./wholePart";

/** The formats that are one JSON value, by what it holds. */
const jsonFormats: readonly JsonFormat[] = [
  ctrf,
  jestJson,
  vitestJson,
  playwrightJson,
  mochawesome,
  mochaJson,
  rspecJson,
  gtestJson,
  gitlabReport,
  pytestJson,
  cucumberJson,
  allureJson,
];

/** JSON is read by the engine's own parser, which wants it whole. */
const mostStarts = 20;
const maxJsonUnits = 256 * 1024 * 1024;

export type ReadJson =
  | { readonly ok: true; readonly format: string }
  /** The text, of which no value is a report, and why. */
  | { readonly ok: false; readonly text: string; readonly problem: string };

/** Whether a value is a report of one of the formats. */
export function isReport(value: unknown): boolean {
  return jsonFormats.some(({ isValue }) => isValue(value));
}

/** Whether a report, whole or not, begins at the head of one of a text's first lines of JSON. */
export function holdsReport(text: string): boolean {
  const heads = [...text.matchAll(/^[{[]/gm)].map(({ index }) => index);
  return hasReport(text, heads.slice(0, mostStarts));
}

/**
 * Reads results that are one JSON value.
 * @param start where the first line begins that may be it
 * @param linesBefore that stood before the text
 */
export async function readJson(
  text: AsyncIterable<string>,
  start: number,
  linesBefore: number,
  into: ResultCollector,
): Promise<ReadJson> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of text) {
    parts.push(part);
    length += part.length;
    if (length > maxJsonUnits) {
      const problem =
        "The JSON is longer than 256 million characters. Have the tests write JUnit XML: it is read in parts.";
      return { ok: false, text: "", problem };
    }
  }
  const whole = parts.join("");
  const found = reportIn(whole, start, linesBefore, into);
  if (typeof found === "string") return { ok: false, text: whole, problem: found };
  found.format.read(found.value, into);
  return { ok: true, format: found.format.id };
}

interface Report {
  readonly format: JsonFormat;
  readonly value: unknown;
}

/**
 * A runner's own output may stand before its report, JSON among it: the report begins at the head of a line. Answers with
 * what is wrong where there is none.
 */
function reportIn(text: string, from: number, linesBefore: number, into: ResultCollector): Report | string {
  const first = from + text.slice(from).search(/\S/);
  const heads = [...text.matchAll(/^[{[]/gm)].map(({ index }) => index).filter((index) => index >= from);
  const starts = [...new Set(/^[{[]/.test(text.slice(first, first + 1)) ? [first, ...heads] : heads)].slice(
    0,
    mostStarts,
  );
  let other = false;
  for (const [index, start] of starts.entries()) {
    const whole = valueAt(text.slice(start));
    const found = whole ?? valueBefore(text, starts, index);
    if (found === undefined) continue;
    const format = jsonFormats.find(({ isValue }) => isValue(found.value));
    if (format === undefined) {
      other ||= whole !== undefined;
      continue;
    }
    if (linesBefore > 0 || text.slice(0, start).trim() !== "")
      into.problem("warning", "Other output stands before the report; it was passed over.");
    const end = start + found.end;
    const behind = starts.filter((other) => other >= end);
    if (hasReport(text, behind)) into.cutOff("Another report stands behind the first one.");
    else if (text.slice(end).trim() !== "")
      into.problem("warning", "Other output stands behind the report; it was passed over.");
    return { format, value: found.value };
  }
  for (const start of other ? [] : starts) {
    const cut = wholePart(text.slice(start));
    const format = cut && jsonFormats.find(({ isValue }) => isValue(cut.value));
    if (cut === undefined || format === undefined) continue;
    const line = linesBefore + lineAt(text, start + cut.length);
    into.cutOff("The JSON ends too early, or is not valid from there on.", line);
    return { format, value: cut.value };
  }
  return other || starts.length === 0
    ? "The JSON is no test result that can be read."
    : "The JSON ends too early or is not valid, and no test of it can be read.";
}

interface Found {
  readonly value: unknown;
  /** Where it ends, from its beginning. */
  readonly end: number;
}

/** A runner's last words may stand behind its report: then the report ends with a bracket, alone on its line or the last one. */
function valueAt(text: string): Found | undefined {
  const close = text.trimStart().startsWith("[") ? "]" : "}";
  const ends = [text.length, text.lastIndexOf(`\n${close}`) + 2, text.lastIndexOf(close) + 1];
  for (const end of ends) {
    if (end <= 1) continue;
    try {
      const value: unknown = JSON.parse(text.slice(0, end));
      return { value, end };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/** The value that stands between the place where it begins and the next one. */
function valueBefore(text: string, starts: readonly number[], index: number): Found | undefined {
  return index + 1 < starts.length ? valueAt(text.slice(starts[index], starts[index + 1])) : undefined;
}

/** Whether a report begins at one of the places, whole or not. */
function hasReport(text: string, starts: readonly number[]): boolean {
  return starts.some((start, index) => {
    const rest = text.slice(start);
    const found = valueAt(rest) ?? valueBefore(text, starts, index) ?? wholePart(rest);
    return found !== undefined && isReport(found.value);
  });
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
