import { mark } from "./knownSecrets";

/** Whether a text is one from which secrets were taken out: each mark stands for any text. */
export function redactedMatch(redacted: string): (text: string) => boolean {
  const [first = "", ...pieces] = redacted.split(mark);
  const last = pieces.pop();
  if (last === undefined) return (text) => text === redacted;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const piece of pieces) {
      const found = text.indexOf(piece, from);
      if (found < 0) return false;
      from = found + piece.length;
    }
    return text.endsWith(last) && text.length - last.length >= from;
  };
}

/** The longest piece of a text of which nothing was taken out. */
export function longestKept(redacted: string): string {
  return redacted.split(mark).reduce((longest, piece) => (piece.length > longest.length ? piece : longest));
}
