import type { Redactions } from "./schema/halt";

/** A released state that the release may be compared with. */
export interface BaseCandidate {
  readonly ref: string;
  readonly kind: "tag" | "branch" | "commit";
  readonly commit: string;
  readonly version: string | null;
  /** Why it is offered, in words: `newest tag that HEAD contains`. */
  readonly why: string;
  /** Commits from the base (or from the merge base) to the target. */
  readonly distance: number;
  /** Where base and target part, when the base is not an ancestor. */
  readonly mergeBase: string | null;
}

/** What git knows about the checked-out branch, as plain data. Counts, and lists cut at a few hundred. */
export interface BranchFacts {
  /** Absolute path of the work tree's top folder. */
  readonly repository: string;
  /** URL of the remote without credentials. */
  readonly remote: string | null;
  readonly remoteName: string | null;
  /** Null when HEAD is detached. */
  readonly branch: string | null;
  /** Null before the first commit. */
  readonly commit: string | null;
  /** Tags on the commit itself. */
  readonly tagsAtCommit: readonly string[];
  /** Page of the commit at its forge; null for an unknown forge. */
  readonly commitUrl: string | null;
  /** Whether a remote branch contains the commit; null without a remote. */
  readonly pushed: boolean | null;
  readonly upstream: string | null;
  readonly ahead: number | null;
  readonly behind: number | null;
  readonly dirtyFiles: readonly string[];
  readonly untrackedFiles: readonly string[];
  readonly base: BaseCandidate | null;
  readonly baseCandidates: readonly BaseCandidate[];
  readonly commits: number | null;
  readonly commitList: readonly { readonly commit: string; readonly subject: string }[];
  readonly changedFiles: number | null;
  readonly changedFileList: readonly { readonly path: string; readonly status: string }[];
  readonly versionFiles: readonly { readonly path: string; readonly version: string }[];
  /** Code owners of the changed files, most files first. */
  readonly codeOwners: readonly { readonly owner: string; readonly files: number }[];
  /** Suggested from the branch name. */
  readonly bug: string | null;
  readonly bugSuggestions: readonly { readonly id: string; readonly from: string }[];
  /** How many secrets were taken out of the commits' subjects, by kind. */
  readonly redactions: Redactions;
  /** `user.name` of git; null when it is not set. */
  readonly user: string | null;
  readonly shallow: boolean;
  /** Sentences for the person, as `The commit is not pushed: its link will not open for others.` */
  readonly warnings: readonly string[];
}
