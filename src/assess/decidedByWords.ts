import type { Verification } from "../halt/schema/halt";

/** How a run tells whether the bug shows, as a sentence. */
export function decidedByWords({ kind, text = "" }: Verification["decidedBy"]): string {
  switch (kind) {
    case "exitCode":
      return "The bug shows where it ends with another exit code than 0.";
    case "mustAppear":
      return `The bug shows where it does not print "${text}".`;
    case "mustNotAppear":
      return `The bug shows where it prints "${text}".`;
    default:
      return kind satisfies never;
  }
}
