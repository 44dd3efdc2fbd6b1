import { isMap, isSeq, parseDocument, type Document } from "yaml";
import { isRecord } from "../../halt/isRecord";
import { withBlock } from "./blockFile";
import { outsideOfBlocks, withoutBlocks } from "./markedBlock";

export type YamlEdit =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

export type YamlPath = readonly (string | number)[];

/** A text read as YAML; undefined where it has mistakes, or is no single mapping. */
export interface ReadYaml {
  readonly document: Document.Parsed;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Reads a text as one mapping; a key that stands twice is a mistake, and so are aliases that grow without bounds. */
export function readYaml(text: string): ReadYaml | undefined {
  const document = parseDocument(text, { logLevel: "error", uniqueKeys: true });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  try {
    const value: unknown = document.toJS({ maxAliasCount: 1000 });
    return isRecord(value) ? { document, value } : undefined;
  } catch {
    // Aliases that grow without bounds.
    return undefined;
  }
}

/** Puts a block before the first entry of a mapping or a list that is written over several lines. */
export function prependInYaml(text: string, path: YamlPath, lines: readonly string[]): YamlEdit {
  const read = readYaml(text);
  if (read === undefined) return { ok: false, why: "it is not a single YAML mapping" };
  const node: unknown = path.length === 0 ? read.document.contents : read.document.getIn(path, true);
  const name = path.length === 0 ? "the top level" : `"${path.join(".")}"`;
  if (!isMap(node) && !isSeq(node)) return { ok: false, why: `${name} holds no list or mapping` };
  const start = node.range?.[0];
  if (node.flow === true || start === undefined) return { ok: false, why: `${name} is written in one line` };
  return checked(text, read, atLineOf(text, start, lines), name);
}

/** Puts a block before an entry of a list, or before the first key of a mapping that is an entry of a list. */
export function insertInYaml(text: string, offset: number, lines: readonly string[]): YamlEdit {
  const read = readYaml(text);
  if (read === undefined) return { ok: false, why: "it is not a single YAML mapping" };
  return checked(text, read, atLineOf(text, offset, lines), "the place");
}

/** Puts a block with entries of the top level at the end. */
export function appendToYaml(text: string, lines: readonly string[]): YamlEdit {
  if (
    text
      .replace(/^\uFEFF/, "")
      .replaceAll(/^\s*#.*$/gm, "")
      .trim() === ""
  ) {
    return { ok: true, text: withBlock(text, text.length, lines) };
  }
  const read = readYaml(text);
  if (read === undefined || !isMap(read.document.contents))
    return { ok: false, why: "it is not a single YAML mapping" };
  if (read.document.contents.flow === true) return { ok: false, why: "the top level is written in one line" };
  return checked(text, read, withBlock(text, text.length, lines), "the top level");
}

function atLineOf(text: string, offset: number, lines: readonly string[]): string | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const indent = before.replace(/^\uFEFF/, "");
  if (/[^ ]/.test(indent)) return undefined;
  return withBlock(text, outsideOfBlocks(text, offset - indent.length), lines, { indent });
}

/** Takes an edit only when it can be undone to the byte, and when all that was there still says the same. */
function checked(text: string, before: ReadYaml, edited: string | undefined, name: string): YamlEdit {
  if (edited === undefined) return { ok: false, why: `${name} does not start on a line of its own` };
  const after = readYaml(edited);
  const same =
    withoutBlocks(edited).text === withoutBlocks(text).text &&
    after !== undefined &&
    holdsAll(after.value, before.value);
  return same ? { ok: true, text: edited } : { ok: false, why: `${name} could not be edited safely` };
}

/** Whether a value holds all of another one: entries may have been added to it, none changed or lost. */
function holdsAll(value: unknown, all: unknown): boolean {
  if (isList(all)) return isList(value) && holdsItems(value, all);
  if (isRecord(all)) {
    return (
      isRecord(value) &&
      Object.entries(all).every(([key, item]) => Object.hasOwn(value, key) && holdsAll(value[key], item))
    );
  }
  return Object.is(value, all);
}

/** Entries come in at one place of a list, which is found by trying. */
function holdsItems(list: readonly unknown[], all: readonly unknown[]): boolean {
  const added = list.length - all.length;
  const without = (at: number): readonly unknown[] => [...list.slice(0, at), ...list.slice(at + added)];
  return (
    added >= 0 &&
    Array.from({ length: added === 0 ? 1 : all.length + 1 }, (_, at) => without(at)).some((rest) =>
      all.every((item, index) => holdsAll(rest[index], item)),
    )
  );
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
