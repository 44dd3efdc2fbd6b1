import { resolve } from "node:path";
import { instantOf } from "../halt/instant";
import { otherRepository } from "../system/git";
import { pathInside } from "../system/pathInside";
import { runCommand } from "../system/runCommand";
import type { ScratchWorktree } from "../system/scratchWorktrees";
import { outcomeOf, TextWatch, type DecidedBy, type Outcome } from "./deciding";

/** The command that shows the bug. */
export interface DecidingCommand {
  readonly command: string;
  /** Below the repository's top folder, with `/`; the top folder unless told. */
  readonly folder?: string;
  readonly decidedBy: DecidedBy;
}

/** One run of it. */
export interface Run {
  readonly outcome: Outcome;
  readonly exitCode?: number;
  /** ISO 8601 with offset. */
  readonly at: string;
  readonly durationMs: number;
  /** The end of what it printed, as it was printed. */
  readonly output: string;
}

export interface RunLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** The editor runs as Node by this variable; what a person starts from there, such as an Electron app, must not. */
const notForCommands = [...otherRepository, "ELECTRON_RUN_AS_NODE"];

/** Runs a command in a worktree, at the same folder as in the repository; without input and with no repository but that one. */
export async function runOnce(
  worktree: ScratchWorktree,
  { command, folder = ".", decidedBy }: DecidingCommand,
  { timeoutMs, signal }: RunLimits,
): Promise<Run> {
  const place = folder === "." ? worktree.folder : (await pathInside(worktree.folder, folder))?.path;
  if (place === undefined) {
    const why = `there is no folder ${folder} in this commit`;
    return { outcome: { kind: "unusable", why }, at: instantOf(new Date()), durationMs: 0, output: "" };
  }
  const watch = decidedBy.kind === "exitCode" ? undefined : new TextWatch(decidedBy.text);
  const { end, startedAt, durationMs, tail } = await runCommand(command, {
    ...{ cwd: resolve(place), env: worktree.env, withoutEnv: notForCommands, timeoutMs },
    ...(signal && { signal }),
    ...(watch && {
      onOutput: (chunk: Uint8Array) => {
        watch.add(chunk);
      },
    }),
  });
  return {
    outcome: outcomeOf(end, decidedBy, watch?.appeared ?? false),
    ...(end.kind === "exited" && { exitCode: end.exitCode }),
    at: instantOf(startedAt),
    durationMs,
    output: tail,
  };
}
