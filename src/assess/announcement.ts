import type { Halt } from "../halt/schema/halt";
import { dateWords } from "./dateWords";
import { capitalised, isWritten, phrase, sentence } from "./phrase";
import { releaseWords, targetWords } from "./targetWords";

/**
 * The halt in a few lines of plain text for a chat: what is stopped, why, who called it, who decides, when the next word
 * comes and how to see it. What is not known is left out, but for the next update.
 * @param timeZone IANA name; the times' own offsets by default
 */
export function announcement(halt: Halt, timeZone?: string): string {
  const lines = [opening(halt), `Why: ${sentence(why(halt))}`, called(halt, timeZone)];
  if (halt.status !== "closed") lines.push(next(halt, timeZone));
  lines.push(seeIt(halt));
  return lines.filter((line) => line !== "").join("\n");
}

function opening(halt: Halt): string {
  const release = releaseWords(halt);
  const target = targetWords(halt);
  const what =
    target === "" || target === release
      ? release
      : isWritten(halt.release)
        ? `${release} (${target})`
        : target;
  return `Release halt: ${what} ${stateWords(halt)}.`;
}

function stateWords(halt: Halt): string {
  if (halt.status === "active") return "is on hold";
  if (halt.status === "draft") return "may have to be held, a halt is being drafted";
  switch (halt.outcome?.kind) {
    case "lifted":
      return "may go on, the halt is lifted";
    case "overruled":
      return "goes on, the risk was accepted";
    case "withdrawn":
      return "may go on, the halt is withdrawn";
    case "superseded":
      return "is covered by a newer halt";
    case undefined:
      return "is no longer halted";
  }
}

function why(halt: Halt): string {
  const reason = halt.status === "closed" ? halt.outcome?.reason : halt.placement?.reason;
  const bug = isWritten(halt.bug.id) ? ` (${phrase(halt.bug.id)})` : "";
  const title = isWritten(halt.title) ? `${phrase(halt.title)}${bug}` : "";
  if (!isWritten(reason) || phrase(reason) === phrase(halt.title))
    return title === "" ? "not written down yet" : title;
  return title === "" ? reason : `${title}. ${capitalised(phrase(reason))}`;
}

function called(halt: Halt, timeZone: string | undefined): string {
  const { by, at } =
    halt.status === "closed" && halt.outcome !== undefined
      ? halt.outcome
      : (halt.placement ?? { by: halt.createdBy, at: halt.createdAt });
  const verb = halt.status === "closed" ? "Closed" : halt.status === "active" ? "Called" : "Drafted";
  return `${verb}${isWritten(by) ? ` by ${phrase(by)}` : ""} on ${dateWords(at, timeZone)}.`;
}

function next(halt: Halt, timeZone: string | undefined): string {
  const { decider, decideBy } = halt.decision;
  const by = decideBy === undefined ? "" : ` by ${dateWords(decideBy, timeZone)}`;
  const decides = isWritten(decider) ? `${capitalised(phrase(decider))} decides${by}. ` : "";
  const update = halt.communication.nextUpdate ?? halt.placement?.reviewAt;
  if (update === undefined) return `${decides}The time of the next update is not set yet.`;
  return `${decides}Next update: ${dateWords(update, timeZone)}.`;
}

function seeIt(halt: Halt): string {
  if (isWritten(halt.bug.url)) return `To see it: ${halt.bug.url.trim()}`;
  if (halt.facts?.pushed === true && isWritten(halt.facts.commitUrl))
    return `To see it: ${halt.facts.commitUrl}`;
  return halt.status === "active"
    ? "To see it: `release-halt check` in the repository, once the halt is shared."
    : "";
}
