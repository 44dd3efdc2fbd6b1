import type { Halt } from "../halt/schema/halt";
import { isWritten, phrase } from "./phrase";
import { callersJudgement, clauseText, isDefaultPolicy } from "./severityPolicy";

/** The level and its clause, as in `P1, clause 1.2`. */
export function severityClaim({ severity }: Halt): string {
  const { level, clause } = severity;
  const words = isWritten(level) ? phrase(level) : "No level yet";
  return isWritten(clause) ? `${words}, clause ${phrase(clause)}` : words;
}

/** The clause in the words that it had when it was chosen, quoted; undefined when they are not in the record. */
export function quotedClause({ severity }: Halt): string | undefined {
  const { clause, clauseText: chosen, policy } = severity;
  const text = isWritten(chosen) ? chosen : isWritten(clause) ? clauseText(clause, policy) : undefined;
  return text === undefined ? undefined : `"${phrase(text)}"`;
}

/** The level with what it follows from: `P1 by the default policy, clause 1.2, "…"; the caller's judgement`. */
export function severityWords(halt: Halt): string {
  const { level, clause, policy } = halt.severity;
  const words = isWritten(level) ? phrase(level) : "No level yet";
  if (!isWritten(clause)) return `${words}, its clause not named yet`;
  const quoted = quotedClause(halt);
  const rests = `clause ${phrase(clause)}${quoted === undefined ? "" : `, ${quoted}`}`;
  if (!isDefaultPolicy(policy)) return `${words} by ${phrase(policy ?? "")}, ${rests}`;
  return `${words} by the default policy, ${rests}; ${callersJudgement} until the team adopts a policy`;
}
