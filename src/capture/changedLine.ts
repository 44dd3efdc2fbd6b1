import type { MappedLine } from "./lineMap";

/** How far from where it is expected a changed line is looked for. */
const mostAway = 50;
const likeness = 0.5;
/** Where so few lines took the place of so few, the line is among them whatever it reads. */
const fewStood = 3;
const fewStand = 5;

/**
 * Which line took the place of one that is no longer there, and whether it resembles it. Undefined where none did, or
 * where too much was rewritten to tell.
 * @param now the trimmed lines of the text
 */
export function changedLine(
  now: readonly string[],
  mapped: MappedLine,
  text: string,
): { readonly index: number; readonly isLike: boolean } | undefined {
  if (mapped.kind !== "replaced") return undefined;
  const { from, to, stood, expected, isBounded } = mapped;
  const away = (index: number): number => Math.abs(index - expected);
  const standing: number[] = [];
  for (let index = Math.max(from, expected - mostAway); index < Math.min(to, expected + mostAway); index += 1)
    if (now[index] !== "") standing.push(index);
  const [best] = standing
    .map((index) => ({ index, like: likenessOf(text, now[index] ?? "") }))
    .sort((a, b) => b.like - a.like || away(a.index) - away(b.index));
  if (best === undefined) return undefined;
  if (best.like >= likeness) return { index: best.index, isLike: true };
  if (!isBounded || stood > fewStood || standing.length > fewStand) return undefined;
  const [nearest] = standing.sort((a, b) => away(a) - away(b));
  return nearest === undefined ? undefined : { index: nearest, isLike: false };
}

/** Dice's coefficient of two texts' pairs of characters: 1 for equal ones, 0 for such that share none. */
function likenessOf(a: string, b: string): number {
  const [one, other] = [pairsOf(a), pairsOf(b)];
  const all = sizeOf(one) + sizeOf(other);
  if (all === 0) return a === b ? 1 : 0;
  let shared = 0;
  for (const [pair, count] of one) shared += Math.min(count, other.get(pair) ?? 0);
  return (2 * shared) / all;
}

function pairsOf(text: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  const letters = Array.from(text);
  for (const [index, letter] of letters.slice(1).entries()) {
    const pair = `${letters[index] ?? ""}${letter}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sizeOf(pairs: ReadonlyMap<string, number>): number {
  return [...pairs.values()].reduce((sum, count) => sum + count, 0);
}
