import type { CauseSearch, Halt } from "../halt/schema/halt";
import { phrase } from "./phrase";
import { counted, figureWords } from "./rangeWords";
import { baseWords, shortCommit } from "./targetWords";

type Found = Pick<CauseSearch, "how" | "commits" | "runs" | "confidence">;

/** `found by bisection over 48 commits in 12 runs (99 % confidence)`. */
export function foundByWords({ how, commits, runs, confidence }: Found): string {
  const search = how === "bisection" ? "bisection" : "a probabilistic search";
  const over = `over ${counted(commits, "commit")} in ${counted(runs, "run")}`;
  return `found by ${search} ${over} (${confidenceWords(confidence)})`;
}

/** `97 % confidence`; never more than was counted, and never certain. */
export function confidenceWords(confidence: number): string {
  const percent = Math.floor(confidence * 1000) / 10;
  return percent > 99.8 ? "more than 99.8 % confidence" : `${figureWords(percent)} % confidence`;
}

/** The search that found the change that the halt names; undefined where it names another one, or none was made. */
export function searchOfCause({ cause }: Pick<Halt, "cause">): CauseSearch | undefined {
  return cause.found?.commit === cause.commit ? cause.found : undefined;
}

/** What going back to the base does to the change, as a sentence; undefined where no search tells. */
export function rollbackRemoves(halt: Halt): string | undefined {
  const found = searchOfCause(halt);
  if (found === undefined) return undefined;
  const isSameBase = halt.base === undefined || halt.base.commit === found.base;
  const base = (isSameBase ? baseWords(halt) : undefined) ?? shortCommit(found.base);
  return found.goneInBase
    ? `A rollback to ${base} removes the change.`
    : `A rollback to ${base} keeps the change.`;
}

/** `pull request 123`, to follow the change; empty where it is not known. */
export function pullRequestWords({ pullRequest }: Pick<CauseSearch, "pullRequest">): string {
  return pullRequest === undefined ? "" : `pull request ${phrase(pullRequest)}`;
}
