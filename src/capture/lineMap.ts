/** What became of a line of a text in a later version of it. */
export type MappedLine =
  /** Its index there. */
  | { readonly kind: "kept"; readonly index: number }
  /** None of its neighbours stands there any more. */
  | { readonly kind: "lost" }
  /** Neighbours of it still stand there, and other lines, or none, between them. */
  | {
      readonly kind: "replaced";
      /** Index of the first line there, and of the one after the last. */
      readonly from: number;
      readonly to: number;
      /** How many lines stood there before. */
      readonly stood: number;
      /** Index at which the line would stand, if as many stood before it as did. */
      readonly expected: number;
      /** Whether a neighbour above and one below still stand, so that what is between them took its place. */
      readonly isBounded: boolean;
    };

interface Part {
  readonly from: number;
  readonly to: number;
  /** Whether what ends the part is the same in both texts. */
  readonly startHolds: boolean;
  readonly endHolds: boolean;
}

/**
 * Follows one line through a change of its text, as a patience diff does: lines that stand once in both texts hold the
 * others in place (https://bramcohen.livejournal.com/73318.html).
 * @param old `at` is the index of the line in it
 * @param isWhole whether `old` is all of the text as it was, and not only the line with some neighbours
 */
export function mapLine(
  old: readonly string[],
  at: number,
  now: readonly string[],
  isWhole: boolean,
): MappedLine {
  let before: Part = { from: 0, to: old.length, startHolds: isWhole, endHolds: isWhole };
  let after: Part = { ...before, to: now.length };
  for (;;) {
    const [above, below] = sameAtEnds(old, before, now, after);
    if (at < before.from + above) return { kind: "kept", index: after.from + (at - before.from) };
    if (at >= before.to - below) return { kind: "kept", index: after.to - (before.to - at) };
    before = { ...before, from: before.from + above, to: before.to - below };
    after = { ...after, from: after.from + above, to: after.to - below };
    const anchors = inOrder(onceInBoth(old, before, now, after));
    const upper = anchors.findLast(([index]) => index <= at);
    const lower = anchors.find(([index]) => index > at);
    if (upper?.[0] === at) return { kind: "kept", index: upper[1] };
    if (upper === undefined && lower === undefined) return unmatched(before, at, after);
    before = between(before, upper?.[0], lower?.[0]);
    after = between(after, upper?.[1], lower?.[1]);
  }
}

/** How many lines are the same at the start and at the end of two parts. */
function sameAtEnds(
  old: readonly string[],
  before: Part,
  now: readonly string[],
  after: Part,
): readonly [number, number] {
  const most = Math.min(before.to - before.from, after.to - after.from);
  let above = 0;
  while (before.startHolds && above < most && old[before.from + above] === now[after.from + above])
    above += 1;
  let below = 0;
  while (before.endHolds && below < most - above && old[before.to - 1 - below] === now[after.to - 1 - below])
    below += 1;
  return [above, below];
}

/** The lines that tell something and stand once in either part, by their indexes in both, as the old part has them. */
function onceInBoth(
  old: readonly string[],
  before: Part,
  now: readonly string[],
  after: Part,
): readonly (readonly [number, number])[] {
  const there = indexesOfSingles(now, after);
  return [...indexesOfSingles(old, before)].flatMap(([line, index]) => {
    const other = there.get(line);
    return other === undefined ? [] : [[index, other] as const];
  });
}

function indexesOfSingles(lines: readonly string[], { from, to }: Part): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const several = new Set<string>();
  for (let index = from; index < to; index += 1) {
    const line = lines[index] ?? "";
    if (found.has(line)) several.add(line);
    else if (/[\p{L}\p{N}]/u.test(line)) found.set(line, index);
  }
  for (const line of several) found.delete(line);
  return found;
}

/** The most of the pairs whose second ones rise, too: the longest rising sequence, by patience sorting. */
function inOrder(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  interface Link {
    readonly pair: readonly [number, number];
    readonly previous: Link | undefined;
  }
  const piles: Link[] = [];
  for (const pair of pairs) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle]?.pair[1] ?? Infinity) < pair[1]) low = middle + 1;
      else high = middle;
    }
    piles[low] = { pair, previous: piles[low - 1] };
  }
  const chain: (readonly [number, number])[] = [];
  for (let link = piles.at(-1); link !== undefined; link = link.previous) chain.push(link.pair);
  return chain.reverse();
}

function between(part: Part, upper: number | undefined, lower: number | undefined): Part {
  return {
    from: upper === undefined ? part.from : upper + 1,
    to: lower ?? part.to,
    startHolds: part.startHolds || upper !== undefined,
    endHolds: part.endHolds || lower !== undefined,
  };
}

function unmatched(before: Part, at: number, after: Part): MappedLine {
  if (!before.startHolds && !before.endHolds) return { kind: "lost" };
  return {
    kind: "replaced",
    from: after.from,
    to: after.to,
    stood: before.to - before.from,
    expected: before.startHolds ? after.from + (at - before.from) : after.to - (before.to - at),
    isBounded: before.startHolds && before.endHolds,
  };
}
