import { mergeFound } from "../capture/redaction/knownSecrets";
import { redactionIntents } from "../capture/redaction/redactionIntents";
import type { Intent } from "../halt/intent";
import type { Halt, Redactions } from "../halt/schema/halt";

/** Takes secrets out of a text before it is written; the rules load when first used. */
export async function redactText(
  text: string,
): Promise<{ readonly text: string; readonly found: Redactions }> {
  const { redact } = await import("../capture/redaction/redact");
  return redact(text);
}

/** Intents that count what was taken out, on top of what the halt counted before. */
export function mergedRedactions(halt: Halt, found: readonly Redactions[]): Intent[] {
  return redactionIntents(
    halt,
    found.reduce((sum, one) => mergeFound(sum, one), {}),
  );
}
