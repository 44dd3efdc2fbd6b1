import type { Settings } from "../halt/settings";

interface PolicyClause {
  readonly id: string;
  readonly text: string;
}

interface PolicyLevel {
  readonly level: string;
  readonly clauses: readonly PolicyClause[];
}

export interface SeverityPolicy {
  readonly name: string;
  /** False for the default policy: a level by it is the caller's judgement, no team stands behind it yet. */
  readonly adopted: boolean;
  readonly levels: readonly PolicyLevel[];
}

/** What a level by the default policy rests on. */
export const callersJudgement = "the caller's judgement";

const defaultPolicy: SeverityPolicy = {
  name: "default policy",
  adopted: false,
  levels: [
    {
      level: "P1",
      clauses: [
        {
          id: "1.1",
          text: "The product cannot be used, or a main task cannot be finished, and no workaround exists.",
        },
        { id: "1.2", text: "Money is taken, paid out or recorded wrongly." },
        { id: "1.3", text: "Data is lost or damaged and cannot be put right from what is left." },
        { id: "1.4", text: "Data or access is open to people who must not have it." },
        { id: "1.5", text: "A law, a contract or somebody's safety is touched." },
      ],
    },
    {
      level: "P2",
      clauses: [
        { id: "2.1", text: "A main task fails for part of the users, and no workaround exists." },
        {
          id: "2.2",
          text: "A main task can be finished only by a workaround that users have to be told about.",
        },
        { id: "2.3", text: "Response times or errors are outside what was agreed with users." },
      ],
    },
    {
      level: "P3",
      clauses: [
        { id: "3.1", text: "A task beside the main ones fails, or gives a wrong result that users notice." },
        { id: "3.2", text: "A main task is harder than before, and users find the way by themselves." },
      ],
    },
    {
      level: "P4",
      clauses: [
        { id: "4.1", text: "Looks or wording are off, and every task can be finished." },
        { id: "4.2", text: "Only people who build or run the product notice it." },
      ],
    },
  ],
};

/** The severity policy that holds here: the team's own where the settings have one, else the default one. */
export function policyInForce(settings: Settings): SeverityPolicy {
  if (settings.policy === undefined) return defaultPolicy;
  const levels = settings.policy.levels.map(({ level, clauses }) => ({
    level,
    clauses: clauses.map(({ id, text }) => ({ id, text })),
  }));
  return { name: settings.policy.name, adopted: true, levels };
}

/**
 * The words of a clause under the policy that a halt names. Undefined for a clause of a team's own policy: its words
 * are with the team.
 */
export function clauseText(clause: string, policy: string | undefined): string | undefined {
  if (!isDefaultPolicy(policy)) return undefined;
  return defaultPolicy.levels.flatMap((level) => level.clauses).find(({ id }) => id === clause.trim())?.text;
}

/** Whether the halt's level was judged by the default policy; an unnamed policy counts as that. */
export function isDefaultPolicy(policy: string | undefined): boolean {
  return policy === undefined || policy.trim() === "" || policy === defaultPolicy.name;
}
