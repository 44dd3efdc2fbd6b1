import * as z from "zod";
import { evidenceIds } from "../evidence";
import { instant, itemId, text } from "./common";
import * as judgement from "./judgement";
import * as people from "./people";
import * as proof from "./proof";
import * as where from "./target";

/** The version of the record that this code writes, and the newest that it reads. */
export const haltVersion = 1;

/** How a closed halt ended. */
const outcome = z.looseObject({
  kind: z.enum(["lifted", "overruled", "withdrawn", "superseded"]),
  reason: text,
  at: instant,
  by: text.optional(),
  /** The lift criteria that were not met: the halt was lifted by override. */
  unmet: z.array(text).optional(),
  /** The halt that took its place. */
  supersededBy: text.optional(),
});

/** Who stopped the release, when and why. */
const placement = z.looseObject({
  reason: text,
  at: instant,
  by: text.optional(),
  reviewAt: instant.optional(),
});

/**
 * The whole halt: the single source of its types, its validation and its JSON Schema. Objects are loose: keys that this
 * version does not know survive. A section that the file leaves out reads as an empty one; a figure that it leaves out
 * stays out. The order of the keys is the order in the file; what grows long comes last.
 */
export const haltSchema = z.looseObject({
  version: z.literal(haltVersion),
  id: itemId,
  title: text,
  status: z.enum(["draft", "active", "closed"]),
  placement: placement.optional(),
  outcome: outcome.optional(),
  createdAt: instant,
  createdBy: text.optional(),
  release: text.optional(),
  bug: where.bug.prefault({}),
  fallback: text.optional(),
  confidentiality: z.enum(["public", "internal", "confidential"]).optional(),
  owner: text.optional(),
  targets: z.array(where.target).default([]),
  scope: where.scope.prefault({}),
  rollout: where.rollout.prefault({}),
  base: where.base.optional(),
  decision: people.decision.prefault({}),
  impact: judgement.impact.prefault({}),
  severity: judgement.severity.prefault({}),
  observations: z.array(proof.observation).default([]),
  reproduction: proof.reproduction.prefault({}),
  rollback: judgement.rollbackPlan.prefault({}),
  remediation: judgement.remediation.prefault({}),
  options: z.array(judgement.option).default([]),
  recommendation: judgement.recommendation.prefault({}),
  stakeholders: z.array(people.stakeholder).default([]),
  meeting: people.meeting.prefault({}),
  communication: people.communication.prefault({}),
  testScope: proof.testScope.prefault({}),
  liftCriteria: z.array(judgement.liftCriterion).default([]),
  commitments: z.array(people.commitment).default([]),
  followUps: z.array(people.followUp).default([]),
  approvals: z.array(people.approval).default([]),
  handovers: z.array(people.handover).default([]),
  references: z.array(where.reference).default([]),
  cause: where.cause.prefault({}),
  trackRecord: judgement.trackRecord.prefault({}),
  /** Owner and due time of an evidence item that is still missing. */
  assignments: z.partialRecord(z.enum(evidenceIds), judgement.assignment).default({}),
  /** How many secrets were taken out before anything was written, by kind. */
  redactions: z.record(z.string(), z.number().int().nonnegative()).default({}),
  attachments: z.array(proof.attachment).default([]),
  timeline: z.array(proof.timelineEvent).default([]),
  facts: where.branchFacts.optional(),
  testRuns: z.array(proof.testRun).default([]),
  failingTests: z.array(proof.testResultFile).default([]),
  /** Results of the base, which tell what failed there already. */
  baseTests: z.array(proof.testResultFile).default([]),
});

export type Halt = z.output<typeof haltSchema>;
/** A halt as it is written: sections may be left out. */
export type HaltInput = z.input<typeof haltSchema>;
export type HaltTarget = Halt["targets"][number];
export type Observation = Halt["observations"][number];
export type ReproductionStep = Halt["reproduction"]["steps"][number];
export type Environment = NonNullable<Halt["reproduction"]["environment"]>;
/** A machine as a verification or the environment holds it. */
export type Machine = NonNullable<Verification["machine"]>;
export type Verification = Halt["reproduction"]["verifications"][number];
export type VerifiedCommitEntry = Verification["commits"][number];
/** How the change was found by running. */
export type CauseSearch = NonNullable<Halt["cause"]["found"]>;
export type CodeLocation = NonNullable<ReproductionStep["location"]>;
export type Attachment = Halt["attachments"][number];
export type HaltOption = Halt["options"][number];
export type Stakeholder = Halt["stakeholders"][number];
export type CommunicationDraft = Halt["communication"]["drafts"][number];
export type TestResultFile = Halt["failingTests"][number];
export type TestRun = Halt["testRuns"][number];
export type CommandRun = TestRun["captured"]["run"];
export type TestFailure = TestResultFile["failures"][number];
export type Redactions = Halt["redactions"];
