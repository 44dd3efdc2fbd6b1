import type { Attributes } from "./xmlFormat";

const skipped: readonly (string | undefined)[] = ["notrun", "skipped", "disabled", "suppressed"];
const failed = /^(?:fail(?:ed|ure)?|error(?:ed)?|broken)$/i;

/** What a test case says of its outcome in attributes, as GoogleTest and CTest do; others have an element for it. */
export function statusOf({ status, result }: Attributes): "skipped" | "failed" | undefined {
  // Most cases have neither; there may be a million of them.
  if (status === undefined && result === undefined) return undefined;
  if (skipped.includes(status) || skipped.includes(result)) return "skipped";
  return failed.test(status ?? "") || failed.test(result ?? "") ? "failed" : undefined;
}
