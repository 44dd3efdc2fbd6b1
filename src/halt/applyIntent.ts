import {
  findNodeAtLocation,
  getNodeValue,
  modify,
  parseTree,
  type Edit,
  type FormattingOptions,
  type ModificationOptions,
  type Node,
} from "jsonc-parser";
import * as z from "zod";
import type { HaltPath, Intent } from "./intent";
import { isList, keyOrder, schemaAt } from "./schemaAt";
import { textUpTo } from "./textUpTo";

/** Replace `length` characters at `offset` by `text`. Offsets count UTF-16 code units of the text before all edits. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

export type AppliedIntent =
  | { readonly ok: true; readonly changes: readonly TextChange[] }
  | { readonly ok: false; readonly message: string };

type JsonPath = (string | number)[];

/**
 * Turns an intent into the smallest change of the halt's text: what the intent does not name keeps its place, its
 * format and the keys that this version does not know. A change that would not fit the schema, or whose item is gone,
 * is refused with a sentence for the person.
 */
export function applyIntent(whole: string, intent: Intent): AppliedIntent {
  const schema = schemaAt(intent.path);
  if (schema === undefined) return refused(`A halt has no place called ${describePath(intent.path)}.`);
  const text = neededText(whole, intent);
  const root = treeOf(text);
  if (root === undefined) return refused("The file is empty.");
  const path = resolvePath(root, intent.path);
  if (path === undefined)
    return refused("The item is no longer in the halt: it was removed in the meantime.");
  switch (intent.kind) {
    case "set":
      return intent.value === undefined
        ? unset(text, root, intent.path, path, schema)
        : set(text, root, intent.path, path, schema, intent.value);
    case "add":
      return add(text, root, intent.path, path, schema, intent.item);
    case "remove":
      return remove(text, root, path, intent.id);
    case "move":
      return move(text, root, path, intent.id, intent.before);
    default:
      return intent satisfies never;
  }
}

/** The text after several intents, one after the other; nothing of it when one is refused. */
export function applyIntents(
  text: string,
  intents: readonly Intent[],
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  let result = text;
  for (const intent of intents) {
    const applied = applyIntent(result, intent);
    if (!applied.ok) return applied;
    result = changeText(result, applied.changes);
  }
  return { ok: true, text: result };
}

/** The text after the changes, which must not overlap. */
function changeText(text: string, changes: readonly TextChange[]): string {
  return [...changes]
    .sort((a, b) => b.offset - a.offset)
    .reduce(
      (result, change) =>
        result.slice(0, change.offset) + change.text + result.slice(change.offset + change.length),
      text,
    );
}

function set(
  text: string,
  root: Node,
  intentPath: HaltPath,
  path: JsonPath,
  schema: z.core.$ZodType,
  value: unknown,
): AppliedIntent {
  const problem = misfit(schema, value);
  if (problem !== undefined) return refused(`${describePath(intentPath)}: ${problem}`);
  const there = findNodeAtLocation(root, path);
  if (there !== undefined && JSON.stringify(getNodeValue(there)) === JSON.stringify(value)) {
    return { ok: true, changes: [] };
  }
  const getInsertionIndex = inOrder(root, intentPath, path);
  return accepted(modifyNear(text, root, path, value, { getInsertionIndex }));
}

function unset(
  text: string,
  root: Node,
  intentPath: HaltPath,
  path: JsonPath,
  schema: z.core.$ZodType,
): AppliedIntent {
  if (misfit(schema, undefined) !== undefined)
    return refused(`${describePath(intentPath)} cannot be left out.`);
  if (findNodeAtLocation(root, path) === undefined) return { ok: true, changes: [] };
  return accepted(modifyNear(text, root, path, undefined));
}

function add(
  text: string,
  root: Node,
  intentPath: HaltPath,
  path: JsonPath,
  schema: z.core.$ZodType,
  item: { readonly id: string },
): AppliedIntent {
  if (!isList(schema)) return refused(`${describePath(intentPath)} is not a list.`);
  const list = findNodeAtLocation(root, path);
  const there = list?.children?.find((child) => idOf(child) === item.id);
  if (there !== undefined) {
    // Asked for twice, as when an editor closed while the first time was on its way.
    const same = JSON.stringify(getNodeValue(there)) === JSON.stringify(item);
    return same ? { ok: true, changes: [] } : refused(`The list already holds ${item.id}.`);
  }
  const problem = misfit(schema, [item]);
  if (problem !== undefined) return refused(`${describePath(intentPath)}: ${problem}`);
  if (list === undefined) {
    const getInsertionIndex = inOrder(root, intentPath, path);
    return accepted(modifyNear(text, root, path, [item], { getInsertionIndex }));
  }
  const last = list.children?.length ?? 0;
  return accepted(modifyNear(text, root, [...path, last], item, { isArrayInsertion: true }));
}

function remove(text: string, root: Node, path: JsonPath, id: string): AppliedIntent {
  const index = indexOf(findNodeAtLocation(root, path), id);
  if (index === -1) return { ok: true, changes: [] };
  return accepted(modifyNear(text, root, [...path, index], undefined));
}

