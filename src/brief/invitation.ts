import { dateWords } from "../assess/dateWords";
import { roleTitles } from "../assess/judgePeople";
import { capitalised, isWritten, phrase } from "../assess/phrase";
import { releaseWords } from "../assess/targetWords";
import type { Checklist } from "../halt/checklist";
import type { Halt } from "../halt/schema/halt";
import { briefContext } from "./briefContext";
import { plainLine } from "./escapeMarkdown";
import { askWords } from "./firstPage";
import { openLine } from "./openWords";

const agenda = [
  "Bottom line: what was found, and what is asked",
  "Evidence: how we know",
  "Options: side by side, with what speaks against each",
  "Decision: who decides, and what",
  "Communication: who tells whom, and when",
  "Next checkpoint: when we speak again",
];

/** The meeting as plain text for a calendar or a chat: subject, time, people, what is asked, six lines of agenda. */
export function invitation(
  halt: Halt,
  checklist: Checklist,
  { timeZone }: { readonly now: string; readonly timeZone?: string },
): string {
  const context = briefContext(halt, checklist, { audience: "short", timeZone });
  const { at, minutes = 15, place } = halt.meeting;
  const release = releaseWords(halt);
  const title = isWritten(halt.title) ? `: ${phrase(halt.title)}` : "";
  const when = at === undefined ? "as soon as you can all come" : dateWords(at, timeZone);
  const unknown = openLine(context);
  const lines = [
    `Subject: Go/no-go for ${release}${title}`,
    `When: ${when}, ${minutes} minutes`,
    ...(isWritten(place) ? [`Where: ${phrase(place)}`] : []),
    `Who: ${people(halt)}`,
    "",
    `What is asked: ${askWords(context)}`,
    ...decisionLines(halt, timeZone),
    ...(unknown === "" ? [] : [`Not known yet: ${unknown}.`]),
    "",
    "Agenda",
    ...agenda.map((line, index) => `${index + 1}. ${line}`),
  ];
  return lines.map(plainLine).join("\n");
}

function people({ stakeholders, decision }: Halt): string {
  const names = stakeholders
    .filter(({ name }) => isWritten(name))
    .map(({ name, role }) => phrase(name ?? "") + (role === undefined ? "" : ` (${roleTitles[role]})`));
  if (names.length > 0) return names.join(", ");
  return isWritten(decision.decider) ? `${phrase(decision.decider)}; others not named yet` : "not named yet";
}

function decisionLines({ decision }: Halt, timeZone: string | undefined): string[] {
  if (!isWritten(decision.decider)) return [];
  const by = decision.decideBy === undefined ? "" : ` by ${dateWords(decision.decideBy, timeZone)}`;
  return [`${capitalised(phrase(decision.decider))} decides${by}.`];
}
