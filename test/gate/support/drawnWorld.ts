import fc from "fast-check";
import type { Step } from "./randomHistory";
import type { HaltFacts } from "./writeLedger";

/** A halt with numbers that choose commits, for a history that is not made yet. */
export interface DrawnHalt {
  readonly facts: Pick<HaltFacts, "refs" | "components" | "environments" | "mode">;
  readonly line: number | undefined;
  readonly bad: readonly number[];
  readonly fix: readonly number[];
  readonly released: readonly number[];
  readonly approved: readonly number[];
}

/** A question with numbers that choose what it is about. */
export interface DrawnQuestion {
  readonly subject: "ref" | "tag" | "commit" | "short" | "newRef" | "newTag" | "nothing";
  readonly number: number;
  readonly component: string | undefined;
  readonly environment: string | undefined;
}

/** All of it, and what of the history is not there. */
export interface World {
  readonly steps: readonly Step[];
  readonly halts: readonly DrawnHalt[];
  readonly questions: readonly DrawnQuestion[];
  /** Commits at which the history is cut off, or that are missing. */
  readonly cut: "whole" | "shallow" | "damaged";
  readonly cutAt: readonly number[];
}

const number = fc.nat(1000);
/** Any commit, or one of the last. */
const some = fc.oneof(number, fc.integer({ min: -4, max: -1 }));
const lean = { maxLength: 2, size: "small" } as const;

/** @param claimed also with messages that say what is not so */
export function steps(claimed: boolean): fc.Arbitrary<Step[]> {
  const kinds: fc.Arbitrary<Step>[] = [
    fc.record({ kind: fc.constant("change" as const), on: number, shared: fc.boolean() }),
    fc.record({ kind: fc.constant("branch" as const), from: number }),
    fc.record({ kind: fc.constant("empty" as const), on: number }),
    fc.record({ kind: fc.constant("merge" as const), on: number, other: number }),
    fc.record({ kind: fc.constant("merge" as const), on: number, other: number, third: number }),
    fc.record({ kind: fc.constant("pick" as const), on: number, commit: some, tells: fc.boolean() }),
    fc.record({ kind: fc.constant("revert" as const), on: number, commit: some }),
    fc.record({ kind: fc.constant("revert" as const), on: number, commit: some }),
    fc.record({
      kind: fc.constant("tag" as const),
      commit: number,
      of: fc.constantFrom("commit", "tag", "light"),
    }),
    fc.record({ kind: fc.constant("root" as const) }),
  ];
  const claim = fc.record({ kind: fc.constant("claim" as const), on: number, commit: number, words: number });
  return fc.array(fc.oneof(...kinds, ...(claimed ? [claim, claim] : [])), {
    minLength: 4,
    maxLength: 30,
    size: "max",
  });
}

const halt: fc.Arbitrary<DrawnHalt> = fc.record({
  facts: fc.record({
    refs: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.array(
        fc.constantFrom(
          "refs/tags/*",
          "refs/heads/release/*",
          "refs/heads/*",
          "refs/*1",
          "refs/tags/v2",
          "refs/heads/feature/0",
        ),
        lean,
      ),
    ),
    components: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.array(fc.constantFrom("shop", "search"), lean),
    ),
    environments: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.array(fc.constantFrom("production", "Staging"), lean),
    ),
    mode: fc.constantFrom("halted", "halted", "approval", "closed"),
  }),
  line: fc.option(number, { freq: 3, nil: undefined }),
  bad: fc.array(number, lean),
  fix: fc.array(number, lean),
  released: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(number, lean)),
  approved: fc.array(number, lean),
});

const question: fc.Arbitrary<DrawnQuestion> = fc.record({
  subject: fc.constantFrom(
    "ref",
    "ref",
    "tag",
    "commit",
    "commit",
    "commit",
    "short",
    "newRef",
    "newTag",
    "nothing",
  ),
  number,
  component: fc.option(fc.constantFrom("shop", "search", "other"), { freq: 4, nil: undefined }),
  environment: fc.option(fc.constantFrom("production", "Staging", "test"), { freq: 4, nil: undefined }),
});

/** A history, halts and questions about it. */
export const world: fc.Arbitrary<World> = fc.record({
  steps: steps(true),
  halts: fc.array(halt, { minLength: 1, maxLength: 4 }),
  questions: fc.array(question, { minLength: 8, maxLength: 8 }),
  cut: fc.constantFrom("whole", "whole", "shallow", "damaged"),
  cutAt: fc.array(number, { minLength: 1, maxLength: 2 }),
});
