import type { Halt } from "../halt/schema/halt";
import { isWritten, phrase, sentence } from "./phrase";
import { shortCommit } from "./targetWords";

type When = (iso: string) => string;

/**
 * How a closed halt ended, sentence by sentence: the outcome with who, when and why, then what belongs to its kind.
 * @param when a time in words
 */
export function outcomeWords(halt: Halt, when: When): string[] {
  const { outcome } = halt;
  if (outcome === undefined) return ["Closed; how is not written down."];
  const by = isWritten(outcome.by) ? ` by ${phrase(outcome.by)}` : "";
  const start = `${endings[outcome.kind]}${by} on ${when(outcome.at)}`;
  const why = isWritten(outcome.reason) ? sentence(`${start}: ${outcome.reason}`) : `${start}.`;
  return [why, ...more(halt, when)];
}

const endings = {
  lifted: "Lifted",
  overruled: "Overruled",
  withdrawn: "Withdrawn",
  superseded: "Superseded",
} as const;

function more(halt: Halt, when: When): string[] {
  switch (halt.outcome?.kind) {
    case "lifted":
      return [...fixWords(halt), ...againWords(halt, when)];
    case "overruled":
      return [...riskWords(halt), ...againWords(halt, when)];
    case "superseded":
      return isWritten(halt.outcome.supersededBy)
        ? [sentence(`Replaced by ${phrase(halt.outcome.supersededBy)}`)]
        : ["What replaced it is not written down."];
    case "withdrawn":
    case undefined:
      return [];
  }
}

function fixWords({ cause }: Halt): string[] {
  const parts = [
    isWritten(cause.fixReference) ? phrase(cause.fixReference) : "",
    cause.fixCommit === undefined ? "" : shortCommit(cause.fixCommit),
  ].filter((part) => part !== "");
  return parts.length === 0 ? [] : [`The fix: ${parts.join(", ")}.`];
}

/** Who carries the risk of a release that goes on, when it is stopped after all, and who watches; each named when missing. */
export function riskWords({ decision }: Halt): string[] {
  const { riskOwner, abortThreshold, watchedBy } = decision;
  return [
    isWritten(riskOwner)
      ? `Risk accepted by: ${phrase(riskOwner)}.`
      : "Who accepted the risk is not written down.",
    isWritten(abortThreshold) ? `Stop at: ${phrase(abortThreshold)}.` : "No stop threshold is written down.",
    isWritten(watchedBy) ? `Watched by: ${phrase(watchedBy)}.` : "Who watches is not written down.",
  ];
}

function againWords({ decision }: Halt, when: When): string[] {
  return decision.lookedAtAgain === undefined ? [] : [`Looked at again: ${when(decision.lookedAtAgain)}.`];
}
