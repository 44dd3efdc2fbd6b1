import type { LedgerCriterion } from "../../halt/ledgerRecord";
import type { LedgerState } from "../../halt/ledgerState";
import type { Halt } from "../../halt/schema/halt";
import type { History } from "../rules/history";
import { criterionWords } from "./criterionWords";
import { verifiedRuns } from "./verifiedRuns";

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
  /** Whether two commits hold the same but for files of ours. */
  readonly isSame: (one: string, other: string) => Promise<boolean>;
}

/** Which of the criteria of a halt are met now. What cannot be looked up is not met. */
export async function judgeCriteria(
  state: LedgerState,
  context: CriteriaContext,
): Promise<readonly JudgedCriterion[]> {
  return Promise.all(
    state.terms.criteria.map(async (criterion) => {
      const { met, why } = await judge(criterion, state, context);
      return { id: criterion.id, words: criterionWords(criterion), met, why };
    }),
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
  { history, commit, now, halt, isSame }: CriteriaContext,
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
      if (commit === undefined) return noCommit;
      return judgeReproduction(criterion, state, { commit, isSame, ...(halt && { halt }) });
    case "tests":
      if (commit === undefined) return noCommit;
      return lastSeen(criterion.id, state, commit) ?? nothingSeen(commit);
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

function nothingSeen(commit: string): { readonly met: boolean; readonly why: string } {
  return { met: false, why: `No result is recorded at ${commit.slice(0, 10)}.` };
}

/** By what was seen last: the verifications that the halt's file holds, or what the ledger says that a pipeline saw. */
async function judgeReproduction(
  { id, runs }: Extract<LedgerCriterion, { readonly kind: "reproduction" }>,
  state: LedgerState,
  { commit, halt, isSame }: Pick<CriteriaContext, "halt" | "isSame"> & { readonly commit: string },
): Promise<{ readonly met: boolean; readonly why: string }> {
  const verified = halt && (await verifiedRuns(halt, commit, runs, async (other) => isSame(other, commit)));
  const recorded = lastSeen(id, state, commit);
  if (verified === undefined) return recorded ?? nothingSeen(commit);
  const isNewer = recorded === undefined || Date.parse(verified.at) >= Date.parse(recorded.at);
  return isNewer ? verified : recorded;
}

/** What was recorded last of a criterion; where it depends on the code, only at the commit that would be released. */
function lastSeen(
  id: string,
  { seen }: LedgerState,
  commit: string | undefined,
): { readonly met: boolean; readonly why: string; readonly at: string } | undefined {
  const found = seen.findLast(
    (event) => event.criterion === id && (commit === undefined || event.commit === commit),
  );
  if (found === undefined) return undefined;
  const result = found.result === undefined ? "" : `${found.result.replace(/\.$/, "")}. `;
  return {
    met: found.kind === "met",
    at: found.at,
    why: `${result}Recorded${found.by === undefined ? "" : ` by ${found.by}`}, ${found.at}.`,
  };
}
