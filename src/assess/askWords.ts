import type { Halt } from "../halt/schema/halt";
import { isWritten, sentence } from "./phrase";
import { baseWords, isSeveral, releaseWords } from "./targetWords";

/** What is asked for, in a sentence: the person's own, else what follows from how far the release is out. */
export function askWords(halt: Halt): string {
  const { ask } = halt.recommendation;
  return isWritten(ask) ? sentence(ask) : defaultAsk(halt);
}

function defaultAsk(halt: Halt): string {
  const release = releaseWords(halt);
  const base = baseWords(halt);
  switch (halt.rollout.state) {
    case undefined:
    case "notStarted":
      return `Hold ${release} until it is decided.`;
    case "inProgress":
      return `Stop the rollout of ${release} where it is until it is decided.`;
    case "paused":
      return `Keep the rollout of ${release} paused until it is decided.`;
    case "complete":
      return base === undefined
        ? `Decide whether ${release} ${isSeveral(halt) ? "are" : "is"} taken back.`
        : `Decide whether ${release} ${isSeveral(halt) ? "go" : "goes"} back to ${base}.`;
  }
}
