import type { Halt } from "../halt/schema/halt";
import { figureGaps } from "./figureGaps";
import { unfilled, type Gap, type Judgement } from "./judgement";
import { capitalised, isWritten, phrase } from "./phrase";
import { counted, hasFigure, rangeWords } from "./rangeWords";

/** Complete with what is broken, how many users as a range with its source, and what it may cost or lead to. */
export function judgeImpact(halt: Halt): Judgement {
  const { impact } = halt;
  const gaps: Gap[] = [];
  if (!isWritten(impact.affected) && !hasFigure(impact.users)) {
    gaps.push(unfilled("impact.affected", "who is hit", "Say who is hit"));
  }
  if (!isWritten(impact.functionality)) {
    gaps.push(unfilled("impact.functionality", "what is broken", "Say what no longer works"));
  }
  gaps.push(...figureGaps(impact.users, "impact.users", "users", "the number of users"));
  for (const money of impact.money) {
    const what = isWritten(money.what) ? `the cost of ${phrase(money.what)}` : "a cost";
    gaps.push(...figureGaps(money, `impact.money.${money.id}`, what, what));
  }
  const consequences = impact.consequences.filter(({ text }) => isWritten(text));
  if (impact.money.length === 0 && consequences.length === 0) {
    gaps.push(unfilled("impact.money", "what it may cost", "Add a cost or a consequence"));
  }
  const summary = summaryOf(halt, consequences.length);
  return { summary: summary === "" ? "Not known yet" : summary, empty: summary === "", gaps };
}

function summaryOf({ impact }: Halt, consequences: number): string {
  const parts: string[] = [];
  const users = usersWords(impact.users);
  if (users !== undefined) parts.push(isWritten(impact.users.source) ? users : `${users}, no source yet`);
  else if (isWritten(impact.affected)) parts.push(capitalised(phrase(impact.affected)));
  if (isWritten(impact.functionality)) parts.push(capitalised(phrase(impact.functionality)));
  if (impact.money.length > 0) parts.push(counted(impact.money.length, "cost"));
  if (consequences > 0) parts.push(counted(consequences, "consequence"));
  return parts.join(". ");
}

/** `900 to 2,600 users a day`; undefined without a figure that holds. */
export function usersWords(users: Halt["impact"]["users"]): string | undefined {
  const figures = rangeWords(users);
  if (figures === undefined) return undefined;
  const noun = users.low === 1 && users.high === 1 ? "user" : "users";
  return `${figures} ${noun}${perWords(users)}`;
}

/** The same without the noun: `900 to 2,600 a day`. */
export function usersFigure(users: Halt["impact"]["users"]): string | undefined {
  const figures = rangeWords(users);
  return figures === undefined ? undefined : figures + perWords(users);
}

function perWords({ per }: Halt["impact"]["users"]): string {
  if (per === undefined || per === "total") return "";
  return ` ${per === "hour" ? "an" : "a"} ${per}`;
}
