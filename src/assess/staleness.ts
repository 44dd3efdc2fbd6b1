import type { CurrentFacts } from "../halt/checklist";
import type { EvidenceId } from "../halt/evidence";
import type { Halt } from "../halt/schema/halt";
import { dateWords } from "./dateWords";
import type { Staleness } from "./judgement";
import { newerRunWords } from "./newerRunWords";
import { isWritten, listed, phrase } from "./phrase";
import { shortCommit } from "./targetWords";
import { isOfTarget } from "./verifications";

type Stale = Partial<Record<EvidenceId, Staleness | undefined>>;

/**
 * The items whose target or source changed since they were captured, each with its reason. Where the present state
 * cannot be known, nothing is called stale.
 */
export function findStale(halt: Halt, current: CurrentFacts, timeZone?: string): Stale {
  return {
    reproduction: staleReproduction(halt, current),
    failingTests: newerRun(halt, current) ?? olderResult(halt, current),
    ...(halt.status !== "closed" && passedTimes(halt, current, timeZone)),
  };
}

function staleReproduction(halt: Halt, current: CurrentFacts): Staleness | undefined {
  const moved = movedTarget(halt, current, [...stepCommits(halt), ...verifiedCommits(halt)]);
  if (moved !== undefined) return { reason: moved, next: "Capture again", action: "captureAgain" };
  const verified = verifiedElsewhere(halt);
  if (verified !== undefined) return { reason: verified, next: "Verify again", action: "verify" };
  const pinned = changedLockFiles(halt, current);
  if (pinned === undefined) return undefined;
  return { reason: pinned, next: "Capture the environment again", action: "captureEnvironment" };
}

/** What was promised, to be decided or to be told by a time that has passed. */
function passedTimes(
  { remediation: { promisedAt }, decision: { decided, decideBy }, communication: { nextUpdate } }: Halt,
  { now }: CurrentFacts,
  timeZone: string | undefined,
): Stale {
  const isPast = (at: string | undefined): at is string =>
    at !== undefined && Date.parse(at) < Date.parse(now);
  return {
    ...(isPast(promisedAt) && {
      remediation: {
        reason: `The promised date has passed: ${dateWords(promisedAt, timeZone)}.`,
        next: "Set a new date",
        action: "fillField",
        field: "remediation.promisedAt",
      },
    }),
    ...(!isWritten(decided) &&
      isPast(decideBy) && {
        stakeholders: {
          reason: `The time to decide has passed: ${dateWords(decideBy, timeZone)}.`,
          next: "Write down the decision, or a new time",
          action: "fillField",
          field: "decision.decideBy",
        },
      }),
    ...(isPast(nextUpdate) && {
      communication: {
        reason: `The next update was due ${dateWords(nextUpdate, timeZone)}.`,
        next: "Set the next update",
        action: "fillField",
        field: "communication.nextUpdate",
      },
    }),
  };
}

function stepCommits(halt: Halt): string[] {
  return halt.reproduction.steps.flatMap(({ captured, location }) => {
    const commit = captured?.commit ?? location?.commit;
    return commit === undefined ? [] : [commit];
  });
}

function verifiedCommits({ reproduction }: Halt): string[] {
  const targets = reproduction.verifications.at(-1)?.commits.filter(({ role }) => role === "target");
  return targets?.map(({ commit }) => commit) ?? [];
}

/** None of the verifications ran at what is halted now. */
function verifiedElsewhere(halt: Halt): string | undefined {
  const { verifications } = halt.reproduction;
  const ran = verifications.at(-1)?.commits.find(({ role }) => role === "target");
  const target = halt.targets.find(({ commit }) => commit !== undefined);
  if (ran === undefined || target?.commit === undefined) return undefined;
  if (verifications.some((one) => isOfTarget(halt, one))) return undefined;
  return `It was verified at ${shortCommit(ran.commit)}, and ${phrase(target.name)} is at ${shortCommit(target.commit)} now.`;
}

/** Lock files that are not what they were when the environment was captured. */
function changedLockFiles({ reproduction }: Halt, { lockFiles = {} }: CurrentFacts): string | undefined {
  const files = reproduction.environment?.lockFiles ?? [];
  const gone = files.filter(({ path }) => lockFiles[path] === null);
  const changed = files.filter(({ path, sha256 }) => {
    const now = lockFiles[path];
    return now !== undefined && now !== null && now !== sha256;
  });
  const names = [...changed, ...gone].map(({ path }) => phrase(path));
  if (names.length === 0) return undefined;
  const shown = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const verb =
    changed.length === 0
      ? `${names.length === 1 ? "is" : "are"} gone`
      : `${names.length === 1 ? "has" : "have"} changed`;
  return `${listed(shown)} ${verb} since the environment was captured.`;
}

function resultCommits(halt: Halt): string[] {
  return halt.failingTests.flatMap(({ captured }) =>
    captured.commit === undefined ? [] : [captured.commit],
  );
}

/** A target whose name points to another commit than it did, unless the evidence is of that new commit already. */
function movedTarget(halt: Halt, current: CurrentFacts, commits: readonly string[]): string | undefined {
  for (const target of halt.targets) {
    const now = current.targetCommits?.[target.id];
    if (now === undefined || target.commit === undefined || now === target.commit) continue;
    if (commits.length === 0 || commits.every((commit) => commit === now)) continue;
    return `${phrase(target.name)} was at ${shortCommit(target.commit)} and is at ${shortCommit(now)} now.`;
  }
  return undefined;
}

/** Of the target's results first: those of the base tell only which of the failures are new. */
function newerRun(halt: Halt, { newerRuns = {} }: CurrentFacts): Staleness | undefined {
  for (const file of [...halt.failingTests, ...halt.baseTests]) {
    const newer = newerRuns[file.id];
    if (newer !== undefined)
      return { reason: newerRunWords(file, newer), next: "Update", action: "updateTests" };
  }
  return undefined;
}

function olderResult(halt: Halt, current: CurrentFacts): Staleness | undefined {
  const reason = changedResult(halt, current) ?? movedTarget(halt, current, resultCommits(halt));
  return reason === undefined ? undefined : { reason, next: "Update the result", action: "updateTests" };
}

function changedResult(halt: Halt, current: CurrentFacts): string | undefined {
  for (const file of halt.failingTests) {
    const now = current.sources?.[file.path];
    if (now === null) return `${phrase(file.path)} is no longer there; what was captured from it is kept.`;
    if (now !== undefined && file.captured.sha256 !== undefined && now !== file.captured.sha256) {
      return `${phrase(file.path)} has changed since it was attached.`;
    }
  }
  return undefined;
}
