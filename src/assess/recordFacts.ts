import type { BranchFacts } from "../halt/facts";
import type { HaltInput } from "../halt/schema/halt";

/** A halt stays readable in a diff: the counts are whole, the lists are cut. */
const maximumListed = 200;

/**
 * The facts as a halt records them. The repository goes in by its folder's name only: the full path names a person's
 * home folder and means nothing to other readers.
 * @param now ISO 8601 with offset
 */
export function recordFacts(facts: BranchFacts, now: string): NonNullable<HaltInput["facts"]> {
  const commit = facts.commit === null ? {} : { commit: facts.commit };
  return {
    captured: { at: now, ...commit, from: "git" },
    repository: facts.repository.split(/[\\/]/).findLast((part) => part !== "") ?? facts.repository,
    ...known("remote", facts.remote),
    ...known("branch", facts.branch),
    ...commit,
    ...known("commitUrl", facts.commitUrl),
    ...known("pushed", facts.pushed),
    ...known("upstream", facts.upstream),
    ...known("ahead", facts.ahead),
    ...known("behind", facts.behind),
    dirty: facts.dirtyFiles.length,
    untracked: facts.untrackedFiles.length,
    ...known("commits", facts.commits),
    ...known("changedFiles", facts.changedFiles),
    commitList: facts.commitList
      .slice(0, maximumListed)
      .map((entry) => ({ commit: entry.commit, subject: entry.subject })),
    changedFileList: facts.changedFileList
      .slice(0, maximumListed)
      .map(({ path, status }) => ({ path, status })),
    versionFiles: facts.versionFiles.slice(0, maximumListed).map(({ path, version }) => ({ path, version })),
    warnings: [...facts.warnings],
  };
}

/** What is not known is left out of the record. */
function known<Key extends string, Value>(key: Key, value: Value | null): Partial<Record<Key, Value>> {
  const entry: Partial<Record<Key, Value>> = {};
  if (value !== null) entry[key] = value;
  return entry;
}
