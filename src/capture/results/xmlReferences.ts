const named: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
const numbered = /^#(?:(\d{1,7})|x([\da-fA-F]{1,6}))$/;

/**
 * A text with its references replaced by what they stand for, as far as XML itself says that
 * (https://www.w3.org/TR/xml/#sec-references); undefined where there is another one, or one that XML forbids.
 */
export function withoutReferences(text: string): string | undefined {
  let [resolved, at] = ["", 0];
  for (let start = text.indexOf("&"); start !== -1; start = text.indexOf("&", at)) {
    const end = text.indexOf(";", start);
    if (end === -1 || end > start + 9) return undefined;
    const character = characterOf(text.slice(start + 1, end));
    if (character === undefined) return undefined;
    resolved += text.slice(at, start) + character;
    at = end + 1;
  }
  return at === 0 ? text : resolved + text.slice(at);
}

function characterOf(reference: string): string | undefined {
  const known = named.get(reference);
  if (known !== undefined) return known;
  const [, decimal, hexadecimal] = numbered.exec(reference) ?? [];
  if (decimal !== undefined) return allowed(Number(decimal));
  return hexadecimal === undefined ? undefined : allowed(Number.parseInt(hexadecimal, 16));
}

/** Undefined where XML forbids it (https://www.w3.org/TR/xml/#NT-Char). */
function allowed(code: number): string | undefined {
  const isAllowed =
    code === 0x09 ||
    code === 0x0a ||
    code === 0x0d ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x1_0000 && code <= 0x10_ffff);
  return isAllowed ? String.fromCodePoint(code) : undefined;
}
