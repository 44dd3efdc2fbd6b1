import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import { redactKnown, takeOut, type Finding, type Redacted } from "./knownSecrets";

const separator = "\n\n";

/**
 * Takes secrets out of a text that somebody else wrote: own rules first, then the rules of secretlint. Each is replaced
 * by `[redacted: kind]` and counted. A text without secrets comes back as it is; redacting twice changes nothing.
 */
export async function redact(text: string): Promise<Redacted> {
  const [redacted] = await redactAll([text]);
  return redacted ?? { text, found: {} };
}

/**
 * Takes secrets out of many texts at once. Secretlint keeps a record of each call for good, and searches it at each
 * further one, so all texts of a capture go through it together.
 */
export async function redactAll(texts: readonly string[]): Promise<readonly Redacted[]> {
  const known = texts.map(redactKnown);
  const findings = await secretlintFindings(known.map(({ text }) => text).join(separator));
  let from = 0;
  let next = 0;
  return known.map((redacted) => {
    const to = from + redacted.text.length;
    const own: Finding[] = [];
    for (let finding = findings[next]; finding !== undefined && finding.from < to; finding = findings[next]) {
      own.push({ ...finding, from: Math.max(0, finding.from - from), to: Math.min(finding.to, to) - from });
      next += 1;
    }
    from = to + separator.length;
    return takeOut(redacted, own);
  });
}

async function secretlintFindings(text: string): Promise<Finding[]> {
  const { messages } = await lintSource({
    source: { filePath: "captured.txt", content: withoutDirectives(text), ext: ".txt", contentType: "text" },
    options: {
      noPhysicFilePath: true,
      config: { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] },
    },
  });
  return messages
    .map(({ range, messageId }) => ({ from: range[0], to: range[1], kind: kindOf(messageId) }))
    .sort((a, b) => a.from - b.from);
}

/** A comment in what is captured must not switch the rules off; its length stays, for the places of what is found. */
function withoutDirectives(text: string): string {
  return text.replaceAll(/secretlint-(?=disable|enable)/gi, "secretlint ");
}

function kindOf(messageId: string): string {
  return (
    messageId
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, " ")
      .trim() || "secret"
  );
}
