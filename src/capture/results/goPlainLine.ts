import { copiedText } from "./copiedText";

/** What most lines say, in the order in which `go test` writes it: an action, a package and a test, and one thing more. */
const plainLine =
  /^\{"Time":"[^"\\\0-\x1F]*","Action":"([a-z]+)","Package":"([^"\\\0-\x1F]*(?:","Test":"[^"\\\0-\x1F]*)?)"(?:,"Output":"([^"\\\0-\x1F]*)(\\n)?"|,"Elapsed":((?:0|[1-9]\d{0,9})(?:\.\d{1,9})?))?\}$/;
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
  output: string | undefined;
  elapsed: number | undefined;

  /** Reads a line; false where it is another one. */
  read(text: string): boolean {
    const match = plainLine.exec(text);
    if (match === null) return false;
    const [, action = "", names = "", output, newline, elapsed] = match;
    if (names !== this.#names) this.#take(copiedText(names));
    this.action = action;
    this.output = output === undefined ? undefined : [output, newline === undefined ? "" : "\n"].join("");
    this.elapsed = elapsed === undefined ? undefined : Number(elapsed);
    return true;
  }

  #take(names: string): void {
    const end = names.indexOf(between);
    this.#names = names;
    this.path = end === -1 ? names : names.slice(0, end);
    this.test = end === -1 ? undefined : names.slice(end + between.length);
  }
}
