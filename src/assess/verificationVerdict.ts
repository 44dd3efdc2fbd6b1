import type { Verification, VerifiedCommitEntry } from "../halt/schema/halt";
import { fisherExact } from "../prove/fisherExact";
import { wilsonInterval } from "../prove/wilsonInterval";
import { phrase } from "./phrase";

/** What runs at target and base tell of the bug. */
export type Verdict =
  "regression" | "reproducible" | "intermittent" | "not-reproduced" | "also-in-base" | "cannot-tell";

type Runs = Pick<VerifiedCommitEntry, "role" | "ref" | "uncommitted" | "runs" | "failures" | "unusable">;

/** A difference that chance would bring less often than this is one of the commits. */
const significance = 0.05;

/**
 * The verdict: nothing is told of a target that could not be run; a bug that showed in the base, however rarely, is none of
 * the target alone; and a regression is one only where chance hardly explains the difference.
 */
export function verdictOf(commits: readonly Runs[]): Verdict {
  const [target, base] = [ofRole(commits, "target"), ofRole(commits, "base")];
  if (target === undefined || target.runs === 0) return "cannot-tell";
  if (target.failures === 0) return "not-reproduced";
  if (base !== undefined && base.failures > 0) return "also-in-base";
  if (base !== undefined && base.runs > 0 && fisherExact(target, base) < significance) return "regression";
  return target.failures === target.runs ? "reproducible" : "intermittent";
}

/** As sentences: what was seen at target and base, and what that means. */
export function verificationWords({ commits }: Pick<Verification, "commits">): string {
  const [target, base] = [ofRole(commits, "target"), ofRole(commits, "base")];
  const means = target === undefined || target.runs === 0 ? "" : meaning(verdictOf(commits), target, base);
  return [seenWords(target, base), means].filter(Boolean).join(" ");
}

/** The same in plain words: without a probability and without an interval. */
export function plainVerificationWords({ commits }: Pick<Verification, "commits">): string {
  const [target, base] = [ofRole(commits, "target"), ofRole(commits, "base")];
  return [seenWords(target, base), plainMeaning(verdictOf(commits), base)].filter(Boolean).join(" ");
}

function seenWords(target: VerifiedCommitEntry | undefined, base: Runs | undefined): string {
  if (target === undefined || target.runs === 0) {
    const why = target?.log.find(({ outcome }) => outcome === "unusable")?.why ?? target?.remarks[0];
    return `It could not be run at ${nameOf(target)}${why === undefined ? "" : `: ${why.replace(/\.$/, "")}`}.`;
  }
  const seen =
    target.failures === 0
      ? `It did not show in ${runsWords(target.runs)} at ${nameOf(target)}`
      : `It showed in ${target.failures} of ${runsWords(target.runs)} at ${nameOf(target)}`;
  return `${seen}${baseSeen(base)}.`;
}

/** `between 5 % and 43 %`, of how often it shows. */
export function rateWords({ failures, runs }: Pick<Runs, "failures" | "runs">): string {
  const [low, high] = wilsonInterval(failures, runs).map((end) => Math.round(end * 100));
  return `between ${low} % and ${high} %`;
}

function baseSeen(base: Runs | undefined): string {
  if (base === undefined) return "";
  if (base.runs === 0) return `, and could not be run at ${nameOf(base)}`;
  const often = base.failures === 0 ? "none" : String(base.failures);
  return ` and in ${often} of ${base.runs} at ${nameOf(base)}`;
}

function meaning(verdict: Verdict, target: Runs, base: Runs | undefined): string {
  switch (verdict) {
    case "regression":
      return base === undefined
        ? ""
        : `That is a regression since ${nameOf(base)}: chance alone would bring it in ${chanceWords(fisherExact(target, base))}.`;
    case "also-in-base":
      return base === undefined ? "" : `It is not new: ${nameOf(base)} has it, too.`;
    case "intermittent":
      return `It is intermittent: it shows in ${rateWords(target)} of runs (95 % confidence).`;
    case "not-reproduced":
      return `If it shows there, it does so in at most ${Math.round(wilsonInterval(0, target.runs)[1] * 100)} % of runs (95 % confidence).`;
    case "reproducible":
    case "cannot-tell":
      return "";
    default:
      return verdict satisfies never;
  }
}

function plainMeaning(verdict: Verdict, base: Runs | undefined): string {
  switch (verdict) {
    case "regression":
      return base === undefined ? "" : `It is new since ${nameOf(base)}.`;
    case "also-in-base":
      return base === undefined ? "" : `It is not new: ${nameOf(base)} has it, too.`;
    case "intermittent":
      return "It shows now and then, not in each run.";
    case "not-reproduced":
    case "reproducible":
    case "cannot-tell":
      return "";
    default:
      return verdict satisfies never;
  }
}

/** `8 of 1,000 cases (p = 0.008)`. */
function chanceWords(p: number): string {
  const shown = p < 0.001 ? "p < 0.001" : `p = ${p.toPrecision(1)}`;
  const cases = p < 0.001 ? "fewer than 1 of 1,000 cases" : `${Math.round(p * 1000)} of 1,000 cases`;
  return `${cases} (${shown})`;
}

function runsWords(runs: number): string {
  return runs === 1 ? "1 run" : `${runs} runs`;
}

function nameOf(commit: Runs | undefined): string {
  return commit === undefined ? "the target" : nameOfVerified(commit);
}

/** `v2.4.0`, and whether changes that were not committed were in it. */
export function nameOfVerified(commit: Pick<Runs, "ref" | "uncommitted">): string {
  return `${phrase(commit.ref)}${commit.uncommitted === true ? " with uncommitted changes" : ""}`;
}

function ofRole<Commit extends Runs>(commits: readonly Commit[], role: Runs["role"]): Commit | undefined {
  return commits.find((one) => one.role === role);
}
