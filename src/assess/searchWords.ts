import type { ChangeFound } from "../prove/findChange";
import { confidenceWords } from "./changeWords";
import { counted } from "./rangeWords";
import { shortCommit } from "./targetWords";

type Ended = Pick<ChangeFound, "result" | "confidence" | "commits" | "runs">;

/** What may be done about an end, as a sentence, by its kind. */
type Hints = Readonly<Partial<Record<ChangeFound["result"]["kind"], string>>>;

/**
 * What a search ended with, as sentences; of one that found the change, nothing is left to say.
 * @param base as people call it
 */
export function searchEndWords(ended: Ended, base: string, hints: Hints = {}): string {
  return [endWords(ended, base), hints[ended.result.kind] ?? ""].filter((part) => part !== "").join(" ");
}

function endWords({ result, confidence, commits, runs }: Ended, base: string): string {
  switch (result.kind) {
    case "found":
      return "";
    case "several":
      return `It cannot be told which of these ${counted(result.commits.length, "commit")} brought it: what would tell them apart cannot be run${sure(confidence)}.`;
    case "runsOut":
      return `It cannot be told yet: after ${counted(runs, "run")}, ${counted(result.commits.length, "commit")} of ${commits} may have brought it${sure(confidence)}.`;
    case "outOfTime":
      return `The time was up: ${counted(result.commits.length, "commit")} of ${commits} may have brought it${sure(confidence)}.`;
    case "cancelled":
      return `Stopped: ${counted(result.commits.length, "commit")} of ${commits} may have brought it${sure(confidence)}.`;
    case "noCommits":
      return `The target holds nothing that ${base} does not: there is no change to look for.`;
    case "notAtTarget":
      return `The bug did not show in ${counted(result.runs, "run")} at the target, so there is nothing to look for.`;
    case "inBase":
      return `The bug shows at ${base}, too: it is older than what is compared, so the change is not between the two. Compare with an older release.`;
    case "mendedInBase":
      return `The bug shows at ${shortCommit(result.commit)}, where target and ${base} part: it is older, and was mended on the way to ${base}.`;
    case "unusable":
      return `It could not be run at ${result.end === "base" ? base : "the target"}: ${result.why.replace(/\.$/, "")}.`;
    case "cutOff":
      return `The history in this clone ends between ${base} and the target, so the change may be older than what is here. "git fetch --unshallow" brings the rest.`;
    case "noGit":
      return `Git could not list the commits between ${base} and the target: ${result.message.replace(/\.$/, "")}. In a shallow clone, "git fetch --unshallow" brings the history.`;
    default:
      return result satisfies never;
  }
}

function sure(confidence: number | undefined): string {
  return confidence === undefined ? "" : ` (${confidenceWords(confidence)})`;
}
