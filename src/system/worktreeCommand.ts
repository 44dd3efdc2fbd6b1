import type { Git } from "./git";

/**
 * Runs `git worktree` with what follows it. Git reads what it knows of all worktrees, and fails where another program is just
 * writing the first of it (an empty `commondir`); that takes a moment, so it is asked again.
 */
export async function worktreeCommand(
  git: Git,
  top: string,
  settings: readonly string[],
  args: readonly string[],
  options?: Parameters<Git["run"]>[2],
): ReturnType<Git["run"]> {
  let done = await git.run(top, [...settings, "worktree", ...args], options);
  for (let again = 0; again < mostTries && !done.ok && isHalfMade.test(done.message); again += 1)
    done = await git.run(top, [...settings, "worktree", ...args], options);
  return done;
}

const mostTries = 20;
const isHalfMade = /failed to read .*worktrees\/[^/]+\/commondir/;
