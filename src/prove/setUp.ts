import type { ScratchWorktree } from "../system/scratchWorktrees";
import type { FileState } from "../system/worktreeFiles";
import { runOnce, type Run, type RunLimits } from "./runOnce";

type SetUp =
  /** `files` are as the first run finds them; undefined where git cannot tell. */
  | { readonly ok: true; readonly files: FileState | undefined }
  | { readonly ok: false; readonly why: string; readonly run: Run };

/** Runs the set-up, where there is one, in the top folder of a worktree. */
export async function setUp(
  worktree: ScratchWorktree,
  command: string | undefined,
  limits: RunLimits,
): Promise<SetUp> {
  if (command === undefined) return { ok: true, files: await worktree.files(limits.signal) };
  const run = await runOnce(worktree, { command, decidedBy: { kind: "exitCode" } }, limits);
  if (run.outcome.kind === "passed") return { ok: true, files: await worktree.files(limits.signal) };
  const told =
    run.outcome.kind === "unusable" ? run.outcome.why : `it ended with ${run.exitCode ?? "a signal"}`;
  const why = `the set-up did not work: ${told}`;
  return { ok: false, why, run: { ...run, outcome: { kind: "unusable", why } } };
}
