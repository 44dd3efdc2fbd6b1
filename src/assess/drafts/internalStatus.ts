import type { Halt } from "../../halt/schema/halt";
import type { Clock } from "../clock";
import { openLine } from "../openPoints";
import { isWritten, sentence } from "../phrase";
import { severityWords } from "../severityWords";
import { subjectWords } from "../targetWords";
import { exposedLine, foundLine, nextLine, standLine } from "./draftLines";

/** For the team and support: what was found, who is exposed, how severe, where it stands, what is open, when the next word comes. */
export function internalStatus(halt: Halt, clock: Clock): string[] {
  const open = halt.status === "closed" ? "" : openLine(halt, clock);
  return [
    `${subjectWords(halt)}: ${status[halt.status]}.`,
    foundLine(halt),
    exposedLine(halt, clock),
    isWritten(halt.severity.level) ? `Severity: ${sentence(severityWords(halt))}` : "",
    isWritten(halt.impact.workaround) ? sentence(`Workaround: ${halt.impact.workaround}`) : "",
    standLine(halt, clock),
    halt.status !== "closed" && isWritten(halt.fallback) ? sentence(`Fallback: ${halt.fallback}`) : "",
    open === "" ? "" : `Not known yet: ${open}.`,
    nextLine(halt, clock),
  ];
}

const status = {
  draft: "a halt is being drafted",
  active: "on hold",
  closed: "the halt is closed",
} as const;
