import type { Git } from "../../system/git";
import { readStatus } from "./status";

/** Who captures and at which commit; what git cannot tell is left out. */
export interface CaptureContext {
  /** `user.name` of git. */
  readonly by?: string;
  /** HEAD. */
  readonly commit?: string;
  /** When that commit was made, ISO 8601 with offset. */
  readonly committedAt?: string;
}

/**
 * Asked anew for each capture: a halt is opened by more people than the one who drafted it, and HEAD moves on.
 * @param folder the repository's top folder
 */
export async function captureContext(git: Git, folder: string): Promise<CaptureContext> {
  const [user, head] = await Promise.all([
    git.run(folder, ["config", "user.name"]),
    git.run(folder, ["log", "-1", "--format=%H %cI"]),
  ]);
  const by = user.ok ? user.out.trim() : "";
  const [, commit, committedAt] = /^([0-9a-f]{40,64}) (\S+)$/.exec(head.ok ? head.out.trim() : "") ?? [];
  return {
    ...(by !== "" && { by }),
    ...(commit !== undefined && { commit }),
    ...(committedAt !== undefined && { committedAt }),
  };
}

/**
 * Whether a file differs from HEAD, or is not in it.
 * @param path relative to `top`, with `/`
 */
export async function differsFromHead(git: Git, top: string, path: string): Promise<boolean> {
  const status = await git.run(top, ["--literal-pathspecs", "status", "--porcelain", "-z", "--", path]);
  return !status.ok || status.out !== "";
}

/**
 * Whether files that git follows differ from HEAD: then what runs here is no run of that commit. Also where git cannot say.
 * @param except files that count as they are, such as results that a run wrote; relative to `top`, with `/`
 */
export async function isDirty(git: Git, top: string, except: readonly string[]): Promise<boolean> {
  const status = await git.run(top, ["status", "--porcelain=v2", "-z", "--untracked-files=no"]);
  return !status.ok || readStatus(status.out).dirtyFiles.some((path) => !except.includes(path));
}
