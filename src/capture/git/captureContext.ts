import type { Git } from "../../system/git";

/** Who captures and at which commit; what git cannot tell is left out. */
export interface CaptureContext {
  /** `user.name` of git. */
  readonly by?: string;
  /** HEAD. */
  readonly commit?: string;
}

/**
 * Asked anew for each capture: a halt is opened by more people than the one who drafted it, and HEAD moves on.
 * @param folder the repository's top folder
 */
export async function captureContext(git: Git, folder: string): Promise<CaptureContext> {
  const [user, head] = await Promise.all([
    git.run(folder, ["config", "user.name"]),
    git.run(folder, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]),
  ]);
  const by = user.ok ? user.out.trim() : "";
  const commit = head.ok ? head.out.trim() : "";
  return { ...(by !== "" && { by }), ...(commit !== "" && { commit }) };
}

/**
 * Whether a file differs from HEAD, or is not in it.
 * @param path relative to `top`, with `/`
 */
export async function differsFromHead(git: Git, top: string, path: string): Promise<boolean> {
  const status = await git.run(top, ["--literal-pathspecs", "status", "--porcelain", "-z", "--", path]);
  return !status.ok || status.out !== "";
}
