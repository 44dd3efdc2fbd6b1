import { confidenceWords } from "../assess/changeWords";
import { counted } from "../assess/rangeWords";
import { durationWords } from "../assess/durationWords";
import { shortCommit } from "../assess/targetWords";
import type { ChangeEvent } from "../prove/findChange";

type Progress = Extract<ChangeEvent, { readonly kind: "progress" }>;

/** What a search has told so far, in a line: how many commits are left, and about how much there is to do. */
export class SearchTally {
  readonly #ends: { readonly base: string; readonly target: string };
  readonly #nowMs: () => number;
  readonly #startedMs: number;
  #runs = 0;
  #progress: Progress | undefined;
  #last = "";
  #percent = 0;

  /** @param ends as people call them */
  constructor(ends: { readonly base: string; readonly target: string }, nowMs: () => number) {
    [this.#ends, this.#nowMs, this.#startedMs] = [ends, nowMs, nowMs()];
  }

  add(event: ChangeEvent): void {
    switch (event.kind) {
      case "move":
        this.#last = `${shortCommit(event.commit)}: running…`;
        return;
      case "run":
        this.#runs += 1;
        this.#last = `${shortCommit(event.commit)}: ${outcomeWords[event.outcome.kind]}`;
        return;
      case "progress":
        this.#progress = event;
        return;
      default:
        event satisfies never;
    }
  }

  /** How much more of all is done than when it was asked last, in per cent. */
  increment(): number {
    if (this.#progress === undefined) return 0;
    const percent = (100 * this.#runs) / (this.#runs + this.#progress.steps);
    // A search that turns out to need more runs does not go back.
    const more = Math.max(0, percent - this.#percent);
    this.#percent += more;
    return more;
  }

  words(): string {
    return `${this.#stage()}${this.#last === "" ? "" : `; ${this.#last}`}`;
  }

  #stage(): string {
    const { base, target } = this.#ends;
    if (this.#progress === undefined) return `making sure that it shows at ${target} and does not at ${base}`;
    const { left, steps, confidence } = this.#progress;
    const eachMs = (this.#nowMs() - this.#startedMs) / this.#runs;
    // One that goes on from what is known has no run of its own yet to go by.
    const time = this.#runs === 0 ? "" : ` (${durationWords(steps * eachMs)})`;
    const sure = confidence === undefined ? "" : `, ${confidenceWords(confidence)}`;
    return `${counted(left, "commit")} left${sure}, about ${counted(steps, "more run")}${time}`;
  }
}

const outcomeWords = { failed: "the bug shows", passed: "it does not", unusable: "it told nothing" } as const;
