import type { Git } from "../system/git";
import { addScratchWorktree, type ScratchWorktree } from "../system/scratchWorktrees";
import type { FileState } from "../system/worktreeFiles";
import { fisherExact } from "./fisherExact";
import { runOnce, type DecidingCommand, type Run } from "./runOnce";
import { setUp } from "./setUp";
import { wilsonInterval } from "./wilsonInterval";

export interface CommitToVerify {
  /** As a person names it: a tag, a branch, an id. */
  readonly ref: string;
  /** Its whole id. */
  readonly commit: string;
  readonly role: "target" | "base" | "other";
  /** Changes that are not committed are in it; this is the commit that they were made on. */
  readonly uncommittedOf?: string;
  /** What is not in it that a person may expect there, as sentences. */
  readonly leftOut?: readonly string[];
}

export interface VerificationPlan {
  /** The target first, then the base: that is the order in which each runs once. */
  readonly commits: readonly CommitToVerify[];
  readonly deciding: DecidingCommand;
  /** Runs once in each worktree, in its top folder, before the first run. */
  readonly setup?: string;
  /** Of each commit. */
  readonly runs: number;
  /** For all of it; the first run of each commit is made whatever it takes. */
  readonly budgetMs: number;
  /** For one run, and for one set-up. */
  readonly timeoutMs: number;
  /** Commits that run at the same time; 1 unless told. */
  readonly parallel?: number;
}

/** What came of one commit. */
interface VerifiedCommit extends CommitToVerify {
  /** In the order in which they were made. */
  readonly log: readonly Run[];
  /** Runs that told something. */
  readonly runs: number;
  /** Of those: the bug showed. */
  readonly failures: number;
  /** Runs that told nothing, a set-up that broke among them. */
  readonly unusable: number;
  /** Of the rate of failures, 95 %. */
  readonly interval: readonly [number, number];
  /** What a reader of the figures should know, as sentences. */
  readonly remarks: readonly string[];
}

export interface VerificationResult {
  readonly commits: readonly VerifiedCommit[];
  /** How likely the difference between target and base is by chance; null without both. */
  readonly pValue: number | null;
  readonly durationMs: number;
  /** The time was up before all runs were made. */
  readonly outOfTime: boolean;
}

/** Cancelled, it holds what was known by then. */
export interface Verified {
  readonly kind: "done" | "cancelled";
  readonly result: VerificationResult;
}

/** What is heard while it goes on. */
export type VerifyEvent =
  | { readonly kind: "checkout" | "setup"; readonly commit: CommitToVerify }
  | { readonly kind: "run"; readonly commit: CommitToVerify; readonly run: Run; readonly number: number };

export interface VerifyContext {
  readonly git: Git;
  readonly top: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: VerifyEvent) => void;
}

/**
 * Runs a command again and again at each commit, each in a worktree of its own: first once at each, then by turns, so that
 * what changes on the machine meanwhile meets all alike. Whatever happens, the worktrees and all that ran in them are gone
 * when it answers; a commit that cannot be checked out or set up has no runs and says why.
 */
export async function verify(plan: VerificationPlan, context: VerifyContext): Promise<Verified> {
  const { signal } = context;
  const started = performance.now();
  const broken = new AbortController();
  const stop = signal === undefined ? broken.signal : AbortSignal.any([signal, broken.signal]);
  const lanes = plan.commits.map((commit) => new Lane(commit, plan, { ...context, signal: stop }));
  const time = { isUp: false };
  try {
    for (let round = 1; round <= plan.runs && !time.isUp && !isAborted(signal); round += 1) {
      const waiting = lanes.filter((lane) => !lane.isStuck);
      const work = async (): Promise<void> => {
        for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
          const left = plan.budgetMs - (performance.now() - started);
          if (round > 1 && lane.longestMs > left) time.isUp = true;
          if (time.isUp || isAborted(stop)) return;
          await lane.runAgain();
        }
      };
      await together(Array.from({ length: Math.max(1, plan.parallel ?? 1) }, work), broken);
    }
  } finally {
    await Promise.all(lanes.map(async (lane) => lane.remove()));
  }
  const commits = lanes.map((lane) => lane.result());
  const [target, base] = (["target", "base"] as const).map((role) =>
    commits.find((one) => one.role === role),
  );
  return {
    kind: isAborted(signal) ? "cancelled" : "done",
    result: {
      commits,
      pValue: target && base ? fisherExact(target, base) : null,
      durationMs: Math.round(performance.now() - started),
      outOfTime: time.isUp,
    },
  };
}

