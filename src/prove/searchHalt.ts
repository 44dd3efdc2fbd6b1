import { readStatus } from "../capture/git/status";
import type { CauseSearch, Halt, Redactions } from "../halt/schema/halt";
import type { Git } from "../system/git";
import { sweepWorktrees } from "../system/scratchWorktrees";
import { changeDetails, type ChangeDetails } from "./changeDetails";
import { changeRecord } from "./changeRecord";
import { commitsSinceBase } from "./commitRange";
import { findChange, type ChangeContext, type ChangeFound, type ChangeSearch } from "./findChange";
import { missingSecret, targetCommitOf } from "./planVerification";

/** What a search will go through. */
export interface PlannedSearch {
  readonly search: ChangeSearch;
  /** Between base and target. */
  readonly commits: number;
  /** Of those: on the line of first parents, where a merge is one change. */
  readonly mainLine: number;
  /** The target is checked out, and files differ from it: those are not searched. */
  readonly leavesOutChanges: boolean;
}

type Planned =
  { readonly ok: true; readonly planned: PlannedSearch } | { readonly ok: false; readonly message: string };

/** Where a halt's change is looked for, all commits or only the main line as asked; nothing runs yet. */
export async function planSearch(
  git: Git,
  top: string,
  halt: Halt,
  { firstParent = false, ...asked }: Omit<ChangeSearch, "ends"> & { readonly firstParent?: boolean },
): Promise<Planned> {
  const missing = missingSecret(asked);
  if (missing !== undefined) return { ok: false, message: missing };
  const target = await targetCommitOf(git, top, halt);
  if (target === undefined) return { ok: false, message: "There is no commit yet, and the halt names none." };
  if (halt.base === undefined)
    return { ok: false, message: "The halt has no base: name what the release is compared with first." };
  const ends = { target, base: halt.base.commit, firstParent };
  const place = { git, top };
  const all = await commitsSinceBase(place, target, { ...ends, firstParent: false });
  const line = await commitsSinceBase(place, target, { ...ends, firstParent: true });
  return {
    ok: true,
    planned: {
      search: { ...asked, ends },
      // What git cannot list, the search itself tells of.
      commits: all.ok ? all.commits.length : 0,
      mainLine: line.ok ? line.commits.length : 0,
      leavesOutChanges: await differsFrom(git, top, target),
    },
  };
}

/** Whether a commit is checked out with changes that are not committed, files that git does not follow yet among them. */
async function differsFrom(git: Git, top: string, target: string): Promise<boolean> {
  const status = await git.run(top, ["status", "--porcelain=v2", "-z", "--branch"]);
  if (!status.ok) return false;
  const { commit, dirtyFiles, untrackedFiles } = readStatus(status.out);
  return commit === target && dirtyFiles.length + untrackedFiles.length > 0;
}

/** A search that has ended, with what names the change in the halt where it found one. */
export interface SearchedHalt {
  readonly found: ChangeFound;
  readonly change?: {
    readonly details: ChangeDetails;
    readonly record: CauseSearch;
    readonly redactions: Redactions;
  };
}

/** Looks for the change, and describes it where it is found. Throws where git cannot describe what it found. */
export async function searchHalt(
  search: ChangeSearch,
  { by, ...context }: ChangeContext & { readonly by?: string; readonly now: () => string },
): Promise<SearchedHalt> {
  const { git, top } = context;
  await sweepWorktrees(git, top);
  const found = await findChange(search, context);
  if (found.result.kind !== "found") return { found };
  const described = await changeDetails({ git, top }, found.result.commit, search.ends.target);
  if (!described.ok) throw new Error(described.message);
  const { details } = described;
  const { found: record, redactions } = await changeRecord(search, found, details, {
    now: context.now(),
    ...(by !== undefined && { by }),
  });
  return { found, change: { details, record, redactions } };
}

const mostDescribed = 20;

/** Commits with their subjects, the first twenty: more are nothing to look through. */
export async function describeCommits(
  git: Git,
  top: string,
  { ends }: ChangeSearch,
  commits: readonly string[],
): Promise<readonly ChangeDetails[]> {
  const found: ChangeDetails[] = [];
  for (const commit of commits.slice(0, mostDescribed)) {
    const described = await changeDetails({ git, top }, commit, ends.target);
    if (described.ok) found.push(described.details);
  }
  return found;
}
