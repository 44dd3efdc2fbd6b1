const firstSlots = 1024;
/** More of them are not looked at, so that a file of any length is read in bounded memory. */
const most = 8_000_000;

/**
 * Which names of tests were seen, kept as hashes of 64 bits: eight bytes a test. Two names of one hash would be taken for
 * one name; among a million tests that happens in about one of 30 million files.
 */
export class TestIdentities {
  #high = new Uint32Array(firstSlots);
  #low = new Uint32Array(firstSlots);
  #size = 0;
  /** How many tests had the suite and the name of one that was seen before. */
  repeated = 0;

  /** Takes a test in. */
  see(suite: string, name: string): void {
    if (this.#size >= most || name === "") return;
    // FNV-1a (https://datatracker.ietf.org/doc/draft-eastlake-fnv/), twice with different starts, over UTF-16 units.
    let high = 0x811c9dc5;
    let low = 0x9747b28c;
    for (let at = 0; at < suite.length; at += 1) {
      const unit = suite.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x85ebca6b);
    }
    high = Math.imul(high ^ 0xffff, 0x01000193);
    low = Math.imul(low ^ 0xffff, 0x85ebca6b);
    for (let at = 0; at < name.length; at += 1) {
      const unit = name.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x85ebca6b);
    }
    // The second multiplier carries upwards only: what it holds is mixed back into the bits that choose the slot.
    low ^= low >>> 15;
    if (this.#add(high >>> 0, low >>> 0)) this.#size += 1;
    else this.repeated += 1;
    if (this.#size * 10 > this.#high.length * 7) this.#grow();
  }

  #add(high: number, low: number): boolean {
    const [highs, lows] = [this.#high, this.#low];
    const mask = highs.length - 1;
    // Both zero is the mark of a free slot.
    const key = high === 0 && low === 0 ? 1 : low;
    for (let slot = (high ^ low) & mask; ; slot = (slot + 1) & mask) {
      if (highs[slot] === 0 && lows[slot] === 0) {
        highs[slot] = high;
        lows[slot] = key;
        return true;
      }
      if (highs[slot] === high && lows[slot] === key) return false;
    }
  }

  #grow(): void {
    const [highs, lows] = [this.#high, this.#low];
    this.#high = new Uint32Array(highs.length * 2);
    this.#low = new Uint32Array(highs.length * 2);
    for (let slot = 0; slot < highs.length; slot += 1) {
      const [high = 0, low = 0] = [highs[slot], lows[slot]];
      if (high !== 0 || low !== 0) this.#add(high, low);
    }
  }
}
