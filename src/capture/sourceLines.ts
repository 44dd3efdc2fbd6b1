import { pathInside } from "../system/pathInside";
import { readTextFile, writtenMs } from "../system/readFiles";
import type { Owner } from "./failureOwner";

const maxBytes = 4 * 1024 * 1024;
const keptLength = 400;

/** The lines of the repository's files as they stood at a time: of a file that was written since, nothing is known. */
export class SourceLines {
  readonly #top: string;
  readonly #at: number;
  readonly #files = new Map<string, readonly string[]>();

  /**
   * @param top the repository's top folder
   * @param at milliseconds since 1970
   */
  constructor(top: string, at: number) {
    this.#top = top;
    this.#at = at;
  }

  /** What stood in a line, without the space around it; undefined where that is not known, or nothing did. */
  async at({ path, line }: Owner): Promise<string | undefined> {
    const lines = this.#files.get(path) ?? (await this.#read(path));
    this.#files.set(path, lines);
    return lines[line - 1] === "" ? undefined : lines[line - 1];
  }

  async #read(path: string): Promise<readonly string[]> {
    const inside = await pathInside(this.#top, path);
    const written = inside && (await writtenMs(inside.path));
    if (inside === undefined || written === undefined || written > this.#at) return [];
    const read = await readTextFile(inside.path, maxBytes);
    return read.ok ? linesOf(read.text) : [];
  }
}

/** Finds lines again in a text that may have been edited since. */
export class LinesNow {
  readonly #lines: readonly string[];
  readonly #places = new Map<string, number[]>();

  constructor(text: string) {
    this.#lines = linesOf(text);
    for (const [index, line] of this.#lines.entries()) {
      const places = this.#places.get(line);
      if (places === undefined) this.#places.set(line, [index + 1]);
      else places.push(index + 1);
    }
  }

  /**
   * The 1-based line at which something stands now: where it stood, if the same text does, else the only other line with its
   * text. Undefined where its text is not known, is gone, or stands in several other lines.
   */
  of({ line, text }: { readonly line: number; readonly text?: string | undefined }): number | undefined {
    if (text === undefined) return undefined;
    if (this.#lines[line - 1] === text) return line;
    const [place, ...others] = this.#places.get(text) ?? [];
    // A bracket is everywhere.
    return others.length === 0 && /[\p{L}\p{N}]/u.test(text) ? place : undefined;
  }
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.slice(0, keptLength).trim());
}
