import * as fc from "fast-check";

/** What breaks formats: their own marks, line ends, signs of several code points or without width. */
const marks = [
  ...["<&>\"'", "]]>", "&lt;", "<![CDATA[", "</testcase>", "<!--", "%", "{", "}", '"}', "[", "]", "null"],
  ...["# SKIP", "#", " # TODO", "\\", "\\#", "|", "|'", " › ", "::", " - ", "---", "...", "1..2"],
  ...["ok 1 - x", "not ok 2", "##teamcity[testFailed name='x']", '{"Action":"pass"}', '["end",{}]'],
  ...[
    "☕",
    "👩‍👩‍👧",
    "e\u0301",
    "\u202Eright",
    "\u00A0",
    "\u0085",
    "\u2028",
    "\u2029",
    "\uFEFF",
    "\u00AD",
    "\uE000",
  ],
  ...["\n", "\r\n", "\t", " ", "  ", "\u001B[31mred\u001B[39m", "\u0007"],
] as const;

/**
 * Any text but for U+FFFD, which readers take for the trace of bytes that do not fit, and halves of surrogate pairs, which
 * UTF-8 cannot hold.
 */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.string({ unit: "binary", maxLength: 5 }),
      fc.string({ maxLength: 8 }),
      fc.constantFrom(...marks),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join("").replaceAll("\uFFFD", "?"));

/** Mostly short; now and then more than is stored of one. */
export function orLong(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 15, arbitrary: texts },
    {
      weight: 1,
      arbitrary: fc
        .tuple(texts, fc.integer({ min: 2000, max: 9000 }))
        .map(([text, length]) => `${`${text}.`.repeat(Math.ceil(length / (text.length + 1)))}end`),
    },
  );
}

export function filled(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return texts.map((text) => (text.trim() === "" ? `${text}x` : text));
}

/** Without space at its ends. */
export function trimmed(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return texts.map((text) => text.trim());
}

export function oneLine(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return texts.map((text) => text.replaceAll(/[\r\n]/g, " "));
}

/** Without the characters that a format cannot hold. */
export function without(characters: RegExp, texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return texts.map((text) => text.replaceAll(characters, ""));
}

/** A name in a programming language. */
export const identifiers: fc.Arbitrary<string> = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,9}$/);
/** The same where letters of other scripts may stand in it. */
export const wideIdentifiers: fc.Arbitrary<string> = fc.stringMatching(
  /^[A-Za-zÄéλЖ中_][A-Za-z0-9Äéλж中_]{0,9}$/,
);

/** Identifiers with points between them, as of a class in its package. */
export const dotted: fc.Arbitrary<string> = fc
  .array(identifiers, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("."));

/** The path of a source file, with what paths may hold besides letters. */
export function paths(extension: string): fc.Arbitrary<string> {
  return fc
    .array(fc.stringMatching(/^[A-Za-z0-9äж_-]{1,8}$/), { minLength: 1, maxLength: 3 })
    .map((parts) => `${parts.join("/")}.${extension}`);
}

/** The first line that is not blank. */
export function firstLineOf(text: string): string {
  return text.split("\n").find((line) => /\S/.test(line)) ?? "";
}

const escape = String.fromCharCode(27);
const colours = new RegExp(`${escape}\\[[0-9;]*m`, "g");

/** Runners colour what they print; a reader takes the colours out. */
export function plain(text: string): string {
  return text.replaceAll(colours, "");
}

/** A message and what stands below it, as where a format has one text for both. */
export function oneText({ message, detail }: { readonly message: string; readonly detail: string }): string {
  return detail === "" ? message : `${message}\n${detail}`;
}
