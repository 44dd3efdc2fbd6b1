import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { ledgerBranch, quietly } from "./ledgerRefs";

type Pushed =
  | { readonly ok: true }
  /** `again`: somebody else was faster, here or on the remote. */
  | { readonly ok: false; readonly again: boolean; readonly message: string };

/** What git says when somebody else was faster. */
const faster =
  /non-fast-forward|fetch first|stale info|cannot lock ref|failed to update ref|incorrect old value|reference already exists|unable to (?:create|lock)/i;

/** Pushes a state of the ledger to its branch on the remote, without force. */
export async function pushLedger(
  git: Git,
  top: string,
  remote: string,
  tip: string,
  {
    settings,
    signal,
    timeoutMs,
  }: { readonly settings: Settings; readonly signal?: AbortSignal; readonly timeoutMs: number },
): Promise<Pushed> {
  // Our own hook, and those of others, are about code; nothing of it is pushed here.
  const args = ["push", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no"];
  const refs = `${tip}:refs/heads/${ledgerBranch(settings)}`;
  const pushed = await git.run(top, [...quietly, ...args, remote, refs], {
    timeoutMs,
    ...(signal && { signal }),
  });
  if (pushed.ok) return pushed;
  return {
    ok: false,
    again: pushed.reason === "failed" && faster.test(pushed.message),
    message: pushed.message,
  };
}
