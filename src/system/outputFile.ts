import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { Readable } from "node:stream";

/** A new file that takes what a program prints, at the speed of the disk. A disk that takes no more stops nothing else. */
export class OutputFile {
  readonly #file: WriteStream;
  readonly #done: Promise<void>;
  #left: number;
  #problem: string | undefined;

  constructor(path: string, maxBytes: number) {
    this.#file = createWriteStream(path, { flags: "wx" });
    this.#left = maxBytes;
    this.#done = finished(this.#file).catch((error: unknown) => {
      this.#problem ??= `The output could not be written: ${error instanceof Error ? error.message : String(error)}`;
    });
  }

  /** Why it does not hold all that was written to it. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** @param from is not read on while the disk is busy */
  write(chunk: Uint8Array, from: Readable): void {
    if (this.#problem !== undefined) return;
    const part = chunk.subarray(0, this.#left);
    this.#left -= part.length;
    if (part.length < chunk.length)
      this.#problem = "There is more output than is kept: what came later is not in the file.";
    if (this.#file.write(part)) return;
    from.pause();
    const goOn = (): void => {
      this.#file.off("drain", goOn).off("close", goOn);
      from.resume();
    };
    this.#file.once("drain", goOn).once("close", goOn);
  }

  async close(): Promise<void> {
    this.#file.end();
    await this.#done;
  }
}
