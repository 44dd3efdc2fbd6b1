import { askWords } from "../assess/askWords";
import { deciderSpans } from "../assess/decisionWords";
import { hitWords } from "../assess/hitWords";
import { roleTitles } from "../assess/judgePeople";
import { openLine } from "../assess/openPoints";
import { outcomeWords } from "../assess/outcomeWords";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { messageClock, type Clock } from "../assess/clock";
import { rolloutWords } from "../assess/rolloutWords";
import { severityWords } from "../assess/severityWords";
import { releaseWords, subjectWords } from "../assess/targetWords";
import type { Halt } from "../halt/schema/halt";
import { isDecider } from "./decider";
import { plainLine } from "./escapeMarkdown";
import { hasRole, usualMinutes } from "./meetingSection";

const agenda = [
  "Bottom line: what was found, and what is asked",
  "Evidence: how we know",
  "Options: side by side, with what speaks against each",
  "Decision: who decides, and what",
  "Communication: who tells whom, and when",
  "Next checkpoint: when we speak again",
];

/**
 * The meeting as plain text for a calendar or a chat: subject, time, people, what was found and is asked, six lines of
 * agenda. Of a closed halt there is nothing to meet about: it says so, and how it ended.
 */
export function invitation(
  halt: Halt,
  options: { readonly now: string; readonly timeZone?: string },
): string {
  const clock = messageClock(options);
  const lines = halt.status === "closed" ? closed(halt, clock) : invited(halt, clock);
  return lines.map(plainLine).join("\n");
}

function closed(halt: Halt, { when }: Clock): string[] {
  return [
    `Subject: No go/no-go needed, ${subject(halt)}`,
    "",
    "The halt is closed.",
    ...outcomeWords(halt, when),
  ];
}

function invited(halt: Halt, clock: Clock): string[] {
  const unknown = openLine(halt, clock);
  return [
    `Subject: Go/no-go ${subject(halt)}`,
    ...meetingLines(halt, clock),
    "",
    ...foundLines(halt, clock),
    `What is asked: ${askWords(halt)}`,
    ...deciderSpans(halt, clock).map(({ text }) => text),
    ...(unknown === "" ? [] : [`Not known yet: ${unknown}.`]),
    "",
    "Agenda",
    ...agenda.map((line, index) => `${index + 1}. ${line}`),
  ];
}

function subject(halt: Halt): string {
  const title = isWritten(halt.title) ? `: ${phrase(halt.title)}` : "";
  return subjectWords(halt) + title;
}

function meetingLines(halt: Halt, { when }: Clock): string[] {
  const { at, minutes = usualMinutes, place } = halt.meeting;
  const owners = names(halt, (role) => role === "codeOwner");
  return [
    `When: ${at === undefined ? "as soon as you can all come" : when(at)}, ${minutes} minutes`,
    ...(isWritten(place) ? [`Where: ${phrase(place)}`] : []),
    `Who: ${people(halt)}`,
    ...(owners.length === 0 ? [] : [`For information: ${owners.join(", ")}`]),
  ];
}

/** The decider first, then the people named, then the leads whom nobody has named. */
function people(halt: Halt): string {
  const { decider } = halt.decision;
  const first = isWritten(decider) ? `${phrase(decider)} (decides)` : "who decides is not named yet";
  const missing = (["product", "engineering"] as const)
    .filter((role) => !hasRole(halt, role))
    .map((role) => `${roleTitles[role]}: not named yet`);
  return [first, ...names(halt, (role) => role !== "codeOwner"), ...missing].join("; ");
}

function names({ stakeholders, decision }: Halt, wanted: (role: string | undefined) => boolean): string[] {
  return stakeholders
    .filter((person) => isWritten(person.name) && wanted(person.role) && !isDecider(person, decision.decider))
    .map(({ name, role }) => {
      const title = role === undefined || role === "codeOwner" ? "" : ` (${roleTitles[role]})`;
      return phrase(name ?? "") + title;
    });
}

function foundLines(halt: Halt, { when }: Clock): string[] {
  const { functionality } = halt.impact;
  const hit = hitWords(halt);
  const rollout = rolloutWords(halt, when) ?? `Not yet known how far ${releaseWords(halt)} is out.`;
  return [
    isWritten(functionality) ? `What was found: ${sentence(capitalised(functionality))}` : "",
    `Exposed now: ${rollout}${hit === undefined ? "" : ` ${hit}.`}`,
    isWritten(halt.severity.level)
      ? `Severity: ${sentence(severityWords(halt))}`
      : "Severity: not judged yet.",
  ].filter((line) => line !== "");
}
