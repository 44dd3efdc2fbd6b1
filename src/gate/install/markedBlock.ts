import { createHash } from "node:crypto";

/** How a block is written at its place. */
export interface BlockPlace {
  /** White space before each line. */
  readonly indent: string;
  /** The file's line end. */
  readonly eol: string;
  /** What starts a comment in the file's format. */
  readonly comment: "#" | "//";
}

export interface Unmarked {
  readonly text: string;
  /** How many blocks were there. */
  readonly found: number;
  /** A block that does not hold what was written into it, or that has no end. */
  readonly editedByHand: boolean;
  /** The whole file was made by an installation, and nothing else came into it since. */
  readonly onlyOurs: boolean;
}

const opening = ">>> release-halt >>>";
const closing = "<<< release-halt <<<";
const keeping = "was:";
/** Between these lines of a block a person may change what they like. */
export const settingsMarks = {
  start: "# release-halt settings: begin",
  end: "# release-halt settings: end",
};
/** A line of the block in a file that was not there before. */
export const madeByUs = 'This file was made by release-halt; "release-halt uninstall" takes it away.';

/**
 * Lines between two marks, which an uninstallation takes out again. The first mark carries a sum of the lines, so that a
 * change by hand is noticed.
 * @param replaces whole lines of the file that stand in the block as comments and come back with its removal
 * @returns without a line end after the last line
 */
export function markedBlock(
  lines: readonly string[],
  place: BlockPlace,
  replaces: readonly string[] = [],
): string {
  const { indent, eol, comment } = place;
  const inside = [...replaces.map((line) => `${comment} ${keeping}${line}`), ...lines];
  return [`${comment} ${opening} ${sumOf(inside)}`, ...inside, `${comment} ${closing}`]
    .map((line) => (line === "" ? "" : indent + line))
    .join(eol);
}

/** The text without its blocks: what was there before they came, byte for byte. */
export function withoutBlocks(text: string): Unmarked {
  let [rest, at, found, editedByHand, made] = ["", 0, 0, false, false];
  for (const block of blocksOf(text)) {
    found += 1;
    if (block.end === undefined) {
      editedByHand = true;
      continue;
    }
    editedByHand ||= sumOf(block.inside) !== block.sum;
    made ||= block.inside.some((line) => line.endsWith(madeByUs));
    rest += text.slice(at, block.start);
    at = block.end;
    const kept = block.inside.flatMap((line) => keptLine(line));
    rest += kept.map((line) => line + block.eol).join("");
    // A block at the very end brought the line end before it along.
    if (at === text.length && !text.endsWith("\n")) rest = rest.replace(/\r?\n$/, "");
  }
  rest += text.slice(at);
  return { text: rest, found, editedByHand, onlyOurs: made && /^(?:#![^\n]*\n)?\s*$/.test(rest) };
}

/**
 * Whether a text's blocks are as they were written. A mark that starts no block, or ends none, is the half of one, or of
 * one that was made a comment.
 */
export function blocksState(text: string): "none" | "whole" | "edited" {
  const [opened, closed] = [opening, closing].map((mark) => text.split(mark).length - 1);
  if (opened === 0 && closed === 0) return "none";
  const { found, editedByHand } = withoutBlocks(text);
  return editedByHand || opened !== found || closed !== found ? "edited" : "whole";
}

/** Where the blocks of a text start and end. */
export function blockRanges(text: string): readonly { readonly start: number; readonly end: number }[] {
  return blocksOf(text).map(({ start, end = text.length }) => ({ start, end }));
}

/** Puts a block at the start of a line. */
export function insertBlock(text: string, offset: number, block: string, eol: string): string {
  if (offset === text.length && text !== "" && !text.endsWith("\n")) return text + eol + block;
  return text.slice(0, offset) + block + eol + text.slice(offset);
}

/** The place itself, or the start of the block that it lies in. */
export function outsideOfBlocks(text: string, offset: number): number {
  const around = blocksOf(text).find(({ start, end = text.length }) => start < offset && offset < end);
  return around?.start ?? offset;
}

/** The line end that the first line of a text has. */
export function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

interface Block {
  readonly start: number;
  /** After the line end; undefined without a closing mark. */
  readonly end: number | undefined;
  readonly sum: string | undefined;
  readonly eol: string;
  /** The lines between the marks, without the block's own indentation. */
  readonly inside: readonly string[];
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const first = new RegExp(String.raw`^([ \t]*)(#|//) ${opening}(?: ([0-9a-f]{8}))?[ \t]*\r?(\n|$)`, "gm");
  for (let open = first.exec(text); open !== null; open = first.exec(text)) {
    const [whole, indent = "", comment = "#", sum] = open;
    const last = new RegExp(String.raw`^[ \t]*${comment} ${closing}[ \t]*\r?(\n|$)`, "gm");
    last.lastIndex = open.index + whole.length;
    const close = last.exec(text);
    const inside = text
      .slice(open.index + whole.length, close?.index)
      .split(/\r?\n/)
      .slice(0, -1);
    blocks.push({
      start: open.index,
      end: close === null ? undefined : close.index + close[0].length,
      sum,
      eol: whole.endsWith("\r\n") ? "\r\n" : "\n",
      inside: inside.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)),
    });
    if (close !== null) first.lastIndex = close.index + close[0].length;
  }
  return blocks;
}

function keptLine(line: string): readonly string[] {
  const kept = new RegExp(`^(?:#|//) ${keeping}(.*)$`).exec(line)?.[1];
  return kept === undefined ? [] : [kept];
}

/** Settings are meant to be edited, so they are not counted. */
function sumOf(lines: readonly string[]): string {
  const [start, end] = [lines.indexOf(settingsMarks.start), lines.indexOf(settingsMarks.end)];
  const counted = start === -1 || end < start ? lines : [...lines.slice(0, start + 1), ...lines.slice(end)];
  return createHash("sha256").update(counted.join("\n")).digest("hex").slice(0, 8);
}
