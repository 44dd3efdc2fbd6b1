import { criterionText } from "../criterionText";
import type { Halt } from "../../halt/schema/halt";
import type { Clock } from "../clock";
import { openPoints, openPointWords, takenOnWords } from "../openPoints";
import { isWritten, phrase, sentence } from "../phrase";
import { missedWords } from "../missedWords";
import { criteriaWords } from "../readiness";
import { subjectWords } from "../targetWords";
import { exposedLine, foundLine, nextLine, standLine } from "./draftLines";

/** More events than these are history, not news. */
const maximumEvents = 5;

/** What happened last and where it stands now; whoever takes over can go on from it. */
export function update(halt: Halt, clock: Clock): string[] {
  return [
    `${subjectWords(halt)}: where it stands.`,
    foundLine(halt),
    ...changeLines(halt, clock),
    exposedLine(halt, clock),
    standLine(halt, clock),
    ...(halt.status === "closed"
      ? []
      : [fixLine(halt, clock), liftLine(halt, clock), ...openLines(halt, clock)]),
    handoverLine(halt, clock),
    nextLine(halt, clock),
  ];
}

function changeLines({ timeline }: Halt, { when }: Clock): string[] {
  const events = [...timeline].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const lines = events.slice(-maximumEvents).map(({ at, by, event, detail }) => {
    const who = isWritten(by) ? `, ${phrase(by)}` : "";
    return sentence(`- ${when(at)}${who}: ${phrase(event)}${isWritten(detail) ? `, ${phrase(detail)}` : ""}`);
  });
  return lines.length === 0 ? [] : ["What happened last:", ...lines];
}

function fixLine({ remediation: { promisedAt } }: Halt, clock: Clock): string {
  if (promisedAt === undefined) return "The date of the fix is not known yet.";
  return `The fix ${missedWords(promisedAt, clock) ?? `is promised for ${clock.when(promisedAt)}.`}`;
}

function liftLine(halt: Halt, { when }: Clock): string {
  if (halt.liftCriteria.length === 0) return "What lifts the halt is not written down yet.";
  const open = halt.liftCriteria.flatMap((criterion) => {
    const words = criterionText(criterion, when);
    return criterion.met !== true && words !== undefined ? [words] : [];
  });
  return `To lift: ${criteriaWords(halt)}.${open.length === 0 ? "" : ` Open: ${open.join("; ")}.`}`;
}

function openLines(halt: Halt, clock: Clock): string[] {
  const lines = openPoints(halt).map((point) => {
    const by = takenOnWords(halt, point.item, clock);
    return `- ${openPointWords(point)}: ${by === "" ? "nobody has taken this yet" : by}`;
  });
  return lines.length === 0 ? [] : ["Open points:", ...lines];
}

function handoverLine({ handovers, owner }: Halt, { when }: Clock): string {
  const last = [...handovers].sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).at(-1);
  if (last === undefined) return isWritten(owner) ? `In charge: ${phrase(owner)}.` : "";
  const from = isWritten(last.from) ? ` from ${phrase(last.from)}` : "";
  const to = isWritten(last.to) ? ` to ${phrase(last.to)}` : "";
  const note = isWritten(last.note) ? `: ${last.note}` : "";
  return sentence(`Handed over${from}${to} on ${when(last.at)}${note}`);
}
