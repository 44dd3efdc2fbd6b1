import type { Checklist, ChecklistItem, CurrentFacts } from "../halt/checklist";
import { evidenceIds, type EvidenceId } from "../halt/evidence";
import type { Halt } from "../halt/schema/halt";
import { judgeFailingTests } from "./judgeFailingTests";
import { judgeImpact } from "./judgeImpact";
import { stateOf, type Judgement, type NextOffer, type Staleness } from "./judgement";
import { judgeOptions } from "./judgeOptions";
import { judgeCommunication, judgeStakeholders } from "./judgePeople";
import { judgeRemediation } from "./judgeRemediation";
import { judgeReproduction } from "./judgeReproduction";
import { judgeRollback } from "./judgeRollback";
import { judgeSeverity } from "./judgeSeverity";
import { isWritten } from "./phrase";
import { counted } from "./rangeWords";
import { readyForHalt, readyForLift, readyForMeeting } from "./readiness";
import { readinessLine } from "./readinessLine";
import { findStale } from "./staleness";
import { verifyOffer } from "./verifyOffer";

/** What each evidence item holds and lacks, from the halt alone; dates in a zone, or with their own offsets. */
export const judgements: Readonly<Record<EvidenceId, (halt: Halt, timeZone?: string) => Judgement>> = {
  reproduction: judgeReproduction,
  failingTests: judgeFailingTests,
  impact: judgeImpact,
  severity: judgeSeverity,
  rollback: judgeRollback,
  remediation: judgeRemediation,
  options: judgeOptions,
  stakeholders: judgeStakeholders,
  communication: judgeCommunication,
};

export interface AssessOptions {
  readonly timeZone?: string | undefined;
}

/**
 * The evidence checklist of a halt and how far it is ready, by what is true now. Pure: the same halt and facts give the
 * same checklist. Nothing is blocked by it.
 * @param options `timeZone` is an IANA name for the dates, as in `Europe/Vienna`; their own offsets by default
 */
export function assessHalt(halt: Halt, current: CurrentFacts, options: AssessOptions = {}): Checklist {
  const { timeZone } = options;
  const stale = findStale(halt, current, timeZone);
  const items = evidenceIds.map((id) => itemOf(judgements[id](halt, timeZone), id, halt, current, stale[id]));
  const ready = {
    halt: readyForHalt(halt),
    meeting: readyForMeeting(items, halt, current.now, timeZone),
    lift: readyForLift(halt, timeZone),
  };
  return { items, ready, line: readinessLine(halt, ready) };
}

function itemOf(
  judgement: Judgement,
  id: EvidenceId,
  halt: Halt,
  current: CurrentFacts,
  stale: Staleness | undefined,
): ChecklistItem {
  const state = stateOf(judgement, stale);
  const summary = judgement.summary + (judgement.empty ? "" : capturedEarlier(id, halt, current));
  const assignment = halt.assignments[id];
  return {
    id,
    state,
    summary,
    ...whatNext(judgement, state === "stale" ? stale : undefined, offers[id]?.(halt, current)),
    ...(isWritten(assignment?.owner) && { owner: assignment.owner.trim() }),
    ...(assignment?.due !== undefined && { due: assignment.due }),
  };
}

/** What would make an item firmer that is complete. */
const offers: Readonly<
  Partial<Record<EvidenceId, (halt: Halt, current: CurrentFacts) => NextOffer | undefined>>
> = { reproduction: verifyOffer };

function whatNext(
  judgement: Judgement,
  stale: Staleness | undefined,
  offer: NextOffer | undefined,
): Pick<ChecklistItem, "reason" | "next" | "action" | "field"> {
  if (stale !== undefined) return stale;
  const [gap] = judgement.gaps;
  if (gap === undefined)
    return { reason: "Everything that is asked for is there.", ...(offer ?? { next: "" }) };
  const { reason, next, action, field } = gap;
  return { reason, next, action, field };
}

/** Only HEAD moved: that alone makes nothing stale, and is said. */
function capturedEarlier(id: EvidenceId, halt: Halt, { headMovedBy }: CurrentFacts): string {
  if (headMovedBy === undefined || headMovedBy === 0) return "";
  const captured =
    id === "reproduction"
      ? halt.reproduction.steps.some((step) => (step.captured?.commit ?? step.location?.commit) !== undefined)
      : id === "failingTests" && halt.failingTests.some((file) => file.captured.commit !== undefined);
  return captured ? `. Captured ${counted(headMovedBy, "commit")} earlier` : "";
}
