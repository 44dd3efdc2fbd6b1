import type { LedgerCriterion } from "../../halt/ledgerRecord";
import type { LedgerState } from "../../halt/ledgerState";
import type { Halt } from "../../halt/schema/halt";
import { criteriaOf } from "../termsOf";
import type { JudgedCriterion } from "./judgeCriteria";

/** An active halt that declares what lifts it: by its record, by its file, or by both. */
export interface HaltToJudge {
  readonly id: string;
  readonly title: string;
  /** Which of its placings it is: a halt that was closed can be placed again. */
  readonly placing: string;
  readonly criteria: readonly LedgerCriterion[];
  readonly state?: LedgerState;
  readonly halt?: Halt;
}

/** Such a halt with what its criteria come to now. */
export interface JudgedHalt extends HaltToJudge {
  readonly judged: readonly JudgedCriterion[];
}

/**
 * The active halts of a repository that declare criteria; nothing has to be looked up for any other.
 * @param states what its ledgers hold
 * @param files the halts that lie there as files; of those with the same id, the first counts
 */
export function haltsToJudge(states: readonly LedgerState[], files: readonly Halt[]): readonly HaltToJudge[] {
  const known = new Set(states.map(({ id }) => id));
  const byId = new Map(files.toReversed().map((file) => [file.id, file]));
  const ofLedger = states
    .filter(({ status }) => status !== "closed")
    .map((state): HaltToJudge => {
      const { id, placed, terms } = state;
      const halt = byId.get(id);
      const criteria = halt === undefined ? terms.criteria : criteriaOf(halt);
      return { id, title: terms.title, placing: placed.id, criteria, state, ...(halt && { halt }) };
    });
  const ofFiles = [...byId.values()]
    .filter(({ id, status }) => status === "active" && !known.has(id))
    .map((halt): HaltToJudge => {
      const { id, title, placement, createdAt } = halt;
      return { id, title, placing: placement?.at ?? createdAt, criteria: criteriaOf(halt), halt };
    });
  // A file that is closed beside an active record only has to be told to the ledger.
  return [...ofLedger, ...ofFiles].filter(
    ({ criteria, halt }) => criteria.length > 0 && halt?.status !== "closed",
  );
}

/** Whether what is checked out decides on one of its criteria. */
export function dependsOnCommit({ criteria }: HaltToJudge): boolean {
  return criteria.some(({ kind }) => kind === "change" || kind === "tests" || kind === "reproduction");
}

/**
 * All that the answer depends on: while it is the same, so is the answer.
 * @param commit what is checked out
 */
export function judgingKey(one: HaltToJudge, commit: string | undefined, nowMs: number): string {
  const { placing, criteria, state, halt } = one;
  return JSON.stringify([
    placing,
    criteria,
    [...(state?.approvals ?? []), ...(state?.seen ?? [])],
    halt?.liftCriteria,
    halt && provenKey(halt),
    dependsOnCommit(one) ? commit : undefined,
    criteria.map((criterion) => criterion.kind === "notBefore" && Date.parse(criterion.at) <= nowMs),
  ]);
}

/** What a criterion that asks for the reproduction goes by, in the halt's file. */
export function provenKey(halt: Halt): unknown {
  const { steps, decidedBy, verifications } = halt.reproduction;
  return halt.liftCriteria.some(({ kind }) => kind === "reproduction")
    ? [verifications.map(({ id }) => id), decidedBy, steps.map(({ command, decides }) => [command, decides])]
    : undefined;
}

/** When the next "not before" of these halts comes, in milliseconds; undefined where none is to come. */
export function nextTurn(halts: readonly HaltToJudge[], nowMs: number): number | undefined {
  const times = halts.flatMap(({ criteria }) =>
    criteria.flatMap((criterion) => (criterion.kind === "notBefore" ? [Date.parse(criterion.at)] : [])),
  );
  const later = times.filter((time) => time > nowMs);
  return later.length === 0 ? undefined : Math.min(...later);
}
