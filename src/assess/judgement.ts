import type { EvidenceState, NextAction } from "../halt/checklist";

/** Something that an evidence item still needs. */
export interface Gap {
  /** The field to fill, as a path in the halt joined by dots. */
  readonly field: string;
  /** What is missing, as people name it in a list: `a source for the users`. */
  readonly name: string;
  /** Why the item is not complete, as a sentence. */
  readonly reason: string;
  /** What to do, in the imperative. */
  readonly next: string;
  readonly action: NextAction;
}

/** What an evidence item holds and lacks, from the halt alone. */
export interface Judgement {
  /** One line: what is there. */
  readonly summary: string;
  /** Nothing is there at all. */
  readonly empty: boolean;
  /** In the order in which to close them. */
  readonly gaps: readonly Gap[];
}

/** What was true when the evidence was captured and is no longer. */
export interface Staleness {
  readonly reason: string;
  readonly next: string;
  readonly action: NextAction;
  readonly field?: string;
}

/** What makes an item firmer that lacks nothing. */
export interface NextOffer {
  readonly next: string;
  readonly action: NextAction;
}

/** A gap that a person closes by filling a field; the reason follows from the name. */
export function unfilled(field: string, name: string, next: string, reason?: string): Gap {
  return { field, name, reason: reason ?? `Not there yet: ${name}.`, next, action: "fillField" };
}

/** The state that the judgement amounts to. Evidence of another state of the code counts as stale even where it is whole. */
export function stateOf(judgement: Judgement, stale: Staleness | undefined): EvidenceState {
  if (judgement.empty) return "missing";
  if (stale !== undefined) return "stale";
  return judgement.gaps.length > 0 ? "incomplete" : "complete";
}
