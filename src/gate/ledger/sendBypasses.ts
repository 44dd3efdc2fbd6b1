import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { gateLimits } from "../gateDefaults";
import { lastFetch } from "./fetchLedger";
import { bypassBranches, ledgerRemote, localBypasses, quietly } from "./ledgerRefs";

export interface SendOptions {
  readonly settings: Settings;
  readonly offline: boolean;
  /** When the gate was asked: a remote that did not answer then is not waited for once more. */
  readonly askedAt: Date;
}

/**
 * Sends this clone's notes on releases that went past the gate to the remote, and takes them away here.
 * @returns whether none waits here any more
 */
export async function sendBypasses(git: Git, top: string, options: SendOptions): Promise<boolean> {
  const { settings, offline } = options;
  const listed = await git.run(top, ["for-each-ref", "--format=%(refname)", localBypasses]);
  if (!listed.ok) return false;
  const waiting = listed.out.split("\n").filter((ref) => ref !== "");
  if (waiting.length === 0) return true;
  const remote = offline ? undefined : await ledgerRemote(git, top, settings);
  if (remote === undefined || !(await hasAnswered(git, top, remote, options))) return false;
  const refs = waiting.map((ref) => `${ref}:${bypassBranches(settings)}${ref.slice(localBypasses.length)}`);
  // The hook that a push runs may be this gate.
  const args = ["push", "--quiet", "--no-verify", "--no-signed", "--no-follow-tags"];
  const pushed = await git.run(top, [...quietly, ...args, "--recurse-submodules=no", remote, ...refs], {
    timeoutMs: gateLimits.networkMs,
  });
  if (!pushed.ok) return false;
  for (const ref of waiting) await git.run(top, [...quietly, "update-ref", "-d", ref]);
  return true;
}

async function hasAnswered(
  git: Git,
  top: string,
  remote: string,
  { settings, askedAt }: SendOptions,
): Promise<boolean> {
  const answered = await lastFetch(git, top, remote, settings);
  return answered !== undefined && answered > askedAt.getTime() - gateLimits.freshMs;
}
