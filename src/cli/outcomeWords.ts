import type { Outcome } from "../prove/deciding";

/** What a run told, for whoever watches it go on. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case "failed":
      return "the bug shows";
    case "passed":
      return "the bug does not show";
    case "unusable":
      return `nothing is told: ${outcome.why}`;
    default:
      return outcome satisfies never;
  }
}
