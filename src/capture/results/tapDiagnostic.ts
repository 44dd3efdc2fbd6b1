/** What stands behind a failed test of TAP, in YAML or in words. */
interface Diagnostic {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly durationMs?: number;
}

/**
 * Message, place and duration of a diagnostic. Its YAML has the keys of whoever wrote it, so only those that tools are known
 * to write are looked for; the whole of it stays the detail.
 */
export function diagnosticOf(text: string): Diagnostic {
  const duration = Number(scalar(text, "duration_ms") ?? Number.NaN);
  return {
    message: messageOf(text),
    ...placeOf(text),
    ...(Number.isFinite(duration) && { durationMs: duration }),
  };
}

function messageOf(text: string): string {
  for (const key of ["message", "error"]) {
    const value = scalar(text, key);
    if (value !== undefined && value !== "") return value;
  }
  // Perl and Busted write words into comments.
  const comment = /^# Failure message: (.*)$/m.exec(text)?.[1];
  if (comment !== undefined) return comment;
  const first = text
    .split("\n")
    .find((line) => /\S/.test(line.replace(/^#/, "")) && !/^\s*[\w ]+:(?: |$)/.test(line));
  return (first ?? "").replace(/^#\s*/, "").trim();
}

/** The value of a key at any depth: plain, quoted, or the first line of a block. */
function scalar(text: string, key: string): string | undefined {
  const [, value, next] = new RegExp(`^ *${key}: *([^\\n]*)\\n?([^\\n]*)`, "m").exec(text) ?? [];
  if (value === undefined) return undefined;
  if (/^[|>][-+]?\d*$/.test(value)) return (next ?? "").trim();
  if (/^'.*'$/s.test(value)) return value.slice(1, -1).replaceAll("''", "'");
  return /^".*"$/s.test(value) ? unquoted(value.slice(1, -1)) : value;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "0": "\0" };

/** The escapes that JSON and YAML share, and YAML's of two digits (https://yaml.org/spec/1.2.2/#57-escaped-characters). */
function unquoted(text: string): string {
  return text.replaceAll(
    /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|(.))/gs,
    (_, two: string | undefined, four: string | undefined, sign: string | undefined) =>
      sign === undefined
        ? String.fromCharCode(Number.parseInt(two ?? four ?? "", 16))
        : (escapes[sign] ?? sign),
  );
}

function placeOf(text: string): Pick<Diagnostic, "file" | "line"> {
  const found =
    // node:test
    /^ *location: '?"?(.+?):(\d+):\d+'?"?$/m.exec(text) ??
    // node-tap
    /^ *fileName: (.+)\n *lineNumber: (\d+)$/m.exec(text) ??
    // Test::More with YAML
    /^ *file: (.+)\n *line: (\d+)$/m.exec(text) ??
    // Vitest, tape
    /^ *at: "?(?:.* \()?(\/?[^\s()"]+?):(\d+)(?::\d+)?\)?"?$/m.exec(text) ??
    // Test::More: "#   at t/cart.t line 12."
    /^#\s+at (\S+) line (\d+)\.$/m.exec(text);
  const [, file, line] = found ?? [];
  return file === undefined ? {} : { file, line: Math.max(1, Number(line)) };
}
