const keptBytes = 64 * 1024;

/** The end of an output of any length, in memory of a fixed size. */
export class OutputTail {
  #kept: Buffer[] = [];
  #size = 0;
  #bytes = 0;

  /** How many bytes there were. */
  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    // A copy: a part of a pooled buffer would keep the whole of it.
    this.#kept.push(Buffer.from(chunk.subarray(-keptBytes)));
    this.#size += Math.min(chunk.length, keptBytes);
    // Bytes that come one by one must not become as many objects.
    if (this.#size > 2 * keptBytes || this.#kept.length > 1000) this.#shorten();
  }

  /** As text, from a whole character on. */
  text(): string {
    this.#shorten();
    const text = Buffer.concat(this.#kept).toString("utf8");
    return this.#bytes > keptBytes ? text.replace(/^\uFFFD+/, "") : text;
  }

  #shorten(): void {
    const end = Buffer.from(Buffer.concat(this.#kept).subarray(-keptBytes));
    this.#kept = [end];
    this.#size = end.length;
  }
}
