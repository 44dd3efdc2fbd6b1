import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Git } from "./git";
import { withTemporaryFolder } from "./temporaryFolder";

export type UncommittedState =
  /** `commit` is undefined where nothing differs from HEAD. */
  | {
      readonly ok: true;
      readonly commit: string | undefined;
      /** Submodules with changes within that are not in it. */
      readonly changedSubmodules: readonly string[];
      /** What git says of files that are not in it, as it could not read them. */
      readonly unreadable?: string;
    }
  | { readonly ok: false; readonly message: string };

/** Files of ours never count as a change of the repository. */
const others = [":(top)", ":(top,exclude).release-halt"];
const nobody = ["-c", "user.name=Release Halt", "-c", "user.email=release-halt@invalid"];

/**
 * Makes a commit of the working tree as it is, with what git does not follow and does not ignore: a child of HEAD that no
 * ref names and git forgets in time. Neither index, branch nor files change; the stash stays as it is.
 */
export async function commitUncommitted(
  git: Git,
  top: string,
  signal?: AbortSignal,
): Promise<UncommittedState> {
  const failed = (why: string): UncommittedState => ({
    ok: false,
    message: `Your uncommitted changes could not be taken along: ${why}`,
  });
  const options = signal && { signal };
  const place = await git.run(top, ["rev-parse", "--git-path", "index"], options);
  if (!place.ok) return failed(place.message);
  return withTemporaryFolder("release-halt-index-", async (folder) => {
    const indexFile = join(folder, "index");
    const own = { ...options, indexFile, timeoutMs: 5 * 60_000 };
    try {
      await copyFile(resolve(top, place.out.trim()), indexFile);
    } catch (error) {
      // A repository whose first files are not added yet has none.
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
    const added = await git.run(top, ["add", "--all", "--ignore-errors", "--", ...others], own);
    // It ends with 1 where it added all but some, as those that belong to another user.
    if (!added.ok && added.exitCode !== 1) return failed(added.message);
    const unreadable = added.ok ? {} : { unreadable: added.message };
    const tree = await git.run(top, ["write-tree"], own);
    if (!tree.ok) return failed(tree.message);
    const changedSubmodules = await submodulesWithChanges(git, top, own);
    const head = await git.run(top, ["rev-parse", "--verify", "HEAD^{tree}"], options);
    if (head.ok && head.out === tree.out)
      return { ok: true, commit: undefined, changedSubmodules, ...unreadable };
    const message = "The working tree as it was verified";
    const args = [...nobody, "commit-tree", tree.out.trim(), "-p", "HEAD", "-m", message];
    const commit = await git.run(top, args, options);
    return commit.ok
      ? { ok: true, commit: commit.out.trim(), changedSubmodules, ...unreadable }
      : failed(commit.message);
  });
}

/** Those in which files differ from the commit that is checked out there: a commit of the repository cannot hold that. */
async function submodulesWithChanges(
  git: Git,
  top: string,
  options: { readonly indexFile: string; readonly timeoutMs: number },
): Promise<readonly string[]> {
  const status = await git.run(top, ["diff-files", "-z", "--ignore-submodules=none", "--raw"], options);
  if (!status.ok) return [];
  // Of what is added already, only what is within a submodule still differs: `:160000 160000 ID ID M`, then the path.
  const [, ...found] = status.out.split(/:160000 160000 \S+ \S+ M\0/);
  return found.map((rest) => rest.slice(0, rest.indexOf("\0")));
}
