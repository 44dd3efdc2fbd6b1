/**
 * What a field holds that the halt does not hold yet. A state that arrives meanwhile must not overwrite it, but after an
 * undo the next state must.
 */
export class Pending {
  static #undos = 0;
  #text: string | undefined;
  #undone = 0;

  /** From now on, what arrives overwrites every field. */
  static forgetAll(): void {
    Pending.#undos += 1;
  }

  /** Takes what the person typed: the field's whole text. */
  typed(text: string): void {
    this.#text = text;
    this.#undone = Pending.#undos;
  }

  /** Whether the field keeps its text; `arrived` says that the halt now holds it. */
  keeps(arrived: (text: string) => boolean): boolean {
    if (this.#text === undefined) return false;
    if (this.#undone !== Pending.#undos || arrived(this.#text)) this.#text = undefined;
    return this.#text !== undefined;
  }
}
