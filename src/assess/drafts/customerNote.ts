import type { Halt } from "../../halt/schema/halt";
import type { Clock } from "../clock";
import { isWritten, phrase, sentence } from "../phrase";
import { isOut } from "../rolloutWords";

/**
 * For customers who noticed: what they see, what they can do, what we do, when we speak next. No ids, no figures, no
 * money, no cause. Undefined while nothing has reached them, and while nothing says in words what is broken.
 */
export function customerNote(halt: Halt, clock: Clock): string[] | undefined {
  const { affected, functionality, workaround } = halt.impact;
  if (!isWritten(functionality) || !(isOut(halt) || wasNoticed(halt))) return undefined;
  return [
    sentence(`We found a problem: ${phrase(functionality)}`),
    isWritten(affected) ? sentence(`It concerns ${phrase(affected)}`) : "",
    isWritten(workaround) && !/^(?:none|no|nothing)\.?$/i.test(workaround.trim())
      ? sentence(`What you can do until it is solved: ${phrase(workaround)}`)
      : "",
    doing(halt),
    speaking(halt, clock),
  ];
}

/** The record says so in words, and not that they did not. */
function wasNoticed({ impact }: Halt): boolean {
  return [impact.affected, ...impact.consequences.map(({ text }) => text)].some(
    (text) =>
      isWritten(text) &&
      /\b(?:have |had |already )?(?:noticed|complained|reported)\b/i.test(text) &&
      !/\b(?:not|never|no|nobody|n't)\b/i.test(text),
  );
}

function doing({ status, rollout }: Halt): string {
  if (status !== "active") return "";
  switch (rollout.state) {
    case "paused":
      return "What we do: we have paused this release and are settling the way forward.";
    case "inProgress":
    case "complete":
    case "notStarted":
    case undefined:
      return "What we do: we have put this release on hold and are settling the way forward.";
  }
}

function speaking({ communication: { nextUpdate }, status }: Halt, { when, isPast }: Clock): string {
  if (status === "closed") return "";
  if (nextUpdate === undefined || isPast(nextUpdate)) return "When we speak next is not set yet.";
  return `We speak next on ${when(nextUpdate)}.`;
}
