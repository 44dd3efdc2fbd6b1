/** What could be read of JSON that ends too early. */
interface WholePart {
  readonly value: unknown;
  /** Up to where it is whole. */
  readonly length: number;
}

/**
 * The part of a JSON text that is whole, where the text is cut off or breaks: up to the last element of a list that is
 * complete, with what is open around it closed. Undefined where there is none.
 */
export function wholePart(text: string): WholePart | undefined {
  const found = lastWholeElement(text);
  if (found === undefined) return undefined;
  const closing = [...found.open].reverse().map((bracket) => (bracket === "{" ? "}" : "]"));
  try {
    return { value: JSON.parse(text.slice(0, found.end) + closing.join("")), length: found.end };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Where the last complete element of a list ends, or the last complete member of an object that is in no list: an element
 * that is cut off would be taken for another one than it is.
 */
function lastWholeElement(
  text: string,
): { readonly end: number; readonly open: readonly string[] } | undefined {
  const open: string[] = [];
  let lists = 0;
  let best: { end: number; open: readonly string[] } | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at];
    if (unit === '"') {
      at = stringEnd(text, at);
      if (at === -1) return best;
    } else if (unit === "{" || unit === "[") {
      open.push(unit);
      if (unit === "[") lists += 1;
      if (open.length > 500) return best;
      // An empty list is whole.
      if (unit === "[" && lists === 1) best = { end: at + 1, open: [...open] };
    } else if (unit === "}" || unit === "]") {
      if (open.pop() !== (unit === "}" ? "{" : "[")) return best;
      if (unit === "]") lists -= 1;
      if (open.length === 0) return { end: at + 1, open: [] };
      if (open.at(-1) === "[" || lists === 0) best = { end: at + 1, open: [...open] };
    } else if (unit === "," && (open.at(-1) === "[" || lists === 0)) best = { end: at, open: [...open] };
  }
  return best;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}
