import type { Attributes } from "./xmlFormat";

const skipped: readonly (string | undefined)[] = ["notrun", "skipped", "disabled", "suppressed"];
const failed = /^(?:fail(?:ed|ure)?|error(?:ed)?|broken)$/i;

/**
 * What a test case says of its outcome in attributes, as GoogleTest and CTest do, and node:test beside its element; others
 * have an element for it.
 */
export function statusOf({ status, result, failure }: Attributes): "skipped" | "failed" | undefined {
  // Most cases have none of them; there may be a million.
  if (status === undefined && result === undefined && failure === undefined) return undefined;
  if (skipped.includes(status) || skipped.includes(result)) return "skipped";
  const isFailed = failure !== undefined || failed.test(status ?? "") || failed.test(result ?? "");
  return isFailed ? "failed" : undefined;
}

/** What is known of a failure that attributes alone tell. */
export function statedMessage({ status, result, failure }: Attributes): string {
  if (failure !== undefined && failure !== "") return failure;
  return `Its status is "${status ?? result ?? "failed"}", and nothing else is said of it.`;
}
