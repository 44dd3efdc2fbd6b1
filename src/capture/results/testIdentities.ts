/** Hashes that are held together, so that none is copied while more come. */
const ofPart = 64 * 1024;
/** More of them are not looked at, so that a file of any length is read in bounded memory. */
const most = 8_000_000;
/** Two hashes that go their own ways; the factors are odd, so no step loses anything. */
const [highStart, lowStart, highFactor, lowFactor] = [0x811c9dc5, 0x9747b28c, 0x9e3779b1, 0x85ebca77];

/**
 * Which names of tests were seen, kept as hashes of 64 bits: eight bytes a test. Two names of one hash would be taken for
 * one name; among a million tests that happens in about one of 30 million files.
 */
export class TestIdentities {
  /** Two numbers a hash. */
  readonly #full: Uint32Array[] = [];
  #part = new Uint32Array(ofPart * 2);
  #used = 0;
  /** The suite of the last test, and what its name comes to: most tests are of the same as the one before. */
  #suite: string | undefined;
  readonly #ofSuite = new Uint32Array(2);

  /** Takes a test in. */
  see(suite: string, name: string): void {
    if (name === "") return;
    if (this.#used === this.#part.length && !this.#begin()) return;
    if (suite !== this.#suite) {
      this.#suite = suite;
      mixInto(suite, highStart, lowStart, this.#ofSuite, 0);
    }
    mixInto(name, this.#ofSuite[0] ?? 0, this.#ofSuite[1] ?? 0, this.#part, this.#used);
    this.#used += 2;
  }

  /** How many tests had the suite and the name of one that was seen before. */
  repeated(): number {
    const parts = [...this.#full, this.#part.subarray(0, this.#used)];
    const { hashes, ends } = inGroups(parts);
    let [count, start] = [0, 0];
    for (const end of ends) {
      count += repeatedIn(hashes, start, end);
      start = end;
    }
    return count;
  }

  /** A new part; false where there are too many. */
  #begin(): boolean {
    if ((this.#full.length + 1) * ofPart >= most) return false;
    this.#full.push(this.#part);
    this.#part = new Uint32Array(ofPart * 2);
    this.#used = 0;
    return true;
  }
}

/** All hashes, those with the same first eight bits together, and where each group ends. */
function inGroups(parts: readonly Uint32Array[]): {
  readonly hashes: Uint32Array;
  readonly ends: Uint32Array;
} {
  const ends = new Uint32Array(256);
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) {
      const group = (part[at] ?? 0) >>> 24;
      ends[group] = (ends[group] ?? 0) + 2;
    }
  }
  let length = 0;
  for (let group = 0; group < 256; group += 1) {
    const size = ends[group] ?? 0;
    ends[group] = length;
    length += size;
  }
  const hashes = new Uint32Array(length);
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) {
      const high = part[at] ?? 0;
      const to = ends[high >>> 24] ?? 0;
      hashes[to] = high;
      hashes[to + 1] = part[at + 1] ?? 0;
      ends[high >>> 24] = to + 2;
    }
  }
  return { hashes, ends };
}

/** How many hashes from a place to another stand there before; the table is small enough for the cache of a processor. */
function repeatedIn(hashes: Uint32Array, start: number, end: number): number {
  let size = 16;
  while (size < end - start) size *= 2;
  /** Where a hash stands, from 1. */
  const table = new Uint32Array(size);
  let count = 0;
  for (let at = start; at < end; at += 2) {
    const [high, low] = [hashes[at] ?? 0, hashes[at + 1] ?? 0];
    let slot = (high ^ low) & (size - 1);
    for (let other = table[slot] ?? 0; ; other = table[slot] ?? 0) {
      if (other === 0) {
        table[slot] = at + 1;
        break;
      }
      if (hashes[other - 1] === high && hashes[other] === low) {
        count += 1;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return count;
}

/**
 * Takes a text into two hashes, and writes them one behind the other: its length, and then two UTF-16 units at a time are
 * multiplied in, and shifted down.
 */
function mixInto(text: string, highBefore: number, lowBefore: number, to: Uint32Array, at: number): void {
  const { length } = text;
  let high = Math.imul(highBefore ^ length, highFactor);
  let low = Math.imul(lowBefore ^ length, lowFactor);
  for (let unit = 0; unit < length; unit += 2) {
    const second = unit + 1 < length ? text.charCodeAt(unit + 1) << 16 : 0;
    const both = text.charCodeAt(unit) | second;
    high = Math.imul(high ^ both, highFactor);
    high ^= high >>> 15;
    low = Math.imul(low ^ both, lowFactor);
    low ^= low >>> 13;
  }
  to[at] = high;
  to[at + 1] = low;
}
