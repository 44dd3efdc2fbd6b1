import { findNodeAtLocation, getNodeValue, parseTree, type Node, type ParseError } from "jsonc-parser";

export type JsonPath = readonly (string | number)[];

/** The tree of a JSON text, with comments allowed; undefined where it has mistakes. */
export function jsonTree(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true });
  return errors.length > 0 ? undefined : tree;
}

/** The value at a path of a JSON text; undefined where there is none, or the text has mistakes. */
export function jsonValue(text: string, path: JsonPath): unknown {
  const node = nodeAt(text, path);
  return node === undefined ? undefined : getNodeValue(node);
}

/**
 * Puts an entry before the first one of an object or list. What was there keeps each of its bytes, and `removeEntry` takes
 * the entry out again without a trace.
 * @param entry as it is written: `"key": value`, or a value
 */
export function prependEntry(text: string, path: JsonPath, entry: string): string | undefined {
  const node = nodeAt(text, path);
  if (node === undefined || (node.type !== "object" && node.type !== "array")) return undefined;
  const [first] = node.children ?? [];
  const inside = node.offset + 1;
  if (first === undefined) return text.slice(0, inside) + entry + text.slice(inside);
  const space = /^\s*/.exec(text.slice(inside))?.[0] ?? "";
  return `${text.slice(0, inside)}${space}${entry},${text.slice(inside)}`;
}

/** An entry as it is written, `"key": value` or a value; undefined where there is none. */
export function entryText(text: string, path: JsonPath): string | undefined {
  const entry = entryAt(text, path);
  return entry && text.slice(entry.offset, entry.offset + entry.length);
}

/** Takes an entry out, with the white space before it and one comma. Comments stay. */
export function removeEntry(text: string, path: JsonPath): string | undefined {
  const entry = entryAt(text, path);
  const list = entry?.parent;
  const entries = list?.children;
  if (entry === undefined || list === undefined || entries === undefined) return undefined;
  const index = entries.indexOf(entry);
  const [previous, next] = [entries[index - 1], entries[index + 1]];
  const start = previous === undefined ? list.offset + 1 : previous.offset + previous.length;
  const end = next?.offset ?? list.offset + list.length - 1;
  const before = text.slice(start, entry.offset);
  const after = text.slice(entry.offset + entry.length, end);
  const gap = commaIn(after) === undefined ? withoutComma(before) : before;
  // What follows must not become a part of a comment.
  const kept = entries.length === 1 || endsInLineComment(gap) ? gap : gap.trimEnd();
  return text.slice(0, start) + kept + withoutComma(after) + text.slice(end);
}

/** What is written before and after what a string holds. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

/** Writes something around what a string holds, whose own spelling is kept. */
export function surroundString(text: string, path: JsonPath, { before, after }: Around): string | undefined {
  const node = nodeAt(text, path);
  if (node?.type !== "string") return undefined;
  const [start, end] = [node.offset + 1, node.offset + node.length - 1];
  return text.slice(0, start) + written(before) + text.slice(start, end) + written(after) + text.slice(end);
}

/** The reverse of `surroundString`; undefined where the string does not start and end so. */
export function withoutAround(text: string, path: JsonPath, { before, after }: Around): string | undefined {
  const node = nodeAt(text, path);
  if (node?.type !== "string") return undefined;
  const [start, end] = [node.offset + 1, node.offset + node.length - 1];
  const held = text.slice(start, end);
  const [first, last] = [written(before), written(after)];
  if (held.length < first.length + last.length || !held.startsWith(first) || !held.endsWith(last))
    return undefined;
  return text.slice(0, start) + held.slice(first.length, held.length - last.length) + text.slice(end);
}

function written(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function nodeAt(text: string, path: JsonPath): Node | undefined {
  const tree = jsonTree(text);
  return tree === undefined ? undefined : findNodeAtLocation(tree, [...path]);
}

function entryAt(text: string, path: JsonPath): Node | undefined {
  const value = nodeAt(text, path);
  return value?.parent?.type === "property" ? value.parent : value;
}

/** What stands between two entries, beside white space. */
const commentOrComma = /\/\/.*|\/\*[^]*?\*\/|,/g;

/** Where the comma stands in what is between two entries, which may hold comments. */
function commaIn(between: string): number | undefined {
  return [...between.matchAll(commentOrComma)].find(([found]) => found === ",")?.index;
}

function endsInLineComment(between: string): boolean {
  const [last = ""] = [...between.matchAll(commentOrComma)].at(-1) ?? [];
  return last.startsWith("//");
}

function withoutComma(between: string): string {
  const comma = commaIn(between);
  return comma === undefined ? between : between.slice(0, comma) + between.slice(comma + 1);
}
