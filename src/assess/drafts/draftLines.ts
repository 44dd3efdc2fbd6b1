import type { Halt } from "../../halt/schema/halt";
import { askWords } from "../askWords";
import type { Clock } from "../clock";
import { decidedWords, deciderSpans } from "../decisionWords";
import { hitWords } from "../hitWords";
import { nextUpdateWords } from "../nextUpdateWords";
import { outcomeWords } from "../outcomeWords";
import { capitalised, isWritten, sentence } from "../phrase";
import { rolloutWords } from "../rolloutWords";

/** What was found, in one sentence: what no longer works, else what the halt is about. */
export function foundLine({ impact, title }: Halt): string {
  if (isWritten(impact.functionality)) return sentence(capitalised(impact.functionality));
  return isWritten(title) ? sentence(title) : "What was found is not written down yet.";
}

/** How far the release is out, and whom it hits. */
export function exposedLine(halt: Halt, { when }: Clock): string {
  const rollout = rolloutWords(halt, when) ?? "How far the release is out is not known yet.";
  const hit = hitWords(halt);
  return hit === undefined ? rollout : `${rollout} ${hit}.`;
}

/** Where it stands: how it ended, what was decided, or what is asked and who decides by when. */
export function standLine(halt: Halt, clock: Clock): string {
  if (halt.status === "closed") return outcomeWords(halt, clock.when).join(" ");
  const decided = decidedWords(halt, clock);
  if (decided.length > 0) return decided.join(" ");
  return [askWords(halt), ...deciderSpans(halt, clock).map(({ text }) => text)].join(" ");
}

/** When the next word comes; empty when the halt is closed and no word is due. */
export function nextLine(halt: Halt, clock: Clock): string {
  const next = nextUpdateWords(halt, clock);
  if (halt.status === "closed") return "";
  return next === undefined ? "The time of the next update is not set yet." : `Next update: ${next}`;
}
