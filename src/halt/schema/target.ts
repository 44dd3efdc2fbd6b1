import * as z from "zod";
import { refPattern } from "../refPattern";
import { commitId, instant, itemId, provenance, text } from "./common";

/** What is halted. A halt holds one or several. */
export const target = z.looseObject({
  id: itemId,
  kind: z.enum(["branch", "tag", "commit", "artifact", "package", "storeBuild"]),
  name: text,
  component: text.optional(),
  commit: commitId.optional(),
  environments: z.array(text).default([]),
});

/**
 * Which releases are stopped, beyond what the target says: patterns of full ref names, or a freeze of everything. Without
 * either it is what is not released yet on the target's line of history, and from the faulty change on once it is known.
 */
export const scope = z.looseObject({
  refs: z.array(refPattern).default([]),
  everything: z.boolean().optional(),
  /** `approvalRequired` lets a commit pass that a second person approved. */
  mode: z.enum(["halted", "approvalRequired"]).optional(),
});

/** How far the release is out already. Absent `state` means that nobody has said so yet. */
export const rollout = z.looseObject({
  state: z.enum(["notStarted", "inProgress", "paused", "complete"]).optional(),
  percent: z.number().min(0).max(100).optional(),
  ring: text.optional(),
  since: instant.optional(),
  source: text.optional(),
});

/** What the release is compared with: usually the last released version. */
export const base = z.looseObject({
  ref: text,
  kind: z.enum(["tag", "branch", "commit"]),
  commit: commitId,
  version: text.optional(),
  why: text,
  /** Where target and base part, when the base is not an ancestor of the target. */
  mergeBase: commitId.optional(),
});

/** What the repository said when the halt was drafted or captured again. */
export const branchFacts = z.looseObject({
  captured: provenance,
  repository: text,
  remote: text.optional(),
  branch: text.optional(),
  commit: commitId.optional(),
  commitUrl: text.optional(),
  pushed: z.boolean().optional(),
  upstream: text.optional(),
  ahead: z.number().int().optional(),
  behind: z.number().int().optional(),
  dirty: z.number().int().default(0),
  untracked: z.number().int().default(0),
  commits: z.number().int().optional(),
  changedFiles: z.number().int().optional(),
  /** Commits from base to target, newest first, at most a few hundred; `commits` holds the full count. */
  commitList: z.array(z.looseObject({ commit: commitId, subject: text })).default([]),
  changedFileList: z.array(z.looseObject({ path: text, status: text })).default([]),
  versionFiles: z.array(z.looseObject({ path: text, version: text })).default([]),
  warnings: z.array(text).default([]),
});

/** Something in another system: tracker, change ticket, incident, chat. */
export const reference = z.looseObject({
  id: itemId,
  system: text,
  key: text.optional(),
  url: text.optional(),
});

/** The bug's id in its tracker and its page there. `suggestions` come from the branch name first, then from commit trailers. */
export const bug = z.looseObject({
  id: text.optional(),
  url: text.optional(),
  suggestions: z.array(z.looseObject({ id: text, from: text, url: text.optional() })).default([]),
});

/** How a search found the change between base and target. */
const causeSearch = z.looseObject({
  at: instant,
  by: text.optional(),
  /** The kind of machine, as in `linux x64`. */
  where: text.optional(),
  /** What it found: another change may be named since. */
  commit: commitId,
  how: z.enum(["bisection", "probabilisticSearch"]),
  target: commitId,
  base: commitId,
  /** Of merges only what they are as a whole. */
  firstParent: z.boolean().optional(),
  /** Between base and target. */
  commits: z.number().int().positive(),
  runs: z.number().int().positive(),
  /** From 0 to 1, that it is the change. */
  confidence: z.number().min(0).max(1),
  command: text,
  folder: text.optional(),
  setup: text.optional(),
  durationMs: z.number().nonnegative(),
  /** Of its pull or merge request, as in `123`. */
  pullRequest: text.optional(),
  /** What it changes; at most a few hundred. */
  files: z.array(text).default([]),
  /** The base does not hold it. */
  goneInBase: z.boolean(),
});

/** The change that brought the bug, once known, and its fix. The change, never the person. */
export const cause = z.looseObject({
  commit: commitId.optional(),
  subject: text.optional(),
  fixCommit: commitId.optional(),
  fixReference: text.optional(),
  found: causeSearch.optional(),
});
