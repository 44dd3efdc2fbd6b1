import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import type { Redactions } from "../../halt/schema/halt";
import { secretRules } from "./secretRules";

export interface Redacted {
  readonly text: string;
  /** How many secrets were taken out, by kind. */
  readonly found: Redactions;
}

/** A stretch of the text that is a secret. */
interface Finding {
  readonly from: number;
  readonly to: number;
  readonly kind: string;
}

const mark = /\[redacted: [^\]\n]{1,60}\]/g;

/**
 * Takes secrets out of a text that somebody else wrote: own rules first, then the rules of secretlint. Each is replaced
 * by `[redacted: kind]` and counted. A text without secrets comes back as it is; redacting twice changes nothing.
 */
export async function redact(text: string): Promise<Redacted> {
  const found: Record<string, number> = {};
  let result = text;
  for (const { kind, pattern, accepts } of secretRules) {
    const findings: Finding[] = [];
    for (const match of result.matchAll(pattern)) {
      const secret = match.groups?.["secret"] ?? match[0];
      if (accepts !== undefined && !accepts(secret)) continue;
      const from = match.index + match[0].lastIndexOf(secret);
      findings.push({ from, to: from + secret.length, kind });
    }
    result = takeOut(result, findings, found);
  }
  return { text: takeOut(result, await secretlintFindings(result), found), found };
}

/** The counts of two redactions together. */
export function mergeFound(a: Redactions, b: Redactions): Redactions {
  const kinds = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...kinds].sort().map((kind) => [kind, (a[kind] ?? 0) + (b[kind] ?? 0)]));
}

async function secretlintFindings(text: string): Promise<Finding[]> {
  const { messages } = await lintSource({
    source: { filePath: "captured.txt", content: text, ext: ".txt", contentType: "text" },
    options: {
      noPhysicFilePath: true,
      config: { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] },
    },
  });
  return messages
    .map(({ range, messageId }) => ({ from: range[0], to: range[1], kind: kindOf(messageId) }))
    .sort((a, b) => a.from - b.from);
}

function kindOf(messageId: string): string {
  return (
    messageId
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, " ")
      .trim() || "secret"
  );
}

/** Replaces the findings, first to last; what touches an earlier replacement stays as it is. */
function takeOut(text: string, findings: readonly Finding[], found: Record<string, number>): string {
  const marks = [...text.matchAll(mark)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  let result = "";
  let at = 0;
  for (const { from, to, kind } of findings) {
    if (from < at || marks.some(([start, end]) => from < end && start < to)) continue;
    result += `${text.slice(at, from)}[redacted: ${kind}]`;
    at = to;
    found[kind] = (found[kind] ?? 0) + 1;
  }
  return result + text.slice(at);
}
