const keptCharacters = 64 * 1024;
/** Private modes 47, 1047 and 1049 of xterm switch to the alternate screen. */
const alternateScreen = /\u001B\[\?(?:\d+;)*(?:47|1047|1049)(?:;\d+)*h/;
const longestSequence = 32;

/** The end of what a terminal streams, however much comes, and whether a program took the whole screen. */
export class StreamTail {
  #kept: string[] = [];
  #size = 0;
  #isFullScreen = false;
  /** What came last, for a sequence may come in several pieces. */
  #last = "";

  /** Whether the alternate screen was entered. */
  get isFullScreen(): boolean {
    return this.#isFullScreen;
  }

  /** Characters in memory. */
  get size(): number {
    return this.#size;
  }

  add(chunk: string): void {
    if (!this.#isFullScreen) {
      const seen = this.#last + chunk;
      this.#isFullScreen = alternateScreen.test(seen);
      this.#last = copyOf(seen.slice(-longestSequence));
    }
    this.#kept.push(chunk.length > keptCharacters ? copyOf(chunk.slice(-keptCharacters)) : chunk);
    this.#size += Math.min(chunk.length, keptCharacters);
    // Characters that come one by one must not become as many texts.
    if (this.#size > 2 * keptCharacters || this.#kept.length > 1000) this.#shorten();
  }

  text(): string {
    this.#shorten();
    return this.#kept.join("");
  }

  #shorten(): void {
    const end = copyOf(this.#kept.join("").slice(-keptCharacters));
    this.#kept = [end];
    this.#size = end.length;
  }
}

/** A part of a text keeps the whole of it in memory; a copy does not. */
function copyOf(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
