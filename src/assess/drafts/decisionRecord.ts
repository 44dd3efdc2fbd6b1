import type { Halt } from "../../halt/schema/halt";
import type { Clock } from "../clock";
import { decidedWords } from "../decisionWords";
import { attachedTotals, failWords } from "../judgeFailingTests";
import { usersWords } from "../judgeImpact";
import { optionWords } from "../judgeOptions";
import { moneyWords } from "../moneyWords";
import { outcomeWords, riskWords } from "../outcomeWords";
import { isWritten, phrase, sentence } from "../phrase";
import { counted } from "../rangeWords";
import { severityWords } from "../severityWords";
import { subjectWords } from "../targetWords";
import { foundLine } from "./draftLines";

/** What was decided, by whom, on which evidence, and when it is looked at again. Undefined while nothing is decided. */
export function decisionRecord(halt: Halt, clock: Clock): string[] | undefined {
  const decided = decidedWords(halt, clock);
  const ended = halt.status === "closed" ? outcomeWords(halt, clock.when) : [];
  if (decided.length === 0 && ended.length === 0) return undefined;
  const goesOn = decided.length > 0 || halt.outcome?.kind === "overruled";
  return [
    `Decision on ${subjectWords(halt)}.`,
    decided.length === 0 ? "" : `Decided: ${decided.join(" ")}`,
    ended.join(" "),
    `What it is about: ${foundLine(halt)}`,
    ...evidenceLines(halt),
    optionsLine(halt),
    decided.length > 0 && ended.length === 0 && isWritten(halt.decision.riskOwner)
      ? riskWords(halt).join(" ")
      : "",
    goesOn && halt.decision.lookedAtAgain === undefined
      ? "When it is looked at again is not written down."
      : "",
  ];
}

function evidenceLines(halt: Halt): string[] {
  const { reproduction, severity, impact, observations } = halt;
  const totals = attachedTotals(halt);
  const users = usersWords(impact.users);
  const lines = [
    observations.length === 0 ? "" : `- ${counted(observations.length, "observation")}`,
    reproduction.steps.length === 0 ? "" : `- ${counted(reproduction.steps.length, "step")} to see it`,
    totals.failed === 0 ? "" : `- ${failWords(totals)}`,
    users === undefined ? "" : `- ${users} (${sourceWords(impact.users.source)})`,
    ...impact.money.map((money) => {
      const words = moneyWords(money);
      const what = isWritten(money.what) ? `${phrase(money.what)}: ` : "";
      return words === undefined ? "" : `- ${what}${words} (${sourceWords(money.source)})`;
    }),
    isWritten(severity.level) ? `- severity ${severityWords(halt)}` : "",
  ].filter((line) => line !== "");
  return lines.length === 0 ? ["No evidence is written down."] : ["On this evidence:", ...lines];
}

function sourceWords(source: string | undefined): string {
  return isWritten(source) ? `source: ${phrase(source)}` : "no source";
}

function optionsLine({ options }: Halt): string {
  if (options.length === 0) return "";
  return sentence(`Options weighed: ${options.map(optionWords).join("; ")}`);
}
