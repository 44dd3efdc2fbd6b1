/**
 * The beginning of a text, at most `maxBytes` of UTF-8, with a mark that says how much was cut.
 * @param cutBefore bytes that were cut from its end already
 */
export function cutText(text: string, maxBytes: number, cutBefore = 0): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= maxBytes && cutBefore === 0) return text;
  const kept = withoutHalves(bytes.subarray(0, maxBytes - 40));
  return `${kept}\n[cut: ${bytes.length + cutBefore - Buffer.byteLength(kept)} more bytes]`;
}

/**
 * The beginning of a text, at most `maxBytes` of UTF-8, and how many bytes were left out. It is a copy: a part of a large
 * text that is kept would keep the whole of it in memory.
 */
export function headOf(text: string, maxBytes: number): { readonly text: string; readonly left: number } {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= maxBytes) return { text: bytes.toString("utf8"), left: 0 };
  const kept = withoutHalves(bytes.subarray(0, maxBytes));
  return { text: kept, left: bytes.length - Buffer.byteLength(kept) };
}

/** The end of a text, at most `maxBytes` of UTF-8, with a mark that says how much was cut. */
export function tailOf(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= maxBytes) return text;
  const kept = withoutHalves(bytes.subarray(bytes.length - (maxBytes - 40)));
  return `[cut: ${bytes.length - Buffer.byteLength(kept)} bytes before]\n${kept}`;
}

/** A cut through a character leaves U+FFFD at the edge. */
function withoutHalves(bytes: Buffer): string {
  return bytes.toString("utf8").replace(/^\uFFFD+|\uFFFD+$/g, "");
}
