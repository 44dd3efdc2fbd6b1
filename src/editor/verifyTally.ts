import type { CommitToVerify, VerifyEvent } from "../prove/verify";

interface Count {
  readonly ref: string;
  doing: "checkout" | "setup" | "run";
  failed: number;
  passed: number;
  unusable: number;
}

/** What a verification has told so far, in a line: what each commit's first run showed, then how often the bug showed. */
export class VerifyTally {
  readonly #counts: ReadonlyMap<CommitToVerify, Count>;

  constructor(commits: readonly CommitToVerify[]) {
    const none = { doing: "checkout", failed: 0, passed: 0, unusable: 0 } as const;
    this.#counts = new Map(commits.map((commit) => [commit, { ref: commit.ref, ...none }]));
  }

  add(event: VerifyEvent): void {
    const count = this.#counts.get(event.commit);
    if (count === undefined) return;
    count.doing = event.kind;
    if (event.kind === "run") count[event.run.outcome.kind] += 1;
  }

  words(): string {
    return [...this.#counts.values()].map((count) => `${count.ref}: ${soFar(count)}`).join("; ");
  }
}

const doingWords: Readonly<Record<Count["doing"], string>> = {
  checkout: "checking out…",
  setup: "setting up…",
  run: "running…",
};

function soFar({ doing, failed, passed, unusable }: Count): string {
  const told = failed + passed;
  if (told === 0) return unusable === 0 ? doingWords[doing] : "it could not be run";
  if (told === 1) return failed === 1 ? "the bug shows" : "it does not";
  return `${failed} of ${told}`;
}
