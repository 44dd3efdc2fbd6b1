import { copiedText } from "./copiedText";
import { decimal } from "./decimal";

/**
 * What most lines say, in the order in which `go test` writes it: an action, a package and a test, and one thing more. Of
 * output, Go 1.26 also says of what type it is (https://pkg.go.dev/cmd/test2json).
 */
const plainLine =
  /\{"Time":"[^"\\\0-\x1F]*","Action":"([a-z]+)","Package":"([^"\\\0-\x1F]*(?:","Test":"[^"\\\0-\x1F]*)?)"(?:,"Output":"([^"\\\0-\x1F]*)(\\n)?"(?:,"OutputType":"[a-z-]*")?|,"Elapsed":((?:0|[1-9]\d{0,9})(?:\.\d{1,9})?))?\}\r?\n/y;
const between = '","Test":"';

/**
 * Reads lines of `go test -json` in which nothing is escaped but the end of the line that was printed, faster than
 * `JSON.parse`, which is for the others.
 */
export class GoPlainLine {
  /** The package and the test of the last line: most lines are of the same as the one before. */
  #names = "";
  action = "";
  path = "";
  test: string | undefined;
  /** A part of the text that was read, which it keeps in memory. */
  output: string | undefined;
  elapsed: number | undefined;

  /**
   * Reads the line that begins at a place of a text.
   * @returns where the next one begins; -1 where the line is not plain, or goes on behind the text
   */
  read(text: string, start: number): number {
    plainLine.lastIndex = start;
    const match = plainLine.exec(text);
    if (match === null) return -1;
    const [names = "", output, elapsed] = [match[2], match[3], match[5]];
    if (names !== this.#names) this.#take(copiedText(names));
    this.action = match[1] ?? "";
    this.output = output === undefined || match[4] === undefined ? output : `${output}\n`;
    this.elapsed = elapsed === undefined ? undefined : (decimal(elapsed) ?? Number(elapsed));
    return plainLine.lastIndex;
  }

  #take(names: string): void {
    const end = names.indexOf(between);
    const path = end === -1 ? names : names.slice(0, end);
    this.#names = names;
    // One text for all tests of a package: that it is the same is seen without a look at its characters.
    if (path !== this.path) this.path = path;
    this.test = end === -1 ? undefined : names.slice(end + between.length);
  }
}
