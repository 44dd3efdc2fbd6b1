import { allureJson } from "./allureJson";
import { cucumberJson } from "./cucumberJson";
import { ctrf } from "./ctrf";
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
  pytestJson,
  cucumberJson,
  allureJson,
];

/** JSON is read by the engine's own parser, which wants it whole. */
const mostStarts = 20;
const maxJsonUnits = 256 * 1024 * 1024;

/** Reads results that are one JSON value. Answers with the format's id; undefined where it is none, and a problem says so. */
export async function readJson(
  text: AsyncIterable<string>,
  into: ResultCollector,
): Promise<string | undefined> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of text) {
    parts.push(part);
    length += part.length;
    if (length > maxJsonUnits) {
      into.problem(
        "error",
        "The JSON is longer than 256 million characters. Have the tests write JUnit XML: it is read in parts.",
      );
      return undefined;
    }
  }
  const found = reportIn(parts.join(""), into);
  found?.format.read(found.value, into);
  return found?.format.id;
}

interface Report {
  readonly format: JsonFormat;
  readonly value: unknown;
}

/** A runner's own output may stand before its report, JSON among it: the report begins at the head of a line. */
function reportIn(text: string, into: ResultCollector): Report | undefined {
  const first = text.search(/\S/);
  const heads = [...text.matchAll(/^[{[]/gm)].map(({ index }) => index);
  const starts = [...new Set(/^[{[]/.test(text.slice(first, first + 1)) ? [first, ...heads] : heads)].slice(
    0,
    mostStarts,
  );
  let other = false;
  for (const start of starts) {
    const found = valueAt(text.slice(start));
    if (found === undefined) continue;
    const format = jsonFormats.find(({ isValue }) => isValue(found.value));
    if (format === undefined) {
      other = true;
      continue;
    }
    if (text.slice(0, start).trim() !== "")
      into.problem("warning", "Other output stands before the report; it was passed over.");
    if (found.tail) into.problem("warning", "Other output stands behind the report; it was passed over.");
    return { format, value: found.value };
  }
  for (const start of other ? [] : starts) {
    const cut = wholePart(text.slice(start));
    const format = cut && jsonFormats.find(({ isValue }) => isValue(cut.value));
    if (cut === undefined || format === undefined) continue;
    into.cutOff("The JSON ends too early, or is not valid from there on.", lineAt(text, start + cut.length));
    return { format, value: cut.value };
  }
  into.problem(
    "error",
    other || starts.length === 0
      ? "The JSON is no test result that can be read."
      : "The JSON ends too early or is not valid, and no test of it can be read.",
  );
  return undefined;
}

interface Found {
  readonly value: unknown;
  /** Something stands behind it. */
  readonly tail: boolean;
}

/** A runner's last words may stand behind its report: then the report ends with a bracket, alone on its line or the last one. */
function valueAt(text: string): Found | undefined {
  const close = text.trimStart().startsWith("[") ? "]" : "}";
  const ends = [text.length, text.lastIndexOf(`\n${close}`) + 2, text.lastIndexOf(close) + 1];
  for (const end of ends) {
    if (end <= 1) continue;
    try {
      const value: unknown = JSON.parse(text.slice(0, end));
      return { value, tail: end < text.trimEnd().length };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
