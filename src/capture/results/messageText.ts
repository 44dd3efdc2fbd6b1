/** The first line that holds something. */
export function firstLine(text: string): string {
  return text.split("\n").find((line) => line.trim() !== "") ?? "";
}

/** A text without the escape codes of colours, which runners write into their reports. */
export function withoutColours(text: string): string {
  return text.replaceAll(/\u001B\[[0-9;]*m/g, "");
}
