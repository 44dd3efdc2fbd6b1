import type { Halt } from "../halt/schema/halt";
import { messageClock, type Clock } from "./clock";
import { deciderSpans } from "./decisionWords";
import { hitWords } from "./hitWords";
import { nextUpdateWords } from "./nextUpdateWords";
import { outcomeWords } from "./outcomeWords";
import { capitalised, isWritten, phrase, sentence } from "./phrase";
import { rolloutWords } from "./rolloutWords";
import { bugWords, isSeveral, releaseWords, targetWords } from "./targetWords";

/**
 * The halt in a few lines of plain text for a chat: what is stopped and what not to do, why, who is exposed, the way
 * back, who called it, who decides, when the next word comes and how to see it; of a closed halt, that the release may
 * go on, and why it was halted. What is not known is left out, but for the next update.
 * @param timeZone IANA name; the times' own offsets by default
 * @param now ISO 8601: a time to decide or a next update that lies before it is told as passed
 */
export function announcement(halt: Halt, timeZone?: string, now?: string): string {
  const clock = messageClock({ timeZone, ...(now !== undefined && { now }) });
  const { when } = clock;
  const lines =
    halt.status === "closed"
      ? [`${nameOf(halt)} ${ending(halt)}`, ...outcomeWords(halt, when), because(halt)]
      : [
          stopped(halt),
          `Why: ${sentence(why(halt))}`,
          exposure(halt, when),
          isWritten(halt.fallback) ? sentence(`Fallback: ${halt.fallback}`) : "",
          called(halt, when),
          next(halt, clock),
        ];
  return [...lines, seeIt(halt)].filter((line) => line !== "").join("\n");
}

function stopped(halt: Halt): string {
  const several = isSeveral(halt);
  const dont = `Please do not deploy ${several ? "them" : "it"}.`;
  return halt.status === "active"
    ? `Release halt: ${nameOf(halt)} ${several ? "are" : "is"} on hold. ${dont}`
    : `Release halt in preparation: ${nameOf(halt)} may have to be held. A halt is being drafted.`;
}

function nameOf(halt: Halt): string {
  const release = releaseWords(halt);
  const target = targetWords(halt);
  if (target === "" || target === release) return release;
  return isWritten(halt.release) ? `${release} (${target})` : target;
}

/** What the end of the halt means for the release. */
function ending(halt: Halt): string {
  const goes = isSeveral(halt) ? "go" : "goes";
  switch (halt.outcome?.kind) {
    case "lifted":
      return "may go on: the halt is lifted.";
    case "overruled":
      return `${goes} on: the halt is overruled, and the risk is accepted.`;
    case "withdrawn":
      return "may go on: the halt is withdrawn.";
    case "superseded":
      return `${isSeveral(halt) ? "stay" : "stays"} under a halt: a newer one takes the place of this one.`;
    case undefined:
      return "may go on: the halt is closed.";
  }
}

function because(halt: Halt): string {
  const reason = why({ ...halt, status: "active" });
  return reason === unwritten ? "" : sentence(`It was halted because of this: ${reason}`);
}

const unwritten = "not written down yet";

function why(halt: Halt): string {
  const reason = halt.placement?.reason;
  const title = isWritten(halt.title) ? phrase(halt.title) + bugWords(halt) : "";
  if (!isWritten(reason) || phrase(reason) === phrase(halt.title)) return title === "" ? unwritten : title;
  return title === "" ? reason : `${title}. ${capitalised(phrase(reason))}`;
}

function exposure(halt: Halt, when: (iso: string) => string): string {
  const rollout = rolloutWords(halt, when);
  const hit = hitWords(halt);
  if (rollout === undefined && hit === undefined) return "";
  const words = [rollout ?? "Not known yet.", hit === undefined ? "" : `${hit}.`].filter(
    (part) => part !== "",
  );
  return `Exposed now: ${words.join(" ")}`;
}

function called({ status, placement, createdBy, createdAt }: Halt, when: (iso: string) => string): string {
  const { by, at } = placement ?? { by: createdBy, at: createdAt };
  const verb = status === "active" ? "Called" : "Drafted";
  return `${verb}${isWritten(by) ? ` by ${phrase(by)}` : ""} on ${when(at)}.`;
}

function next(halt: Halt, clock: Clock): string {
  const { decider, decided } = halt.decision;
  const decides = isWritten(decided)
    ? sentence(`Decided: ${decided.trim()}`)
    : isWritten(decider)
      ? deciderSpans(halt, clock)
          .map(({ text }) => text)
          .join(" ")
      : "";
  return [decides, nextUpdate(halt, clock)].filter((part) => part !== "").join(" ");
}

function nextUpdate(halt: Halt, clock: Clock): string {
  const review = halt.placement?.reviewAt;
  const words = nextUpdateWords(halt, clock) ?? (review === undefined ? undefined : `${clock.when(review)}.`);
  return words === undefined ? "The time of the next update is not set yet." : `Next update: ${words}`;
}

function seeIt(halt: Halt): string {
  if (isWritten(halt.bug.url)) return `To see it: ${halt.bug.url.trim()}`;
  if (halt.facts?.pushed === true && isWritten(halt.facts.commitUrl))
    return `To see it: ${halt.facts.commitUrl}`;
  return halt.status === "active"
    ? "To see it: `release-halt check` in the repository, once the halt is shared."
    : "";
}
