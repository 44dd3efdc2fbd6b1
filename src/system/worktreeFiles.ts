import type { Git } from "./git";

/** Files of a checkout that are not as in its commit, by their paths; not those that it ignores, nor those within submodules. */
export interface FileState {
  /** Of the files that git follows. */
  readonly changed: ReadonlySet<string>;
  /** Files, and whole folders, that git does not follow. */
  readonly added: ReadonlySet<string>;
}

interface Worktree {
  readonly git: Git;
  readonly folder: string;
  /** What git is given before the command, so that it works there and nowhere else. */
  readonly here: readonly string[];
}

const mostPaths = 200;
const timeoutMs = 10 * 60_000;

/** The files of a worktree as they are now; undefined where git cannot tell. */
export async function fileState(
  { git, folder, here }: Worktree,
  signal: AbortSignal | undefined,
): Promise<FileState | undefined> {
  const args = ["--porcelain", "-z", "--no-renames", "--untracked-files=normal", "--ignore-submodules=all"];
  const options = { timeoutMs, ...(signal && { signal }) };
  const status = await git.run(folder, [...here, "status", ...args], options);
  if (!status.ok) return undefined;
  const entries = status.out.split("\0").filter((entry) => entry !== "");
  const paths = (isAdded: boolean): ReadonlySet<string> =>
    new Set(entries.filter((entry) => entry.startsWith("?? ") === isAdded).map((entry) => entry.slice(3)));
  return { changed: paths(false), added: paths(true) };
}

/**
 * Puts back what was changed or added since, and answers with the paths of what was changed. Files that had been changed or
 * added before stay as they are now; undefined where one of those is gone, or git cannot put something back.
 */
export async function putBack(
  { git, folder, here }: Worktree,
  before: FileState,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  const now = await fileState({ git, folder, here }, signal);
  if (now === undefined) return undefined;
  if (newIn(before.changed, now.changed).length + newIn(before.added, now.added).length > 0) return undefined;
  const run = async (args: readonly string[], input?: string): Promise<boolean> => {
    const options = { timeoutMs, ...(signal && { signal }), ...(input !== undefined && { input }) };
    return (await git.run(folder, [...here, "--literal-pathspecs", ...args], options)).ok;
  };
  const added = newIn(now.added, before.added);
  for (let from = 0; from < added.length; from += mostPaths)
    if (!(await run(["clean", "--quiet", "-ffd", "--", ...added.slice(from, from + mostPaths)])))
      return undefined;
  const changed = newIn(now.changed, before.changed);
  const whole = ["--quiet", "--source=HEAD", "--staged", "--worktree"];
  const listed = ["--pathspec-from-file=-", "--pathspec-file-nul"];
  if (changed.length > 0 && !(await run(["restore", ...whole, ...listed], changed.join("\0"))))
    return undefined;
  return changed;
}

function newIn(paths: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...paths].filter((path) => !others.has(path));
}
