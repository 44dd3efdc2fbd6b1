import type { Redactions } from "../../halt/schema/halt";
import { secretRules } from "./secretRules";

/** A text without its secrets. */
export interface Redacted {
  readonly text: string;
  /** How many secrets were taken out, by kind. */
  readonly found: Redactions;
}

/** A stretch of the text that is a secret. */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly kind: string;
}

/** What stands in place of a secret. */
export const mark = /\[redacted: [^\]\n]{1,60}\]/g;

/** Takes out what the own rules know. Each secret is replaced by `[redacted: kind]` and counted; twice changes nothing. */
export function redactKnown(text: string): Redacted {
  let result: Redacted = { text, found: {} };
  for (const { kind, pattern, accepts } of secretRules) {
    const findings: Finding[] = [];
    for (const match of result.text.matchAll(pattern)) {
      const secret = match.groups?.["secret"] ?? match[0];
      if (accepts !== undefined && !accepts(secret)) continue;
      const from = match.index + match[0].lastIndexOf(secret);
      findings.push({ from, to: from + secret.length, kind });
    }
    result = takeOut(result, findings);
  }
  return result;
}

/** Replaces the findings, first to last; what touches an earlier replacement stays as it is. */
export function takeOut({ text, found }: Redacted, findings: readonly Finding[]): Redacted {
  if (findings.length === 0) return { text, found };
  const marks = [...text.matchAll(mark)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  const counts: Record<string, number> = { ...found };
  let result = "";
  let at = 0;
  for (const { from, to, kind } of findings) {
    if (from < at || marks.some(([start, end]) => from < end && start < to)) continue;
    result += `${text.slice(at, from)}[redacted: ${kind}]`;
    at = to;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return { text: result + text.slice(at), found: counts };
}

/** The counts of two redactions together. */
export function mergeFound(a: Redactions, b: Redactions): Redactions {
  const kinds = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...kinds].sort().map((kind) => [kind, (a[kind] ?? 0) + (b[kind] ?? 0)]));
}
