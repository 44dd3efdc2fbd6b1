import { runInNewContext } from "node:vm";

export interface BugSuggestion {
  readonly id: string;
  readonly from: string;
}

const trackerKey = /(?:^|[^A-Za-z0-9])([A-Z][A-Z0-9]{1,9}-\d{1,7})(?![A-Za-z0-9])/;
const numberAfterWord =
  /(?:^|[/_-])(?:issues?|bugs?|bugfix|fix|hotfix|gh|ticket|#)[/_#-]*(\d{1,7})(?![A-Za-z0-9.])/i;
const trailer =
  /^(?:fixes|fixed|closes|closed|resolves|refs?|bug|issue)\s*:?\s+(#\d{1,7}|[A-Z][A-Z0-9]{1,9}-\d{1,7})\b/gim;

/**
 * The bug's id as the branch name suggests it.
 * @param pattern a regular expression of the repository's settings. It is not trusted: it runs apart, for 100 ms at most.
 */
export function bugInBranch(
  branch: string,
  pattern: string | undefined,
): { readonly id: string | null; readonly problem?: string } {
  if (pattern !== undefined) return byPattern(branch, pattern);
  const key = trackerKey.exec(branch)?.[1];
  if (key !== undefined) return { id: key };
  const number = numberAfterWord.exec(branch)?.[1];
  return { id: number === undefined ? null : `#${number}` };
}

/** Ids that commit messages name. They often are somebody else's ticket, so they are only offered. */
export function bugsInMessages(
  messages: readonly { readonly commit: string; readonly body: string }[],
): BugSuggestion[] {
  const found = new Map<string, BugSuggestion>();
  for (const { commit, body } of messages) {
    for (const [, id] of body.matchAll(trailer)) {
      if (id !== undefined && !found.has(id)) found.set(id, { id, from: `commit ${commit.slice(0, 9)}` });
    }
  }
  return [...found.values()].slice(0, 10);
}

function byPattern(
  branch: string,
  pattern: string,
): { readonly id: string | null; readonly problem?: string } {
  try {
    const found: unknown = runInNewContext(
      "(() => { const m = new RegExp(pattern).exec(branch); return m === null ? '' : String(m[1] ?? m[0]); })()",
      { pattern, branch },
      { timeout: 100 },
    );
    return { id: typeof found === "string" && found !== "" ? found : null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { id: null, problem: `The setting bugPattern could not be used: ${why}` };
  }
}
