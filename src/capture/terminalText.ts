/** Operating-system, device-control and similar strings end with BEL or ST; control sequences with one letter (ECMA-48). */
const strings =
  /(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?/g;
const sequences = /(?:\u001B\[|\u009B)([0-?]*)[ -/]*([@-~])/g;
/** Zsh ends output that has no line feed at its end with a mark, and moves on by a line of spaces (PROMPT_SP). */
const zshMark = /\u001B\[1m\u001B\[7m[%#]\u001B\[27m\u001B\[1m\u001B\[0m {1,1000}\r ?\r?$/;
const eraseLine = "\uE000";

/**
 * What a terminal showed of raw output: control sequences gone, carriage returns and backspaces applied, so that a
 * progress bar is its last state. Anything else that does not print is dropped.
 */
export function terminalText(raw: string): string {
  return raw
    .replace(zshMark, "")
    .replaceAll(eraseLine, "")
    .replaceAll(strings, "")
    .replaceAll(sequences, (_, __, final: string) => (final === "K" ? eraseLine : ""))
    .replaceAll(/\u001B[ -/]*[0-~]/g, "")
    .replaceAll(/(?<!\r)\r+\n/g, "\n")
    .split("\n")
    .map(showLine)
    .join("\n")
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, "");
}

function showLine(line: string): string {
  if (!/[\r\b\uE000]/.test(line)) return line;
  const cells: string[] = [];
  let column = 0;
  for (const character of line) {
    if (character === "\r") column = 0;
    else if (character === "\b") column = Math.max(0, column - 1);
    else if (character === eraseLine) cells.length = Math.min(cells.length, column);
    else {
      while (cells.length < column) cells.push(" ");
      cells[column] = character;
      column += 1;
    }
  }
  return cells.join("");
}