/** Only the items between the old and the new place change their text; what separates them stays. */
function move(text: string, root: Node, path: JsonPath, id: string, before: string | null): AppliedIntent {
  const list = findNodeAtLocation(root, path);
  const items = list?.children ?? [];
  const from = indexOf(list, id);
  if (from === -1) return refused("The item is no longer in the halt: it was removed in the meantime.");
  const beforeIndex = before === null ? items.length : indexOf(list, before);
  if (beforeIndex === -1) return refused("The place to move to is no longer in the halt.");
  const to = beforeIndex > from ? beforeIndex - 1 : beforeIndex;
  if (to === from) return { ok: true, changes: [] };
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const slots = items.slice(first, last + 1);
  const texts = slots.map((node) => text.slice(node.offset, node.offset + node.length));
  const [moved] = texts.splice(from - first, 1);
  if (moved !== undefined) texts.splice(to - first, 0, moved);
  const changes = slots.map((node, index) => ({
    offset: node.offset,
    length: node.length,
    text: texts[index] ?? "",
  }));
  return { ok: true, changes };
}

/** What of the text the intent is about. Which comma goes with a key that goes depends on what follows, so it needs all. */
function neededText(text: string, { path: [first, ...rest] }: Intent): string {
  return typeof first === "string" && rest.length > 0 ? (textUpTo(text, first) ?? text) : text;
}

/** The last text and its tree: what was typed and the edit that it becomes are about the same text. */
let parsed: { readonly text: string; readonly root: Node | undefined } | undefined;

function treeOf(text: string): Node | undefined {
  if (parsed?.text !== text) parsed = { text, root: parseTree(text, [], { disallowComments: true }) };
  return parsed.root;
}

/**
 * The edit, made in the nearest object or list on the way that is there, with the indentation of its line before it: so
 * that a halt with many failures is not read from end to end for each key.
 */
function modifyNear(
  text: string,
  root: Node,
  path: JsonPath,
  value: unknown,
  options: Omit<ModificationOptions, "formattingOptions"> = {},
): readonly Edit[] {
  const all = { ...options, formattingOptions: formatOf(text) };
  let depth = path.length - 1;
  while (depth > 0 && findNodeAtLocation(root, path.slice(0, depth)) === undefined) depth -= 1;
  const container = depth === 0 ? undefined : findNodeAtLocation(root, path.slice(0, depth));
  if (container === undefined) return modify(text, path, value, all);
  const { offset, length } = container;
  const line = text.slice(text.lastIndexOf("\n", offset) + 1, offset);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  const near = indent + text.slice(offset, offset + length);
  const edits = modify(near, path.slice(depth), value, all).map((edit) => withoutIndent(edit, indent));
  // A formatter that moves the line itself needs to see all of it.
  if (edits.some((edit) => edit === undefined)) return modify(text, path, value, all);
  return edits.flatMap((edit) => (edit === undefined ? [] : [{ ...edit, offset: edit.offset + offset }]));
}

/** The edit from the container on: it takes whole lines, with the indentation that stands for what is before it. */
function withoutIndent({ offset, length, content }: Edit, indent: string): Edit | undefined {
  const before = indent.slice(offset);
  if (offset >= indent.length) return { offset: offset - indent.length, length, content };
  if (!content.startsWith(before) || length < before.length) return undefined;
  return { offset: 0, length: length - before.length, content: content.slice(before.length) };
}

/** The path with the ids of items replaced by their indexes; undefined when an item is gone. */
function resolvePath(root: Node, path: HaltPath): JsonPath | undefined {
  const resolved: JsonPath = [];
  for (const step of path) {
    if (typeof step === "string") {
      resolved.push(step);
      continue;
    }
    const index = indexOf(findNodeAtLocation(root, resolved), step.id);
    if (index === -1) return undefined;
    resolved.push(index);
  }
  return resolved;
}

function indexOf(list: Node | undefined, id: string): number {
  return list?.type === "array" ? (list.children ?? []).findIndex((child) => idOf(child) === id) : -1;
}

function idOf(node: Node): string | undefined {
  const value: unknown = findNodeAtLocation(node, ["id"])?.value;
  return typeof value === "string" ? value : undefined;
}

function misfit(schema: z.core.$ZodType, value: unknown): string | undefined {
  const result = z.safeParse(schema, value);
  return result.success ? undefined : result.error.issues.map((issue) => issue.message).join("; ");
}

/** A new key stands where the schema puts it, before the first known key that follows. */
function inOrder(root: Node, intentPath: HaltPath, path: JsonPath): (properties: string[]) => number {
  let depth = path.length - 1;
  while (depth > 0 && findNodeAtLocation(root, path.slice(0, depth)) === undefined) depth -= 1;
  const order = keyOrder(intentPath.slice(0, depth));
  const step = intentPath[depth];
  const own = typeof step === "string" ? order.indexOf(step) : -1;
  return (properties) => {
    const index = properties.findIndex((property) => order.indexOf(property) > own);
    return own === -1 || index === -1 ? properties.length : index;
  };
}

/** The file's own indentation and line ends. */
function formatOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  const eol = /\r?\n/.exec(text)?.[0] ?? "\n";
  return {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol,
  };
}

function describePath(path: HaltPath): string {
  return path.map((step) => (typeof step === "string" ? step : `"${step.id}"`)).join(".");
}

function accepted(edits: readonly Edit[]): AppliedIntent {
  return {
    ok: true,
    changes: edits.map(({ offset, length, content }) => ({ offset, length, text: content })),
  };
}

function refused(message: string): AppliedIntent {
  return { ok: false, message };
}