/** Where one of them breaks, the others are stopped and waited for: nothing runs any more when its error arrives. */
async function together(all: readonly Promise<void>[], broken: AbortController): Promise<void> {
  const stop = (): void => {
    broken.abort();
  };
  for (const one of all) one.catch(stop);
  await Promise.allSettled(all);
  await Promise.all(all);
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** One commit with its worktree, from the first run to the last. */
class Lane {
  readonly #commit: CommitToVerify;
  readonly #plan: VerificationPlan;
  readonly #context: VerifyContext;
  readonly #log: Run[] = [];
  readonly #remarks: string[] = [];
  /** Files of the commit that runs changed. */
  readonly #changed = new Set<string>();
  #worktree: ScratchWorktree | undefined;
  #files: FileState | undefined;
  /** It cannot run here. */
  isStuck = false;
  longestMs = 0;

  constructor(commit: CommitToVerify, plan: VerificationPlan, context: VerifyContext) {
    [this.#commit, this.#plan, this.#context] = [commit, plan, context];
  }

  async runAgain(): Promise<void> {
    const worktree = await (this.#worktree === undefined ? this.#checkOut() : this.#again(this.#worktree));
    if (worktree === undefined) return;
    const run = await runOnce(worktree, this.#plan.deciding, this.#limits());
    // One that was cancelled tells nothing of the commit.
    if (isAborted(this.#context.signal)) return;
    this.longestMs = Math.max(this.longestMs, run.durationMs);
    this.#took(run);
  }

  async remove(): Promise<void> {
    this.#remark(await this.#worktree?.remove());
  }

  result(): VerifiedCommit {
    const count = (kind: Run["outcome"]["kind"]): number =>
      this.#log.filter(({ outcome }) => outcome.kind === kind).length;
    const [failures, unusable] = [count("failed"), count("unusable")];
    const runs = failures + count("passed");
    return {
      ...this.#commit,
      ...{ log: this.#log, runs, failures, unusable },
      remarks: [...this.#remarks, ...changedWords([...this.#changed])],
      interval: wilsonInterval(failures, runs),
    };
  }

  /** A run may have checked something else out, or changed files: the next one finds all as the first did, or is not made. */
  async #again(worktree: ScratchWorktree): Promise<ScratchWorktree | undefined> {
    const { commit } = this.#commit;
    const { signal } = this.#context;
    const isAt = await worktree.isAt(commit);
    const changed = isAt ? await worktree.putBack(this.#files, signal) : undefined;
    if (changed !== undefined) {
      for (const path of changed) this.#changed.add(path);
      return worktree;
    }
    const moved = await worktree.moveTo(commit, signal);
    if (isAborted(signal)) return undefined;
    const what = isAt ? "A run changed files" : "The command or the set-up checked out another commit";
    const how = moved.ok ? "that was taken back before the next run" : "no more runs could be made";
    this.#remark(`${what}: ${how}.`);
    this.isStuck = !moved.ok;
    return moved.ok ? this.#setUp(worktree) : undefined;
  }

  async #checkOut(): Promise<ScratchWorktree | undefined> {
    const { git, top, signal, onEvent } = this.#context;
    onEvent?.({ kind: "checkout", commit: this.#commit });
    const made = await addScratchWorktree(git, top, this.#commit.commit, signal);
    if (!made.ok) {
      this.isStuck = true;
      if (!made.cancelled) this.#remarks.push(made.message);
      return undefined;
    }
    this.#worktree = made.worktree;
    this.#remarks.push(...(this.#commit.leftOut ?? []), ...made.worktree.remarks);
    return this.#setUp(made.worktree);
  }

  async #setUp(worktree: ScratchWorktree): Promise<ScratchWorktree | undefined> {
    const { setup } = this.#plan;
    if (setup !== undefined) this.#context.onEvent?.({ kind: "setup", commit: this.#commit });
    const done = await setUp(worktree, setup, this.#limits());
    if (done.ok) {
      this.#files = done.files;
      return worktree;
    }
    this.isStuck = true;
    if (!isAborted(this.#context.signal)) this.#took(done.run);
    return undefined;
  }

  #remark(remark: string | undefined): void {
    if (remark !== undefined && !this.#remarks.includes(remark)) this.#remarks.push(remark);
  }

  #limits(): { readonly timeoutMs: number; readonly signal?: AbortSignal } {
    const { signal } = this.#context;
    return { timeoutMs: this.#plan.timeoutMs, ...(signal && { signal }) };
  }

  #took(run: Run): void {
    this.#log.push(run);
    this.#context.onEvent?.({ kind: "run", commit: this.#commit, run, number: this.#log.length });
  }
}

const mostNamed = 3;

function changedWords(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : "";
  const named = paths.slice(0, mostNamed).join(", ");
  return [`Runs changed ${named}${more}: that was taken back before the next run.`];
}
