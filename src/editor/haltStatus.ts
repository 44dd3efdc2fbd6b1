import * as z from "zod";
import { liftHalt, placeHalt, withdrawHalt, type StatusChange, type StatusIntents } from "../gate/haltStatus";
import { instantOf } from "../halt/instant";
import type { Halt } from "../halt/schema/halt";
import { change, commandTarget, contextOf, type CommandTarget } from "./commandTarget";
import { askText, showDone, showProblem } from "./messages";
import type { Services } from "./services";

interface Step {
  readonly title: string;
  readonly prompt: string;
  readonly done: string;
  readonly intents: (halt: Halt, change: StatusChange) => StatusIntents;
}

const steps = {
  place: {
    title: "Halt Release",
    prompt: "Why must the release wait? It is told to everybody who is stopped.",
    done: "The release is halted.",
    intents: placeHalt,
  },
  lift: {
    title: "Lift Halt",
    prompt: "Why may the release go on? The reason is kept with the halt.",
    done: "The halt is lifted: the release may go on.",
    intents: liftHalt,
  },
  withdraw: {
    title: "Withdraw Halt",
    prompt: "Why is the halt taken back? The reason is kept with it.",
    done: "The halt is withdrawn.",
    intents: withdrawHalt,
  },
} satisfies Record<string, Step>;

/** Makes the current halt, or the one that is named, active. */
export async function place(services: Services, argument?: unknown): Promise<boolean> {
  return changeStatus(services, argument, steps.place);
}

export async function lift(services: Services, argument?: unknown): Promise<boolean> {
  return changeStatus(services, argument, steps.lift);
}

export async function withdraw(services: Services, argument?: unknown): Promise<boolean> {
  return changeStatus(services, argument, steps.withdraw);
}

/** The file is saved at once: the gate reads the disk. */
async function changeStatus(services: Services, argument: unknown, step: Step): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const possible = step.intents(target.halt, { reason: "", now: instantOf(new Date()) });
  if (!possible.ok) {
    showProblem(possible.message);
    return false;
  }
  const given = z.looseObject({ reason: z.string().min(1) }).safeParse(argument);
  const reason = given.success ? given.data.reason : await askText(step.title, { prompt: step.prompt });
  if (reason === undefined) return false;
  // Somebody else may have changed the halt while the person typed.
  const current = await commandTarget(services, target.uri);
  if (current === undefined) return false;
  const { by } = await contextOf(services, current);
  const statusChange = { reason, now: instantOf(new Date()), ...(by !== undefined && { by }) };
  const computed = step.intents(current.halt, statusChange);
  if (!computed.ok) {
    showProblem(computed.message);
    return false;
  }
  const changed = await change(services, current, computed.intents, { save: true });
  if (changed) {
    await endCopies(services, current, step, statusChange);
    showDone(step.done);
  }
  return changed;
}

/** A halt that ended here must not go on in another file of it, which a branch or the gate would bring back. */
async function endCopies(
  services: Services,
  target: CommandTarget,
  step: Step,
  statusChange: StatusChange,
): Promise<void> {
  if (step === steps.place) return;
  for (const { uri, read } of await services.files.copiesOf(target)) {
    if (!read.ok || read.halt.status !== "active") continue;
    const copy = await commandTarget(services, uri);
    if (copy === undefined) continue;
    const computed = step.intents(copy.halt, statusChange);
    if (computed.ok) await change(services, copy, computed.intents, { save: true });
  }
}
