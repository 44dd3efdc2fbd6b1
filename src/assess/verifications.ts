import type { Halt, Verification } from "../halt/schema/halt";
import { verdictOf } from "./verificationVerdict";

/**
 * The verification that the brief speaks of: the last one that ran at the commit of the target, else the last one; undefined
 * where there is none.
 */
export function spokenVerification(halt: Halt): Verification | undefined {
  const { verifications } = halt.reproduction;
  const ofTarget = verifications.filter((one) => isOfTarget(halt, one));
  return ofTarget.at(-1) ?? verifications.at(-1);
}

/** Whether runs at the target ended both ways when it was verified. */
export function wasIntermittent(halt: Halt): boolean {
  const target = spokenVerification(halt)?.commits.find(({ role }) => role === "target");
  return target !== undefined && target.failures > 0 && target.failures < target.runs;
}

/** Whether somebody saw the bug in a clean checkout of the target as it is named now. */
export function isSeenClean(halt: Halt): boolean {
  return halt.reproduction.verifications.some((one) => isOfCommit(one) && showedAtTarget(halt, one));
}

/** Whether the target ran as it was committed: with changes that were not, it tells of no release. */
export function isOfCommit({ commits }: Verification): boolean {
  return !commits.some(({ role, uncommitted }) => role === "target" && uncommitted === true);
}

/** Whether the bug showed in a verification of the target as it is named now. */
export function showedAtTarget(halt: Halt, verification: Verification): boolean {
  const verdict = verdictOf(verification.commits);
  return isOfTarget(halt, verification) && verdict !== "cannot-tell" && verdict !== "not-reproduced";
}

/** Who verified it, by name; a verification without a name is of nobody that is known. */
export function verifiers({ reproduction }: Halt): readonly string[] {
  return [...new Set(reproduction.verifications.flatMap(({ by }) => (by === undefined ? [] : [by])))];
}

/** Whether a verification ran at a commit that is halted. A target without a commit moves with HEAD; nothing contradicts it. */
export function isOfTarget({ targets }: Halt, { commits }: Verification): boolean {
  const target = commits.find(({ role }) => role === "target");
  const known = targets.flatMap(({ commit }) => (commit === undefined ? [] : [commit]));
  return target !== undefined && (known.length === 0 || known.includes(target.commit));
}
