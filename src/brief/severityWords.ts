import { isWritten, phrase } from "../assess/phrase";
import { callersJudgement, clauseText, isDefaultPolicy } from "../assess/severityPolicy";
import type { Halt } from "../halt/schema/halt";

/** The level and its clause, as in `P1 by clause 1.2`. */
export function severityClaim({ severity }: Halt): string {
  const { level, clause } = severity;
  const words = isWritten(level) ? phrase(level) : "No level yet";
  return isWritten(clause) ? `${words} by clause ${phrase(clause)}` : words;
}

/** The level with what it follows from: `P1 by the default policy, clause 1.2, "…"; the caller's judgement`. */
export function severityWords({ severity }: Halt): string {
  const { level, clause, policy } = severity;
  const words = isWritten(level) ? phrase(level) : "No level yet";
  if (!isWritten(clause)) return `${words}, its clause not named yet`;
  if (!isDefaultPolicy(policy)) return `${words} by ${phrase(policy ?? "")}, clause ${phrase(clause)}`;
  const text = clauseText(clause, policy);
  const quoted = text === undefined ? "" : `, "${phrase(text)}"`;
  return `${words} by the default policy, clause ${phrase(clause)}${quoted}; ${callersJudgement} until the team adopts a policy`;
}
