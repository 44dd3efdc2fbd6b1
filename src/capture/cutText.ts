/** The beginning of a text, at most `maxBytes` of UTF-8, with a mark that says how much was cut. */
export function cutText(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= maxBytes) return text;
  const kept = withoutHalves(bytes.subarray(0, maxBytes - 40));
  return `${kept}\n[cut: ${bytes.length - Buffer.byteLength(kept)} more bytes]`;
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
