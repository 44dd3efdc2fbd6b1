import type { CodeLocation } from "../halt/schema/halt";

const neighbours = 3;
const keptLength = 400;

/**
 * A place in a text that can be found again after edits.
 * @param place `line` and `endLine` are 1-based; `path` is relative to the repository, with `/`
 */
export function locationAt(
  text: string,
  place: Pick<CodeLocation, "path" | "line" | "endLine" | "commit" | "url" | "uncommitted">,
): CodeLocation {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.slice(0, keptLength));
  const at = place.line - 1;
  return {
    ...place,
    text: lines[at] ?? "",
    before: lines.slice(Math.max(0, at - neighbours), at),
    after: lines.slice(at + 1, at + 1 + neighbours),
  };
}

/**
 * The 1-based line at which a location stands now: of the lines with its text, the one whose neighbours fit best, and of
 * equals the one nearest to its old place. Undefined when the text is gone, or stands elsewhere among other neighbours.
 */
export function findLocation(text: string, location: CodeLocation): number | undefined {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.slice(0, keptLength));
  const wanted = location.text.trim();
  const found = lines
    .flatMap((line, index) => (line.trim() === wanted ? [index] : []))
    .map((index) => ({ index, score: score(lines, index, location) }))
    .sort((a, b) => b.score - a.score || distance(a.index, location) - distance(b.index, location));
  const best = found[0];
  if (best === undefined) return undefined;
  if (best.score > 0 || (found.length === 1 && wanted.length > 3)) return best.index + 1;
  return best.index + 1 === location.line ? location.line : undefined;
}

/** The nearest neighbours tell most, and a line of words tells more than a bracket. */
function score(lines: readonly string[], index: number, { before, after }: CodeLocation): number {
  const above = before.map((line, at) => ({
    line,
    away: before.length - at,
    there: lines[index - before.length + at],
  }));
  const below = after.map((line, at) => ({ line, away: at + 1, there: lines[index + 1 + at] }));
  return [...above, ...below]
    .filter(({ line, there }) => same(line, there))
    .reduce((sum, { line, away }) => sum + (/[\p{L}\p{N}]/u.test(line) ? 3 : 1) / away, 0);
}

function same(a: string, b: string | undefined): boolean {
  return a.trim() !== "" && a.trim() === b?.trim();
}

function distance(index: number, { line }: CodeLocation): number {
  return Math.abs(index + 1 - line);
}
