import type { LedgerCriterion } from "../../halt/ledgerRecord";
import type { LedgerState } from "../../halt/ledgerState";
import type { Halt } from "../../halt/schema/halt";
import type { History } from "../rules/history";
import { criterionWords } from "./criterionWords";

export interface JudgedCriterion {
  readonly id: string;
  readonly words: string;
  readonly met: boolean;
  /** What it was judged by, as a sentence. */
  readonly why: string;
}

export interface CriteriaContext {
  readonly history: History;
  /** The commit that would be released after the lift; undefined when it is not known. */
  readonly commit: string | undefined;
  readonly now: Date;
  /** The halt's file, which holds what was ticked by hand. */
  readonly halt?: Halt;
}

/** Which of the criteria of a halt are met now. What cannot be looked up is not met. */
export async function judgeCriteria(
  state: LedgerState,
  context: CriteriaContext,
): Promise<readonly JudgedCriterion[]> {
  return Promise.all(
    state.terms.criteria.map(async (criterion) => ({
      id: criterion.id,
      words: criterionWords(criterion),
      ...(await judge(criterion, state, context)),
    })),
  );
}

/** "3 of 4 met", or that there is none. */
export function criteriaLine(judged: readonly JudgedCriterion[]): string {
  if (judged.length === 0) return "no criterion is declared";
  return `${judged.filter(({ met }) => met).length} of ${judged.length} met`;
}

async function judge(
  criterion: LedgerCriterion,
  state: LedgerState,
  { history, commit, now, halt }: CriteriaContext,
): Promise<{ readonly met: boolean; readonly why: string }> {
  switch (criterion.kind) {
    case "notBefore": {
      const met = now.getTime() >= Date.parse(criterion.at);
      return { met, why: met ? "The time has come." : "It is not that late yet." };
    }
    case "approval": {
      // One of another commit says nothing of what would be released now.
      const approval = state.approvals.find(
        ({ by, commit: approved }) =>
          by !== undefined && by !== state.placed.by && (approved === undefined || approved === commit),
      );
      return approval === undefined
        ? { met: false, why: "Nobody but the one who placed the halt has approved." }
        : {
            met: true,
            why: `Approved by ${approval.by ?? ""} at ${approval.at} (recorded, not authenticated).`,
          };
    }
    case "change": {
      if (commit === undefined) return noCommit;
      const answer = await history.isEffective(commit, { commit: criterion.commit }, "fix");
      const at = commit.slice(0, 10);
      return {
        met: answer === "yes",
        why:
          answer === "yes"
            ? `It is in ${at}.`
            : answer === "no"
              ? `It is not in ${at}.`
              : `Whether it is in ${at} cannot be told from the history in this clone.`,
      };
    }
    case "reproduction":
    case "tests":
      if (commit === undefined) return noCommit;
      return (
        lastSeen(criterion.id, state, commit) ?? {
          met: false,
          why: `No result is recorded at ${commit.slice(0, 10)}.`,
        }
      );
    case "stated": {
      const ticked = halt?.liftCriteria.find(({ id }) => id === criterion.id);
      if (ticked?.met === true)
        return { met: true, why: `Stated${ticked.metBy ? ` by ${ticked.metBy}` : ""}.` };
      return lastSeen(criterion.id, state, undefined) ?? { met: false, why: "Nobody has stated it." };
    }
    default:
      return criterion satisfies never;
  }
}

const noCommit = { met: false, why: "It is not known which commit would be released." };

/** What was recorded last of a criterion; where it depends on the code, only at the commit that would be released. */
function lastSeen(
  id: string,
  { seen }: LedgerState,
  commit: string | undefined,
): { readonly met: boolean; readonly why: string } | undefined {
  const found = seen.findLast(
    (event) => event.criterion === id && (commit === undefined || event.commit === commit),
  );
  if (found === undefined) return undefined;
  const result = found.result === undefined ? "" : `${found.result.replace(/\.$/, "")}. `;
  return {
    met: found.kind === "met",
    why: `${result}Recorded${found.by === undefined ? "" : ` by ${found.by}`}, ${found.at}.`,
  };
}
