/** Numbers from 0 to below 1 that are the same in every run (mulberry32 by Tommy Ettinger, in the public domain). */
export function numbersFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The same, far apart for seeds that are close. */
export function randomBy(seed: number): () => number {
  return numbersFrom((seed + 1) * 0x9e3779b9);
}
