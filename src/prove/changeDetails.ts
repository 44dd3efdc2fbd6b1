import type { Place } from "./commitRange";

/** What a commit is, without who made it. */
export interface ChangeDetails {
  readonly commit: string;
  readonly subject: string;
  /** The number of its pull or merge request, as in `123`; null where its message names none. */
  readonly pullRequest: string | null;
  /** At most some hundred of what it changes against its first parent, with `/`. */
  readonly files: readonly string[];
  /** All of them. */
  readonly fileCount: number;
}

type Described =
  { readonly ok: true; readonly details: ChangeDetails } | { readonly ok: false; readonly message: string };

const mostFiles = 200;

/**
 * A commit with its subject, its pull request and its files.
 * @param target the pull request may be named by the merge that brought the commit there
 */
export async function changeDetails({ git, top }: Place, commit: string, target: string): Promise<Described> {
  const message = await git.run(top, ["log", "-1", "--no-show-signature", "--format=%s%x00%B", commit]);
  if (!message.ok) return message;
  const changed = await git.run(top, [
    ...["diff-tree", "-r", "-z", "--no-commit-id", "--name-only", "--root", "-m", "--first-parent"],
    commit,
  ]);
  if (!changed.ok) return changed;
  const [subject = "", body = ""] = message.out.split("\0");
  const files = [...new Set(changed.out.split("\0").filter((path) => path !== ""))];
  const pullRequest = pullRequestOf(body) ?? (await ofItsMerge({ git, top }, commit, target)) ?? null;
  return {
    ok: true,
    details: { commit, subject, pullRequest, files: files.slice(0, mostFiles), fileCount: files.length },
  };
}

/**
 * The number of the pull or merge request that a commit's message names: GitHub's `Merge pull request #123 from` and
 * `Subject (#123)`, GitLab's `See merge request group/project!123`, Azure's `Merged PR 123:` and Bitbucket's
 * `Merged in branch (pull request #123)`.
 */
export function pullRequestOf(message: string): string | undefined {
  const [subject = ""] = message.split("\n");
  for (const [text, pattern] of [
    [subject, /^Merge pull request #(\d{1,9})\b/],
    [subject, /\(pull request #(\d{1,9})\)\s*$/],
    [subject, /^Merged PR (\d{1,9}):/],
    [subject, /\(#(\d{1,9})\)\s*$/],
    [message, /^See merge request (?:\S*)!(\d{1,9})\s*$/m],
  ] as const) {
    const number = pattern.exec(text)?.[1];
    if (number !== undefined) return number;
  }
  return undefined;
}

/** The first merge after a commit on the way to the target, where it is on a branch that came in by that. */
async function ofItsMerge({ git, top }: Place, commit: string, target: string): Promise<string | undefined> {
  if (commit === target) return undefined;
  const line = await git.run(top, ["rev-list", "--first-parent", target, `^${commit}`]);
  const after = await git.run(top, ["rev-list", "--ancestry-path", target, `^${commit}`]);
  if (!line.ok || !after.ok) return undefined;
  const holding = new Set(after.out.trim().split("\n"));
  const merge = line.out
    .trim()
    .split("\n")
    .findLast((one) => holding.has(one));
  if (merge === undefined || merge === "") return undefined;
  const message = await git.run(top, ["log", "-1", "--no-show-signature", "--format=%P%x00%B", merge]);
  if (!message.ok) return undefined;
  const [parents = "", text = ""] = message.out.split("\0");
  // Where the commit is on the line itself, what follows it is no merge of it.
  const [first, ...others] = parents.trim().split(" ");
  if (first === undefined || others.length === 0) return undefined;
  const isOnLine = await git.run(top, ["merge-base", "--is-ancestor", commit, first]);
  return isOnLine.ok ? undefined : pullRequestOf(text);
}
