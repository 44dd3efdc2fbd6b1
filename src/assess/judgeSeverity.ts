import type { Halt } from "../halt/schema/halt";
import { unfilled, type Gap, type Judgement } from "./judgement";
import { isWritten, phrase } from "./phrase";
import { callersJudgement, isDefaultPolicy } from "./severityPolicy";

/** Complete with a level, the clause it follows from, and the facts that meet the clause. */
export function judgeSeverity({ severity }: Halt): Judgement {
  const { level, clause, facts } = severity;
  const gaps: Gap[] = [];
  if (!isWritten(level)) gaps.push(unfilled("severity.level", "the severity", "Choose a level"));
  if (!isWritten(clause)) {
    gaps.push(unfilled("severity.clause", "the policy clause of the severity", "Choose the clause"));
  }
  if (!isWritten(facts)) {
    gaps.push(unfilled("severity.facts", "the facts that meet the clause", "Say which facts meet it"));
  }
  const empty = !isWritten(level) && !isWritten(clause) && !isWritten(facts);
  return { summary: empty ? "No level yet" : summaryOf(severity), empty, gaps };
}

function summaryOf({ level, clause, policy }: Halt["severity"]): string {
  const words = isWritten(level) ? phrase(level) : "No level yet";
  if (!isWritten(clause)) return words;
  const standing = isDefaultPolicy(policy) ? `, ${callersJudgement}` : "";
  return `${words} by clause ${phrase(clause)}${standing}`;
}
