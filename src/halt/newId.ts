/** A new id for a list item: `prefix` and 8 random characters, as in `step-k3f9x2ab`. */
export function newItemId(prefix: string): string {
  return `${prefix}-${randomText(8)}`;
}

/**
 * A new id for a halt, also the stem of its file's name: the date, words of the title and a random part, as in
 * `2026-11-30-checkout-charges-twice-k3f9`. ASCII letters, digits and dashes only.
 * @param now ISO 8601
 */
export function newHaltId(title: string, now: string): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const slug = (words ?? []).join("-").slice(0, 40).replace(/-+$/, "");
  return [now.slice(0, 10), slug, randomText(4)].filter((part) => part !== "").join("-");
}

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

function randomText(length: number): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}
