import type { EvidenceId } from "./evidence";

export type EvidenceState = "missing" | "incomplete" | "stale" | "complete";

/** The action that an evidence item or a readiness line proposes; the editor maps each to a command or to a field. */
export type NextAction =
  | "addStep"
  | "addObservation"
  | "attachTests"
  | "updateTests"
  | "captureAgain"
  | "chooseBase"
  | "verify"
  | "captureEnvironment"
  | "fillField";

/** One line of the evidence checklist. */
export interface ChecklistItem {
  readonly id: EvidenceId;
  readonly state: EvidenceState;
  /** One line: what is there. `4 steps. Fails 10 of 10 at HEAD`. */
  readonly summary: string;
  /** Why the item is in this state, as a sentence. */
  readonly reason: string;
  /** What to do next, in the imperative; empty where nothing is. What is complete may still offer to be made firmer. */
  readonly next: string;
  readonly action?: NextAction;
  /** The field that the next action fills, as a path in the halt joined by dots: `impact.users.source`. */
  readonly field?: string;
  readonly owner?: string;
  /** ISO 8601 with offset. */
  readonly due?: string;
}

/** One of the three bars: is it reached, and what is missing for it, in words. */
export interface Readiness {
  readonly ready: boolean;
  readonly missing: readonly string[];
}

export interface Checklist {
  readonly items: readonly ChecklistItem[];
  readonly ready: { readonly halt: Readiness; readonly meeting: Readiness; readonly lift: Readiness };
  /** One sentence or two for the top of the editor. */
  readonly line: string;
}

/** A newer run of an attached result that lies on the disk, counted and not attached. */
export interface NewerRun {
  readonly sha256: string;
  readonly total: number;
  /** Failed and errored tests. */
  readonly failed: number;
}

/** What is true now, for judging whether evidence is stale. Absent where it cannot be known. */
export interface CurrentFacts {
  /** ISO 8601. */
  readonly now: string;
  readonly headCommit?: string;
  /** `user.name` of git, of whoever looks at it. */
  readonly me?: string;
  /** Commits from the commit of the halt's target to HEAD, when HEAD moved. */
  readonly headMovedBy?: number;
  /** The commit that each target's ref points to now, by target id. */
  readonly targetCommits?: Readonly<Record<string, string>>;
  /** SHA-256 of each attached result file as it is now, by path; null when the file is gone. */
  readonly sources?: Readonly<Record<string, string | null>>;
  /** SHA-256 of each lock file of the captured environment as it is now, by path; null when the file is gone. */
  readonly lockFiles?: Readonly<Record<string, string | null>>;
  /** By the id of the attached result, of the target or of the base. */
  readonly newerRuns?: Readonly<Record<string, NewerRun>>;
}
