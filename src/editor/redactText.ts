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
  const counts = new Map<string, number>();
  for (const one of found) {
    for (const [kind, count] of Object.entries(one)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return [...counts].map(([kind, count]): Intent => ({
    kind: "set",
    path: ["redactions", kind],
    value: (halt.redactions[kind] ?? 0) + count,
  }));
}
