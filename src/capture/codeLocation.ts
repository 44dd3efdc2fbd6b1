import type { CodeLocation } from "../halt/schema/halt";
import { changedLine } from "./changedLine";
import { mapLine } from "./lineMap";
import { redactedMatch } from "./redaction/redactedMatch";

const neighbours = 3;
const keptLength = 400;
/** What it takes to be sure of another file: the line beside it, if that is one of words, or the like of that. */
const sureFit = 3;
const tellingLength = 12;
/** Lines that read the same and may be the one; a bracket is everywhere. */
const mostCandidates = 50;

/** Where the line of a location stands in a text now; `line` is 1-based. */
export type PlaceInText =
  | { readonly kind: "found"; readonly line: number }
  /** The line in its place reads otherwise; `isLike` where it resembles what it was. */
  | { readonly kind: "changed"; readonly line: number; readonly text: string; readonly isLike: boolean }
  | { readonly kind: "gone" };

/**
 * A place in a text that can be found again after edits.
 * @param place `line` and `endLine` are 1-based; `path` is relative to the repository, with `/`
 */
export function locationAt(
  text: string,
  place: Pick<CodeLocation, "path" | "line" | "endLine" | "commit" | "url" | "uncommitted">,
): CodeLocation {
  const lines = linesOf(text);
  const at = place.line - 1;
  return {
    ...place,
    text: lines[at] ?? "",
    before: lines.slice(Math.max(0, at - neighbours), at),
    after: lines.slice(at + 1, at + 1 + neighbours),
  };
}

/** Whether a location stands at its line, with all its neighbours. */
export function standsThere(text: string, location: CodeLocation): boolean {
  const lines = linesOf(text);
  const fit = new Fit(location);
  const at = location.line - 1;
  return fit.isText(lines[at]) && fit.score(lines, at) === fit.most;
}

/** Whether the line of a location reads in a text as it is kept, with whatever neighbours. */
export function readsSo(text: string, location: CodeLocation): boolean {
  return new Fit(location).isText(linesOf(text)[location.line - 1]);
}

/**
 * Finds a location again in a text that has been edited.
 * @param then the whole text as it was when the location was taken; without it, only the neighbours tell
 */
export function placeInText(text: string, location: CodeLocation, then?: string): PlaceInText {
  return then === undefined ? byNeighbours(text, location) : byWholeText(text, location, then);
}

/** The lines of another text that are surely the location, and how well the neighbours fit. */
export function placesElsewhere(
  text: string,
  location: CodeLocation,
): readonly { readonly line: number; readonly score: number }[] {
  const lines = linesOf(text);
  const fit = new Fit(location);
  const isTelling = location.text.trim().length >= tellingLength;
  return fit
    .candidates(lines)
    .filter(({ score }) => score >= sureFit || (isTelling && score === fit.most))
    .map(({ index, score }) => ({ line: index + 1, score }));
}

function byWholeText(text: string, location: CodeLocation, then: string): PlaceInText {
  const lines = linesOf(text);
  const [was, now] = [trimmed(linesOf(then)), trimmed(lines)];
  const mapped = mapLine(was, location.line - 1, now, true);
  if (mapped.kind === "kept") return { kind: "found", line: mapped.index + 1 };
  const fit = new Fit(location);
  // A line that was there before as well is another one.
  const moved = fit
    .candidates(lines)
    .slice(0, mostCandidates)
    .filter(({ index }) => mapLine(now, index, was, true).kind !== "kept");
  const [best] = moved;
  if (best !== undefined && (best.score > 0 || isTold(location, moved)))
    return { kind: "found", line: best.index + 1 };
  return changedIn(lines, changedLine(now, mapped, location.text.trim()));
}

/** Of the lines with its text the one that fits best, unless another line fits better into the gap that it would leave. */
function byNeighbours(text: string, location: CodeLocation): PlaceInText {
  const lines = linesOf(text);
  const now = trimmed(lines);
  const fit = new Fit(location);
  const found = fit.candidates(lines);
  const [best] = found;
  // No line is like it: what took its place is looked for, not what reads the same.
  const around = trimmed([...location.before, "\0", ...location.after]);
  const mapped = mapLine(around, location.before.length, now, false);
  const other = changedLine(now, mapped, location.text.trim());
  const fitsBetter = other !== undefined && fit.score(lines, other.index) > (best?.score ?? -1);
  if (best === undefined || (fitsBetter && !fit.isText(lines[other.index]))) return changedIn(lines, other);
  if (best.score > 0 || isTold(location, found) || best.index + 1 === location.line)
    return { kind: "found", line: best.index + 1 };
  return changedIn(lines, other);
}

function changedIn(lines: readonly string[], changed: ReturnType<typeof changedLine>): PlaceInText {
  if (changed === undefined) return { kind: "gone" };
  const { index, isLike } = changed;
  return { kind: "changed", line: index + 1, text: lines[index] ?? "", isLike };
}

/** The only line with a text that is no bracket. */
function isTold({ text }: CodeLocation, found: readonly unknown[]): boolean {
  return found.length === 1 && text.trim().length > 3;
}

interface Neighbour {
  /** How many lines below the location; negative above. */
  readonly offset: number;
  readonly weight: number;
  readonly is: (line: string) => boolean;
}

/** Tells how well a line of a text fits a location. */
class Fit {
  /** The score of a line all of whose neighbours are there. */
  readonly most: number;
  readonly #location: CodeLocation;
  readonly #text: (line: string) => boolean;
  readonly #neighbours: readonly Neighbour[];

  constructor(location: CodeLocation) {
    const { text, before, after } = location;
    this.#location = location;
    this.#text = redactedMatch(text.trim());
    this.#neighbours = [
      ...before.map((line, at) => neighbour(line, at - before.length)),
      ...after.map((line, at) => neighbour(line, at + 1)),
    ].filter(({ weight }) => weight > 0);
    this.most = this.#neighbours.reduce((sum, { weight }) => sum + weight, 0);
  }

  isText(line: string | undefined): boolean {
    return line !== undefined && this.#text(line.trim());
  }

  /** The lines that read as the location does: best fit first, and of equals the one nearest to its old place. */
  candidates(lines: readonly string[]): readonly { readonly index: number; readonly score: number }[] {
    const away = (index: number): number => Math.abs(index + 1 - this.#location.line);
    return lines
      .flatMap((line, index) => (this.isText(line) ? [{ index, score: this.score(lines, index) }] : []))
      .sort((a, b) => b.score - a.score || away(a.index) - away(b.index));
  }

  score(lines: readonly string[], index: number): number {
    return this.#neighbours
      .filter(({ offset, is }) => is((lines[index + offset] ?? "").trim()))
      .reduce((sum, { weight }) => sum + weight, 0);
  }
}

/** The nearest neighbours tell most, and a line of words tells more than a bracket. */
function neighbour(line: string, offset: number): Neighbour {
  const text = line.trim();
  const weight = text === "" ? 0 : (/[\p{L}\p{N}]/u.test(text) ? 3 : 1) / Math.abs(offset);
  return { offset, weight, is: redactedMatch(text) };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.slice(0, keptLength));
}

function trimmed(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim());
}
