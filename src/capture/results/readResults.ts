import type { TestResults } from "../../halt/testResults";
import { decodeText } from "./decodeText";
import { FailureCollector, type CollectOptions } from "./failureCollector";
import { readJestJson } from "./jestJson";
import { readJunitXml } from "./junitXml";
import { readMochaJson } from "./mochaJson";

/** JSON cannot be read in parts by the engine's own parser. */
const maxJsonCharacters = 128 * 1024 * 1024;

const notKnown =
  "The format is not known. JUnit XML and the JSON of Mocha, Jest and Vitest can be read; most test runners can write JUnit XML.";

/**
 * Reads a result file, whatever its format, from its bytes. Nothing is thrown for what a file may hold: a file that holds
 * no test or cannot be read whole has a problem of severity `error`, and is never "0 failures".
 */
export async function readResults(
  chunks: AsyncIterable<Uint8Array>,
  options: CollectOptions = {},
): Promise<TestResults> {
  const into = new FailureCollector(options);
  const text = decodeText(chunks)[Symbol.asyncIterator]();
  let head = "";
  try {
    while (head.trim().length < 1) {
      const next = await text.next();
      if (next.done === true) break;
      head += next.value.replace(/^\uFEFF/, "");
    }
  } catch (error) {
    into.problem("error", `The file is no text: ${error instanceof Error ? error.message : String(error)}`);
    return into.results("unknown");
  }
  if (head.trim() === "") {
    into.problem("error", "The file is empty.");
    return into.results("unknown");
  }
  if (head.trimStart().startsWith("<")) {
    const known = await readJunitXml(rest(head.trimStart(), text), into);
    if (!known) into.problem("error", notKnown);
    return into.results(known ? "junit" : "unknown");
  }
  return into.results(await readJson(rest(head, text), into));
}

async function* rest(head: string, text: AsyncIterator<string>): AsyncIterable<string> {
  yield head;
  for (let next = await text.next(); next.done !== true; next = await text.next()) yield next.value;
}

async function readJson(text: AsyncIterable<string>, into: FailureCollector): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  try {
    for await (const part of text) {
      parts.push(part);
      length += part.length;
      if (length > maxJsonCharacters) {
        into.problem(
          "error",
          "The JSON is longer than 128 MiB. Write JUnit XML instead: it is read in parts.",
        );
        return "unknown";
      }
    }
  } catch (error) {
    into.problem("error", `The file is no text: ${error instanceof Error ? error.message : String(error)}`);
    return "unknown";
  }
  const value = parseJson(parts.join(""), into);
  if (value === undefined) return "unknown";
  if (readMochaJson(value, into)) return "mocha-json";
  const format = readJestJson(value, into);
  if (format === undefined) into.problem("error", notKnown);
  return format ?? "unknown";
}

/** A runner's own output may stand before its report: then the report begins at a line with `{`. */
function parseJson(text: string, into: FailureCollector): unknown {
  const start = text.trimStart().startsWith("{") ? 0 : text.search(/^\{/m);
  if (start === -1) {
    into.problem("error", notKnown);
    return undefined;
  }
  if (start > 0) into.problem("warning", "Other output stands before the report; it was passed over.");
  const report = text.slice(start);
  try {
    return JSON.parse(report) as unknown;
  } catch (error) {
    const whole = withoutTail(report);
    if (whole !== undefined) {
      into.problem("warning", "Other output stands behind the report; it was passed over.");
      return whole.value;
    }
    // The engine quotes the text around the fault, which may be half a secret.
    const why = error instanceof Error ? error.message.replace(/, (\.\.\.)?".*$/s, "") : String(error);
    into.problem("error", `The JSON is not whole or not valid: ${why}.`);
    return undefined;
  }
}

/** A runner's last words may stand behind its report: then the report ends with a `}`, alone on its line or the last one. */
function withoutTail(text: string): { readonly value: unknown } | undefined {
  for (const end of [text.lastIndexOf("\n}") + 1, text.lastIndexOf("}")]) {
    if (end <= 0) continue;
    try {
      return { value: JSON.parse(text.slice(0, end + 1)) as unknown };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}
