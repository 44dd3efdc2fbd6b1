import type { CommandEnd } from "../system/runCommand";

/** How a command tells whether the bug shows. */
export type DecidedBy =
  /** Any but 0, as `git bisect run` has it. */
  | { readonly kind: "exitCode" }
  /** The bug shows where the text is not printed. */
  | { readonly kind: "mustAppear"; readonly text: string }
  /** The bug shows where the text is printed. */
  | { readonly kind: "mustNotAppear"; readonly text: string };

/** What a run tells: the bug shows, it does not, or neither, with why. */
export type Outcome =
  { readonly kind: "failed" | "passed" } | { readonly kind: "unusable"; readonly why: string };

/**
 * Judges a run. A command that could not be found, was ended from outside or has no end tells nothing of the bug, and so
 * does exit code 125, with which scripts for `git bisect run` skip a commit
 * (https://git-scm.com/docs/git-bisect#_bisect_run). A crash of its own is a failure.
 * @param appeared whether the text of `decidedBy` was printed
 */
export function outcomeOf(end: CommandEnd, decidedBy: DecidedBy, appeared: boolean): Outcome {
  switch (end.kind) {
    case "notStarted":
      return unusable(`it could not be started: ${end.message}`);
    case "timedOut":
      return unusable("it did not end in time");
    case "cancelled":
      return unusable("it was cancelled");
    case "signalled":
      return interrupting.includes(end.signal)
        ? unusable(`it was ended from outside by ${end.signal}`)
        : judged(false, decidedBy, appeared);
    case "exited": {
      const why = tellingNothing[end.exitCode];
      return why === undefined ? judged(end.exitCode === 0, decidedBy, appeared) : unusable(why);
    }
    default:
      return end satisfies never;
  }
}

/** Sent by a person, a system that is out of memory, or a machine that shuts down. */
const interrupting = ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"];

/** A shell tells of a signal that its command was ended by as 128 and its number. */
export const tellingNothing: Readonly<Record<number, string>> = {
  125: "it ended with 125, which stands for a commit that cannot be tested",
  126: "the shell could not run it",
  127: "the shell could not find it",
  129: "it was ended from outside by SIGHUP",
  130: "it was ended from outside by SIGINT",
  131: "it was ended from outside by SIGQUIT",
  137: "it was ended from outside by SIGKILL",
  143: "it was ended from outside by SIGTERM",
  // What Windows' shell answers with.
  9009: "the shell could not find it",
};

function judged(isGood: boolean, decidedBy: DecidedBy, appeared: boolean): Outcome {
  switch (decidedBy.kind) {
    case "exitCode":
      return { kind: isGood ? "passed" : "failed" };
    case "mustAppear":
      return { kind: appeared ? "passed" : "failed" };
    case "mustNotAppear":
      return { kind: appeared ? "failed" : "passed" };
    default:
      return decidedBy satisfies never;
  }
}

function unusable(why: string): Outcome {
  return { kind: "unusable", why };
}

/** Looks for a text in what is printed, however it comes in pieces. */
export class TextWatch {
  readonly #sought: Buffer;
  #rest = Buffer.alloc(0);
  appeared = false;

  constructor(text: string) {
    this.#sought = Buffer.from(text, "utf8");
  }

  add(chunk: Uint8Array): void {
    if (this.appeared) return;
    const bytes = Buffer.concat([this.#rest, chunk]);
    this.appeared = bytes.includes(this.#sought);
    this.#rest = Buffer.from(bytes.subarray(Math.max(0, bytes.length - this.#sought.length + 1)));
  }
}
