import type { Halt } from "../halt/schema/halt";
import type { LedgerState } from "../halt/ledgerState";
import type { Settings } from "../halt/settings";
import { commitAt } from "../system/commitAt";
import type { Git } from "../system/git";
import { judgeCriteria, type JudgedCriterion } from "./criteria/judgeCriteria";
import { History } from "./rules/history";
import { criteriaOf, termsOf } from "./termsOf";

/** What stands between a halt and its lift. */
export interface LiftDecision {
  readonly criteria: readonly JudgedCriterion[];
  /** The criteria that are not met, in words. With any, a lift is an override. */
  readonly unmet: readonly string[];
}

/**
 * Judges the criteria of a halt now, at the commit that is checked out.
 * @param halt its file, where there is one: what it declares counts, and what was ticked in it
 * @param state its record, where a ledger has it
 */
export async function liftDecision(
  git: Git,
  top: string,
  { halt, state }: { readonly halt?: Halt; readonly state?: LedgerState },
  { settings, now }: { readonly settings: Settings; readonly now: Date },
): Promise<LiftDecision> {
  const known = state ?? (halt === undefined ? undefined : await stateOfFile(git, top, halt, settings));
  if (known === undefined) return { criteria: [], unmet: [] };
  const declared =
    halt === undefined ? known : { ...known, terms: { ...known.terms, criteria: criteriaOf(halt) } };
  const criteria = await judgeCriteria(declared, {
    history: new History(git, top),
    commit: await commitAt(git, top, "HEAD"),
    now,
    isSame: async (one, other) => isSameContent(git, top, one, other),
    ...(halt !== undefined && { halt }),
  });
  return { criteria, unmet: criteria.filter(({ met }) => !met).map(({ words }) => words) };
}

/** Whether two commits hold the same but for halts in the tree, which are committed with what they are about. */
export async function isSameContent(git: Git, top: string, one: string, other: string): Promise<boolean> {
  const args = ["diff", "--quiet", "--no-ext-diff", "--ignore-submodules=none", one, other, "--"];
  return (await git.run(top, [...args, ":(top)", ":(top,exclude).release-halt"])).ok;
}

/** What a halt comes to that stands in its file only. */
export async function stateOfFile(
  git: Git,
  top: string,
  halt: Halt,
  settings: Settings,
): Promise<LedgerState> {
  const terms = await termsOf(git, top, halt, settings);
  const { placement, createdAt } = halt;
  const placed = {
    id: "file",
    seq: 1,
    at: placement?.at ?? createdAt,
    ...(placement?.by !== undefined && { by: placement.by }),
    kind: "placed" as const,
    terms,
  };
  return {
    id: halt.id,
    status: terms.mode,
    terms,
    placed,
    closed: undefined,
    approvals: [],
    seen: [],
    events: [placed],
  };
}
