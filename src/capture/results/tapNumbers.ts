/** The numbers of the tests on one level of TAP, which may stand in any order and each only once. */
export class TapNumbers {
  #next = 1;
  /** Those that came before their turn. */
  readonly #early = new Set<number>();
  highest = 0;

  /** Takes a test's number in; answers with whether it stood before. */
  see(number: number): boolean {
    if (number < this.#next || this.#early.has(number)) return number > 0;
    this.highest = Math.max(this.highest, number);
    if (number > this.#next) this.#early.add(number);
    else {
      this.#next += 1;
      while (this.#early.delete(this.#next)) this.#next += 1;
    }
    return false;
  }
}
