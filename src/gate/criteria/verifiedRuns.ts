import { counted } from "../../assess/rangeWords";
import { shortCommit } from "../../assess/targetWords";
import type { Halt, Verification, VerifiedCommitEntry } from "../../halt/schema/halt";
import { decidingCommandOf } from "../../prove/planVerification";

/** What the verifications of a halt say of a commit. */
export interface VerifiedRuns {
  readonly met: boolean;
  /** As sentences. */
  readonly why: string;
  /** When it was seen, ISO 8601 with offset. */
  readonly at: string;
}

interface Seen {
  readonly verification: Verification;
  readonly entry: VerifiedCommitEntry;
}

/**
 * Whether the reproduction passes at a commit: so many runs of one verification, and none in which the bug showed since. A
 * run with changes that are not committed is none of the commit, and a command that never showed the bug tells nothing of
 * it. Undefined where nothing was verified there.
 * @param isSame whether another commit holds the same but for files of ours, as one to which the halt's file was added
 */
export async function verifiedRuns(
  halt: Halt,
  commit: string,
  wanted: number,
  isSame: (other: string) => Promise<boolean>,
): Promise<VerifiedRuns | undefined> {
  const seen: Seen[] = [];
  for (const verification of halt.reproduction.verifications)
    for (const entry of verification.commits)
      if (
        entry.runs > 0 &&
        entry.uncommitted !== true &&
        (entry.commit === commit || (await isSame(entry.commit)))
      )
        seen.push({ verification, entry });
  const lastFailed = seen.findLastIndex(({ entry }) => entry.failures > 0);
  const passed = seen.slice(lastFailed + 1);
  const [failed] = seen.slice(lastFailed, lastFailed + 1);
  if (passed.length === 0) return failed && answer(failed, false, `It showed in ${ofRuns(failed.entry)}`);
  const telling = passed.filter(({ verification }) => hasShown(halt, verification));
  const most = mostRuns(telling);
  if (most === undefined) {
    const [other] = passed.slice(-1);
    return (
      other && answer(other, false, "A command passed that never showed the bug", "That tells nothing of it.")
    );
  }
  const isEnough = most.entry.runs >= wanted;
  const words = `It did not show in ${counted(most.entry.runs, "run")}`;
  return answer(most, isEnough, words, isEnough ? "" : `${counted(wanted, "run")} are asked for.`);
}

function answer({ verification, entry }: Seen, met: boolean, seen: string, more = ""): VerifiedRuns {
  const { at, by, where } = verification;
  const who = [by === undefined ? "Verified" : `Verified by ${by}`, where].filter(Boolean).join(" on ");
  const why = [`${seen} at ${shortCommit(entry.commit)}.`, more, `${who}, ${at}.`];
  return { met, at, why: why.filter((part) => part !== "").join(" ") };
}

function ofRuns({ failures, runs }: VerifiedCommitEntry): string {
  return `${failures} of ${counted(runs, "run")}`;
}

/** The command is the one that decides, or it showed the bug somewhere. */
function hasShown(halt: Halt, { command, folder = ".", decidedBy }: Verification): boolean {
  const key = JSON.stringify([command, folder, decidedBy.kind, decidedBy.text ?? ""]);
  const own = decidingCommandOf(halt);
  const { verifications } = halt.reproduction;
  const shown = verifications.filter(({ commits }) => commits.some(({ failures }) => failures > 0));
  return [...shown, ...(own.ok ? [own.value] : [])].some((one) => {
    const { kind } = one.decidedBy;
    const text = "text" in one.decidedBy ? (one.decidedBy.text ?? "") : "";
    return JSON.stringify([one.command, one.folder ?? ".", kind, text]) === key;
  });
}

function mostRuns(seen: readonly Seen[]): Seen | undefined {
  return seen.toSorted((one, other) => other.entry.runs - one.entry.runs)[0];
}
