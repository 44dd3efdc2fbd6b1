import type { Halt } from "../../halt/schema/halt";
import { optionWords } from "../judgeOptions";
import type { Clock } from "../clock";
import { firmnessWords } from "../firmnessWords";
import { hitWords } from "../hitWords";
import { isWritten, phrase, sentence } from "../phrase";
import { missedWords } from "../missedWords";
import { exposedClause, fixIsTheWay, recommendedOption } from "../recommendedOption";
import { subjectWords } from "../targetWords";
import { foundLine, nextLine, standLine } from "./draftLines";

/** For those who wait for the release: why its dates move, to which ones, and which commitments that touches. */
export function stakeholderNotice(halt: Halt, clock: Clock): string[] {
  const hit = hitWords(halt);
  return [
    halt.status === "closed"
      ? `${subjectWords(halt)}: how it ended.`
      : `${subjectWords(halt)}: the timeline changes.`,
    `The reason: ${foundLine(halt)}${hit === undefined ? "" : ` ${hit}.`}`,
    standLine(halt, clock),
    ...(halt.status === "closed" ? [] : [wayLine(halt), fixLine(halt, clock)]),
    ...commitmentLines(halt, clock),
    nextLine(halt, clock),
  ];
}

function wayLine(halt: Halt): string {
  const option = recommendedOption(halt);
  if (option === undefined) return "Which way is recommended is not settled yet.";
  const safe = isWritten(option.timeToSafe) ? `safe by: ${phrase(option.timeToSafe)}` : undefined;
  const parts = [safe, exposedClause(option)].filter((part) => part !== undefined);
  return sentence(`Recommended: ${[optionWords(option), ...parts].join("; ")}`);
}

function fixLine(halt: Halt, clock: Clock): string {
  const { promisedAt } = halt.remediation;
  if (promisedAt === undefined) return "The date of the fix is not known yet.";
  const missed = missedWords(promisedAt, clock);
  if (missed !== undefined) return `The fix ${missed}`;
  return `${fixIsTheWay(halt) ? "New date: the" : "The"} fix, retested and deployed, is promised for ${clock.when(promisedAt)}.`;
}

function commitmentLines({ commitments }: Halt, { when }: Clock): string[] {
  const lines = commitments
    .filter(({ text }) => isWritten(text))
    .map(({ text, at, firmness }) => {
      const date = at === undefined ? "no date written down" : when(at);
      return `- ${phrase(text ?? "")}: ${date}${firmness === undefined ? "" : `, ${firmnessWords[firmness]}`}`;
    });
  return lines.length === 0 ? [] : ["Dates that it touches:", ...lines];
}
