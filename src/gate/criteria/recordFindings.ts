import { isDirty, type CaptureContext } from "../../capture/git/captureContext";
import type { LedgerEvent, NewEvent } from "../../halt/ledgerRecord";
import type { LedgerState } from "../../halt/ledgerState";
import type { Git } from "../../system/git";
import type { HaltLedger, LedgerChange } from "../ledger/haltLedger";
import type { TestsFinding, TestsRun } from "./testsRun";

export interface Recorder {
  readonly git: Git;
  readonly top: string;
  readonly ledger: HaltLedger;
  /** The halt. */
  readonly id: string;
  readonly context: CaptureContext;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly signal?: AbortSignal;
}

/**
 * Records what a run says of a halt's criteria, as far as it is new: that one is met at the commit that is checked out, or
 * that one that was met there is not. What is unclear is not recorded.
 * @returns all that the run says, and what the ledger says; undefined where nothing was new
 */
export async function recordFindings(
  run: TestsRun,
  { git, top, ledger, id, context, now, signal }: Recorder,
): Promise<{ readonly findings: readonly TestsFinding[]; readonly change: LedgerChange | undefined }> {
  const { by, commit } = context;
  const findings = run.findings({ ...context, isDirty: await isDirty(git, top, run.paths) });
  const known = await ledger.find(id);
  if (commit === undefined || known === undefined || known.state.status === "closed")
    return { findings, change: undefined };
  const events = findings.flatMap(({ criterion, verdict, result }): NewEvent[] => {
    const kind = newsOf(verdict, lastKind(known.state, criterion, commit));
    const event = { at: now, ...(by !== undefined && { by }), criterion, commit, result };
    return kind === undefined ? [] : [{ kind, ...event }];
  });
  return {
    findings,
    change:
      events.length === 0 ? undefined : await ledger.recordAll(id, events, { ...(signal && { signal }) }),
  };
}

type Seen = Extract<LedgerEvent["kind"], "met" | "notMet">;

function newsOf(verdict: TestsFinding["verdict"], before: Seen | undefined): Seen | undefined {
  if (verdict === "met") return before === "met" ? undefined : "met";
  return verdict === "notMet" && before === "met" ? "notMet" : undefined;
}

function lastKind({ seen }: LedgerState, criterion: string, commit: string): Seen | undefined {
  return seen.findLast((event) => event.criterion === criterion && event.commit === commit)?.kind;
}
