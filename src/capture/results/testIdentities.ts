/** More tests are not looked at, so that a file of any length is read in bounded memory. */
const most = 8_000_000;
/** Hashes of the same first bits are a group: only within one is looked for what stands twice. */
const groupBits = 6;
const groupShift = 32 - groupBits;
/** Numbers that are held together, two for each hash. */
const ofPart = 2048;
/** Two hashes that go their own ways; the factors are odd, so no step loses anything. */
const [highStart, lowStart, highFactor, lowFactor] = [0x811c9dc5, 0x9747b28c, 0x9e3779b1, 0x85ebca77];

/**
 * Which names of tests were seen, kept as hashes of 64 bits: eight bytes a test. Two names of one hash would be taken for
 * one name; among a million tests that happens in about one of 30 million files.
 */
export class TestIdentities {
  readonly #groups = Array.from({ length: 2 ** groupBits }, () => new Hashes());
  #count = 0;
  /** The suite of the last test, and what its name comes to: most tests are of the same as the one before. */
  #suite: string | undefined;
  readonly #ofSuite = new Int32Array(2);
  readonly #hash = new Int32Array(2);

  /** Takes a test in. */
  see(suite: string, name: string): void {
    if (name === "" || this.#count === most) return;
    this.#count += 1;
    if (suite !== this.#suite) {
      this.#suite = suite;
      mixInto(suite, highStart, lowStart, this.#ofSuite);
    }
    mixInto(name, this.#ofSuite[0] ?? 0, this.#ofSuite[1] ?? 0, this.#hash);
    const high = this.#hash[0] ?? 0;
    this.#groups[high >>> groupShift]?.add(high, this.#hash[1] ?? 0);
  }

  /** How many tests had the suite and the name of one that was seen before. */
  repeated(): number {
    const largest = Math.max(...this.#groups.map(({ count }) => count));
    let slots = 8;
    while (slots < largest * 2) slots *= 2;
    // One table for all groups; it is small enough for the cache of a processor.
    const table = new Int32Array(slots * 2);
    return this.#groups.reduce((sum, group) => sum + repeatedIn(group, table.fill(0)), 0);
  }
}

/** A list of hashes, each as two numbers, in parts of which none is copied while more come. */
class Hashes {
  readonly #full: Int32Array[] = [];
  #last = new Int32Array(0);
  #used = 0;

  add(high: number, low: number): void {
    if (this.#used === this.#last.length) {
      if (this.#used > 0) this.#full.push(this.#last);
      this.#last = new Int32Array(ofPart);
      this.#used = 0;
    }
    this.#last[this.#used] = high;
    this.#last[this.#used + 1] = low;
    this.#used += 2;
  }

  get count(): number {
    return (this.#full.length * ofPart + this.#used) / 2;
  }

  get parts(): readonly Int32Array[] {
    return [...this.#full, this.#last.subarray(0, this.#used)];
  }
}

/**
 * How many hashes of a group stand in it before.
 * @param table of zeros, with room for twice as many hashes; their number is a power of two
 */
function repeatedIn(group: Hashes, table: Int32Array): number {
  const mask = table.length - 1;
  let count = 0;
  for (const part of group.parts) {
    for (let at = 0; at < part.length; at += 2) {
      // All of a group begin with the same bits; with ones in their place none is 0, which marks an empty slot.
      const high = (part[at] ?? 0) | (-1 << groupShift);
      const low = part[at + 1] ?? 0;
      let slot = ((high ^ low) << 1) & mask;
      while (table[slot] !== 0 && (table[slot] !== high || table[slot + 1] !== low)) slot = (slot + 2) & mask;
      if (table[slot] === 0) {
        table[slot] = high;
        table[slot + 1] = low;
      } else count += 1;
    }
  }
  return count;
}

/**
 * Takes a text into two hashes: its length, and then two UTF-16 units at a time are multiplied in, and shifted down.
 * @param to where both are written
 */
function mixInto(text: string, highBefore: number, lowBefore: number, to: Int32Array): void {
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
  to[0] = high;
  to[1] = low;
}
