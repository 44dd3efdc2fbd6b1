/**
 * The text of an object up to the end of one of its values, closed there: a tree of it has the same offsets, and costs
 * only what stands before. What grows long comes last in a halt, so most edits need not read it. Undefined where the key
 * is not there or the text is no object. The text is JSON: texts, brackets, commas and colons tell where a value ends.
 */
export function textUpTo(text: string, key: string): string | undefined {
  let depth = 0;
  let name = "";
  let found = false;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\],:]/g)) {
    switch (token) {
      case "{":
      case "[":
        if (depth === 0 && token === "[") return undefined;
        depth += 1;
        break;
      case "}":
      case "]":
        if (found && depth === 1) return `${text.slice(0, index)}}`;
        depth -= 1;
        if (found && depth === 1) return `${text.slice(0, index + 1)}}`;
        if (depth === 0) return undefined;
        break;
      case ",":
        if (found && depth === 1) return `${text.slice(0, index)}}`;
        break;
      case ":":
        found ||= depth === 1 && isName(name, key);
        break;
      default:
        if (depth === 0) return undefined;
        if (!found) name = token;
    }
  }
  return undefined;
}

/** A key may be written with codes: `"st\u0061tus"`. */
function isName(written: string, key: string): boolean {
  if (!written.includes("\\")) return written === `"${key}"`;
  try {
    return JSON.parse(written) === key;
  } catch (error) {
    // No code of JSON: the text is none, and its reader says so.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
