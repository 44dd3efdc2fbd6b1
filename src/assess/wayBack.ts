import type { Intent } from "../halt/intent";
import { newItemId } from "../halt/newId";
import type { Halt, HaltInput } from "../halt/schema/halt";
import { counted } from "./rangeWords";
import { shortCommit } from "./targetWords";

/** A released state to go back to, and the range from it to the target. */
export interface ReleasedState {
  readonly ref: string;
  readonly kind: "tag" | "branch" | "commit";
  readonly commit: string;
  readonly version?: string | undefined;
  /** The target's commit. */
  readonly to?: string | undefined;
  /** Commits from the state to the target. */
  readonly commits?: number | undefined;
}

/** What happens if nobody decides in time, as it follows from the base alone. */
export function fallbackTo(base: ReleasedState): string {
  return `Stay on ${releasedWords(base)}, and go back to it wherever the new release is out`;
}

/** Three steps that hold for any way back to a released state. The commands only read, and name commits by their ids. */
export function wayBack(
  base: ReleasedState,
  newId: (prefix: string) => string,
): NonNullable<HaltInput["rollback"]> {
  return { to: base.version ?? releasedWords(base), steps: wayBackSteps(base, newId) };
}

function wayBackSteps(
  base: ReleasedState,
  newId = newItemId,
): { id: string; text: string; command?: string }[] {
  return stepsOf(base).map((step) => ({ id: newId("step"), ...step }));
}

/** What of the way back still stands as it followed from the old base, made to follow from the new one. */
export function wayBackIntents(
  halt: Halt,
  before: ReleasedState | undefined,
  after: ReleasedState,
): Intent[] {
  const { fallback, rollback } = halt;
  const old = before && { fallback: fallbackTo(before), to: before.version ?? releasedWords(before) };
  const oldSteps = before === undefined ? [] : stepsOf(before);
  const newSteps = stepsOf(after);
  const set = (path: Intent["path"], value: string): Intent => ({ kind: "set", path, value });
  return [
    ...(fallback === undefined || fallback === old?.fallback ? [set(["fallback"], fallbackTo(after))] : []),
    ...(rollback.to === undefined || rollback.to === old?.to
      ? [set(["rollback", "to"], after.version ?? releasedWords(after))]
      : []),
    ...(before === undefined && rollback.steps.length === 0
      ? wayBackSteps(after).map((item): Intent => ({ kind: "add", path: ["rollback", "steps"], item }))
      : []),
    ...rollback.steps.flatMap(({ id, text, command }): Intent[] => {
      const index = oldSteps.findIndex((step) => step.text === text && step.command === command);
      const step = newSteps[index];
      if (step === undefined) return [];
      const place: Intent["path"] = ["rollback", "steps", { id }];
      return [
        set([...place, "text"], step.text),
        ...(step.command === undefined ? [] : [set([...place, "command"], step.command)]),
      ];
    }),
  ];
}

interface Step {
  readonly text: string;
  readonly command?: string;
}

function stepsOf(base: ReleasedState): readonly Step[] {
  const released = releasedWords(base);
  const changes = base.commits === undefined ? "the changes" : counted(base.commits, "commit");
  return [
    {
      text: `Look through ${changes} since ${released} for what going back does not undo: migrations, published packages, changed data.`,
      ...(base.to !== undefined && { command: `git log --oneline ${base.commit}..${base.to}` }),
    },
    { text: `Deploy ${released} (${shortCommit(base.commit)}) again, the way it was released.` },
    { text: `Run the reproduction steps on ${released} and see that the bug does not show.` },
  ];
}

function releasedWords({ kind, commit, ref }: ReleasedState): string {
  return kind === "commit" ? shortCommit(commit) : ref;
}
