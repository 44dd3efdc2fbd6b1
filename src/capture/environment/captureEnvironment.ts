import type { Environment, Halt, Machine } from "../../halt/schema/halt";
import type { Git } from "../../system/git";
import { readMachineFacts } from "../../system/machineFacts";
import { askTools } from "./askTools";
import { clockOf } from "./clock";
import { readLockFiles } from "./lockFiles";
import { surroundingsOf } from "./surroundings";
import { systemName } from "./systemName";
import { toolsOfSteps } from "./toolsOfSteps";

export interface EnvironmentContext {
  readonly git: Git;
  /** The repository's top folder. */
  readonly top: string;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly by?: string;
  readonly commit?: string;
  /** The editor's name for how it reaches this machine. */
  readonly remote?: string | undefined;
  readonly signal?: AbortSignal;
}

/** Where the steps of a halt are run: this machine, the versions of their tools, and the lock files of the repository. */
export async function captureEnvironment(halt: Halt, context: EnvironmentContext): Promise<Environment> {
  const { git, top, now, by, commit } = context;
  const [machine, pinned] = await Promise.all([captureMachine(halt, context), readLockFiles(git, top)]);
  const captured = { at: now, ...(by !== undefined && { by }), ...(commit !== undefined && { commit }) };
  return { captured, ...machine, ...pinned, variables: [] };
}

/** The machine alone, to compare with the one that was recorded. */
export async function captureMachine(
  halt: Halt,
  { top, remote, signal }: Pick<EnvironmentContext, "top" | "remote" | "signal">,
): Promise<Machine> {
  const facts = await readMachineFacts();
  return {
    ...{ system: systemName(facts), architecture: facts.architecture },
    within: [...surroundingsOf(facts, process.env, remote)],
    tools: await askTools(toolsOfSteps(halt), top, signal),
    ...clockOf(process.env),
  };
}
