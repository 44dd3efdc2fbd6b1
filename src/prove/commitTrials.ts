import type { Git } from "../system/git";
import { addScratchWorktree, type ScratchWorktree } from "../system/scratchWorktrees";
import type { FileState } from "../system/worktreeFiles";
import type { Told } from "./changeBelief";
import type { Outcome } from "./deciding";
import { runOnce, type DecidingCommand } from "./runOnce";
import { setUp } from "./setUp";

export interface TrialPlan {
  readonly deciding: DecidingCommand;
  /** Runs in the top folder of the worktree each time it was moved to another commit. */
  readonly setup?: string;
  /** For all of it. */
  readonly budgetMs: number;
  /** For one run, and for one set-up. */
  readonly timeoutMs: number;
}

export interface TrialContext {
  readonly git: Git;
  readonly top: string;
  readonly signal?: AbortSignal;
}

/** Why no run came of it. */
export type NoTrial = { readonly kind: "cancelled" } | { readonly kind: "outOfTime" };

export type Trial = Outcome | NoTrial;

/** All that runs told of a commit by now; `why` it cannot be run, where that was seen. */
export interface Tried extends Told {
  readonly why?: string;
}

/** Runs at one commit after another. */
export interface Trials {
  runAt(commit: string): Promise<Trial>;
  /** The commits that were tried, in the order in which they first were. */
  readonly tried: ReadonlyMap<string, Tried>;
}

const nothing: Tried = { failures: 0, passes: 0 };

/**
 * Runs a command at one commit after another, in one worktree that is moved. A commit that cannot be checked out, set up or
 * run once is not tried again. `remove` takes the worktree away; nothing runs any more then.
 */
export class WorktreeTrials implements Trials {
  readonly tried: Map<string, Tried>;
  readonly #plan: TrialPlan;
  readonly #context: TrialContext;
  readonly #onMove: (commit: string) => void;
  readonly #started = performance.now();
  #worktree: ScratchWorktree | undefined;
  /** The commit that is checked out and set up, with its files as they were then. */
  #ready: { readonly commit: string; readonly files: FileState | undefined } | undefined;
  remarks: readonly string[] = [];

  /** @param known what runs told before; it counts as if they were made here */
  constructor(
    plan: TrialPlan,
    context: TrialContext,
    onMove: (commit: string) => void,
    known: ReadonlyMap<string, Tried> = new Map(),
  ) {
    [this.#plan, this.#context, this.#onMove] = [plan, context, onMove];
    this.tried = new Map(known);
  }

  async runAt(commit: string): Promise<Trial> {
    const { signal } = this.#context;
    const before = this.tried.get(commit) ?? nothing;
    if (before.why !== undefined) return { kind: "unusable", why: before.why };
    if (signal?.aborted === true) return { kind: "cancelled" };
    if (performance.now() - this.#started > this.#plan.budgetMs) return { kind: "outOfTime" };
    const place = await this.#settle(commit);
    const outcome: Outcome = place.ok
      ? (await runOnce(place.worktree, this.#plan.deciding, this.#limits())).outcome
      : { kind: "unusable", why: place.why };
    // What was cancelled tells nothing of the commit.
    if (isAborted(signal)) return { kind: "cancelled" };
    this.tried.set(commit, {
      failures: before.failures + Number(outcome.kind === "failed"),
      passes: before.passes + Number(outcome.kind === "passed"),
      ...(outcome.kind === "unusable" && { why: outcome.why }),
    });
    return outcome;
  }

  async remove(): Promise<void> {
    const problem = await this.#worktree?.remove();
    if (problem !== undefined) this.#note([problem]);
    this.#worktree = undefined;
  }

  /** The worktree with a commit in it, set up. */
  async #settle(commit: string): Promise<Settled> {
    const limits = this.#limits();
    const ready = this.#ready?.commit === commit ? this.#worktree : undefined;
    // A run may have checked something else out, or changed files.
    if (ready !== undefined && (await ready.isAt(commit))) {
      const changed = await ready.putBack(this.#ready?.files, limits.signal);
      if (changed !== undefined) return { ok: true, worktree: ready };
    }
    this.#ready = undefined;
    this.#onMove(commit);
    const placed = await this.#place(commit);
    if (!placed.ok) return placed;
    const done = await setUp(placed.worktree, this.#plan.setup, limits);
    if (!done.ok) return done;
    this.#ready = { commit, files: done.files };
    return placed;
  }

  async #place(commit: string): Promise<Settled> {
    const { git, top, signal } = this.#context;
    if (this.#worktree !== undefined) {
      const moved = await this.#worktree.moveTo(commit, signal);
      if (moved.ok) {
        this.#note(moved.remarks);
        return { ok: true, worktree: this.#worktree };
      }
      // A run may have broken it, or git in it.
      await this.remove();
    }
    const made = await addScratchWorktree(git, top, commit, signal);
    if (!made.ok) return { ok: false, why: made.message };
    this.#worktree = made.worktree;
    this.#note(made.worktree.remarks);
    return made;
  }

  #note(remarks: readonly string[]): void {
    this.remarks = [...new Set([...this.remarks, ...remarks])];
  }

  #limits(): { readonly timeoutMs: number; readonly signal?: AbortSignal } {
    const { signal } = this.#context;
    return { timeoutMs: this.#plan.timeoutMs, ...(signal && { signal }) };
  }
}

type Settled =
  { readonly ok: true; readonly worktree: ScratchWorktree } | { readonly ok: false; readonly why: string };

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
