import type { Halt } from "../../halt/schema/halt";
import type { JudgedCriterion } from "./judgeCriteria";

/** A halt whose criteria count as met where they were looked up and are: its file holds only what a person ticked. */
export function withJudged(halt: Halt, judged: readonly JudgedCriterion[] | undefined): Halt {
  const met = new Set(judged?.flatMap((one) => (one.met ? [one.id] : [])));
  if (met.size === 0 || halt.status !== "active") return halt;
  return {
    ...halt,
    liftCriteria: halt.liftCriteria.map((one) => (met.has(one.id) ? { ...one, met: true } : one)),
  };
}
