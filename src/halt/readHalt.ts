import {
  parse,
  parseTree,
  printParseErrorCode,
  findNodeAtLocation,
  type Node,
  type ParseError,
} from "jsonc-parser";
import { findOddity } from "./oddities";
import { haltSchema, haltVersion, type Halt } from "./schema/halt";

/** What is wrong with a halt's text; `line` and `column` are 1-based. */
export interface HaltProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export type ReadHalt =
  | { readonly ok: true; readonly halt: Halt }
  | {
      readonly ok: false;
      readonly reason: "empty" | "notJson" | "newer" | "invalid";
      readonly problems: readonly HaltProblem[];
    };

/**
 * Reads the text of a `*.halt.json` file. A text that is no halt of a known version gives its problems, each with its
 * place; nothing is guessed and nothing thrown.
 */
export function readHalt(text: string): ReadHalt {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (source.trim() === "") {
    return { ok: false, reason: "empty", problems: [{ message: "The file is empty.", line: 1, column: 1 }] };
  }
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    // JSON.parse tells no line in every engine; the tolerant parser does.
    return { ok: false, reason: "notJson", problems: syntaxProblems(source) };
  }
  const odd = findOddity(source, value);
  if (odd !== undefined) {
    const place = typeof odd.at === "number" ? lineAndColumn(source, odd.at) : placeOf(source, odd.at);
    return { ok: false, reason: "invalid", problems: [{ message: odd.message, ...place }] };
  }
  const newer = newerVersion(value);
  if (newer !== undefined) {
    const message = `The halt has version ${newer}; this release of Release Halt reads up to version ${haltVersion}. Update Release Halt to edit it.`;
    return { ok: false, reason: "newer", problems: [{ message, ...placeOf(source, ["version"]) }] };
  }
  const result = haltSchema.safeParse(value);
  if (result.success) return { ok: true, halt: result.data };
  const problems = result.error.issues.map((issue) => ({
    message: issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`,
    ...placeOf(
      source,
      issue.path.filter((key) => typeof key !== "symbol"),
    ),
  }));
  return { ok: false, reason: "invalid", problems };
}

function newerVersion(value: unknown): number | undefined {
  if (typeof value !== "object" || value === null || !("version" in value)) return undefined;
  return typeof value.version === "number" && value.version > haltVersion ? value.version : undefined;
}

function syntaxProblems(source: string): HaltProblem[] {
  const errors: ParseError[] = [];
  unlessTooDeep(
    () => parse(source, errors, { disallowComments: true, allowTrailingComma: false }) as unknown,
  );
  const problems = errors
    .slice(0, 20)
    .map((error) => ({ message: syntaxMessage(error, source), ...lineAndColumn(source, error.offset) }));
  return problems.length > 0 ? problems : [{ message: "The file is not valid JSON.", line: 1, column: 1 }];
}

function syntaxMessage(error: ParseError, source: string): string {
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  const end = error.offset >= source.trimEnd().length ? " The file seems to be cut off here." : "";
  return `Not valid JSON: ${words}.${end}`;
}

/** The place of the value at `path`, or of the nearest parent that is there. */
function placeOf(source: string, path: readonly (string | number)[]): { line: number; column: number } {
  const root = unlessTooDeep(() => parseTree(source));
  for (let length = path.length; root !== undefined && length >= 0; length -= 1) {
    const node: Node | undefined = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return lineAndColumn(source, node.offset);
  }
  return { line: 1, column: 1 };
}

function lineAndColumn(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The tolerant parser calls itself for each level, which a hostile file exhausts; then no place is known. */
function unlessTooDeep<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
