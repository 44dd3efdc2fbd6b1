import type { Halt, ReproductionStep } from "../halt/schema/halt";
import { commitAt } from "../system/commitAt";
import type { Git } from "../system/git";
import { commitUncommitted } from "../system/uncommittedState";
import type { DecidedBy } from "./deciding";
import type { DecidingCommand } from "./runOnce";
import type { CommitToVerify } from "./verify";

type Found<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** A commit that is verified beside target and base. */
export interface OtherCommit {
  /** As a person names it; it is what git looks up unless the commit is told. */
  readonly ref: string;
  readonly commit?: string;
}

/** How the halt says that its command decides; by its exit code unless it says otherwise. */
export function decidedByOf({ reproduction: { decidedBy } }: Halt): DecidedBy {
  if (decidedBy === undefined || decidedBy.kind === "exitCode" || !decidedBy.text)
    return { kind: "exitCode" };
  return { kind: decidedBy.kind, text: decidedBy.text };
}

/** The command of the step that decides. */
export function decidingCommandOf(halt: Halt): Found<DecidingCommand> {
  const found = decidingStepOf(halt);
  if (!found.ok) return found;
  const { command, folder } = found.value;
  return {
    ok: true,
    value: { command, ...(folder !== undefined && { folder }), decidedBy: decidedByOf(halt) },
  };
}

/** Why what is to run cannot, as a secret was taken out of it when it was recorded; undefined where it can. */
export function missingSecret({
  deciding: { command, decidedBy },
  setup = "",
}: {
  readonly deciding: DecidingCommand;
  readonly setup?: string;
}): string | undefined {
  const texts = [
    [command, "the command that shows the bug"],
    [setup, "the set-up command"],
    [decidedBy.kind === "exitCode" ? "" : decidedBy.text, "the text that decides"],
  ] as const;
  const [, what] = texts.find(([text]) => text.includes("[redacted: ")) ?? [];
  return (
    what &&
    `A secret was taken out of ${what} when it was recorded, so that cannot be run as it stands: let it read the secret from a variable of the environment.`
  );
}

/** The step whose command shows the bug: the one that is marked, else the only one that has a command. */
export function decidingStepOf(halt: Halt): Found<ReproductionStep & { readonly command: string }> {
  const withCommand = halt.reproduction.steps.filter(({ command = "" }) => command.trim() !== "");
  const marked = withCommand.filter(({ decides }) => decides === true);
  const [step, another] = marked.length > 0 ? marked : withCommand;
  if (step?.command === undefined)
    return { ok: false, message: "No step of the reproduction has a command that shows the bug." };
  if (another !== undefined)
    return {
      ok: false,
      message: `${marked.length > 0 ? "Several steps are marked as deciding" : "Several steps have a command, and none is marked as deciding"}: mark the one whose command shows the bug.`,
    };
  return { ok: true, value: { ...step, command: step.command } };
}

/**
 * The commits to run: the halt's target, else HEAD; its base; and others that a person names. Where the target is checked
 * out with changes that are not committed, they are part of it.
 */
export async function commitsToVerify(
  git: Git,
  top: string,
  halt: Halt,
  others: readonly OtherCommit[],
): Promise<Found<readonly CommitToVerify[]>> {
  const head = await commitAt(git, top, "HEAD");
  const named = halt.targets.find(({ commit }) => commit !== undefined);
  const commit = named?.commit ?? head;
  if (commit === undefined)
    return {
      ok: false,
      message: "There is no commit yet, and the halt names none: nothing can be verified.",
    };
  const name = named?.name.trim() ?? "";
  const target = await withUncommitted(git, top, head, {
    ref: name === "" ? commit.slice(0, 10) : name,
    ...{ commit, role: "target" },
  });
  if (!target.ok) return target;
  const planned: CommitToVerify[] = [target.value];
  // The base itself with changes that are not committed has it to be compared with.
  if (halt.base !== undefined && halt.base.commit !== target.value.commit)
    planned.push({ ref: halt.base.ref, commit: halt.base.commit, role: "base" });
  for (const { ref, commit: named = ref } of others) {
    const other = await commitAt(git, top, named);
    if (other === undefined) return { ok: false, message: `"${ref}" is no commit of this repository.` };
    if (!planned.some((one) => one.commit === other && one.uncommittedOf === undefined))
      planned.push({ ref, commit: other, role: "other" });
  }
  return { ok: true, value: planned };
}

async function withUncommitted(
  git: Git,
  top: string,
  head: string | undefined,
  target: CommitToVerify,
): Promise<Found<CommitToVerify>> {
  if (target.commit !== head) return { ok: true, value: target };
  const state = await commitUncommitted(git, top);
  if (!state.ok) return state;
  const leftOut = [
    ...state.changedSubmodules.map(
      (path) => `Changes within the submodule ${path} that are not committed there are not in it.`,
    ),
    ...(state.unreadable === undefined
      ? []
      : [`Not all that is uncommitted is in it: ${state.unreadable.replace(/\.?$/, ".")}`]),
  ];
  const value = { ...target, ...(leftOut.length > 0 && { leftOut }) };
  if (state.commit === undefined) return { ok: true, value };
  return { ok: true, value: { ...value, commit: state.commit, uncommittedOf: target.commit } };
}

/** The commit of the halt's target, else the one that is checked out; undefined before the first commit. */
export async function targetCommitOf(git: Git, top: string, halt: Halt): Promise<string | undefined> {
  const named = halt.targets.find(({ commit }) => commit !== undefined)?.commit;
  return named ?? (await commitAt(git, top, "HEAD"));
}
