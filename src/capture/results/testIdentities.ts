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
    const all = new Uint32Array(this.#full.length * ofPart * 2 + this.#used);
    for (const [index, part] of this.#full.entries()) all.set(part, index * ofPart * 2);
    all.set(this.#part.subarray(0, this.#used), this.#full.length * ofPart * 2);
    // To sort once is quicker than to look each up in a table that no cache holds.
    new BigUint64Array(all.buffer).sort();
    let count = 0;
    for (let at = 2; at < all.length; at += 2) {
      if (all[at] === all[at - 2] && all[at + 1] === all[at - 1]) count += 1;
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
