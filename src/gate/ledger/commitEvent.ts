import type { Git } from "../../system/git";

/** How commits to the ledger are made. */
export interface CommitOptions {
  /** Settings for git, before the command. */
  readonly settings: readonly string[];
  readonly signs: boolean;
}

const unknown = ["user.name=Release Halt (no name in git)", "user.email=release-halt@localhost"];

/** Signed when the person signs commits; without an identity of git's, under a name that says so. */
export async function commitOptions(git: Git, top: string): Promise<CommitOptions> {
  const [signs, committer, author] = await Promise.all([
    git.run(top, ["config", "--type=bool", "commit.gpgSign"]),
    git.run(top, ["var", "GIT_COMMITTER_IDENT"]),
    git.run(top, ["var", "GIT_AUTHOR_IDENT"]),
  ]);
  const settings = [
    ...(committer.ok && author.ok ? [] : unknown),
    // The message is UTF-8, whatever the person writes theirs in.
    "i18n.commitEncoding=UTF-8",
  ];
  return {
    settings: settings.flatMap((setting) => ["-c", setting]),
    signs: signs.ok && signs.out.trim() === "true",
  };
}

/** Makes a commit of a tree. No ref moves, and no hook runs. */
export async function commitTree(
  git: Git,
  top: string,
  { settings, signs }: CommitOptions,
  tree: string,
  parents: readonly string[],
  message: string,
): Promise<{ readonly ok: true; readonly id: string } | { readonly ok: false; readonly message: string }> {
  const given = parents.flatMap((parent) => ["-p", parent]);
  const args = [...settings, "commit-tree", ...(signs ? ["-S"] : []), tree, ...given, "-F", "-"];
  const committed = await git.run(top, args, { input: message });
  if (committed.ok) return { ok: true, id: committed.out.trim() };
  const how = signs ? "sign a commit" : "commit";
  return {
    ok: false,
    message: `Git could not ${how} to the ledger: ${committed.message} Nothing was recorded.`,
  };
}
