import * as z from "zod";
import { instantOf } from "../halt/instant";
import type { Intent } from "../halt/intent";
import { newItemId } from "../halt/newId";
import type { Redactions, ReproductionStep } from "../halt/schema/halt";
import { change, commandTarget, contextOf, type CommandTarget } from "./commandTarget";
import { askText, showDone } from "./messages";
import { mergedRedactions } from "./redactText";
import type { Services } from "./services";

/** Adds a reproduction step that the person types. */
export async function addStep(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const given = z.looseObject({ text: z.string().min(1) }).safeParse(argument);
  const text = given.success
    ? given.data.text
    : await askText("Add Reproduction Step", {
        prompt: "What to do, in the imperative: Open the cart with two items",
      });
  return text === undefined ? false : appendStep(services, target, { text });
}

type CapturedStep = Partial<
  Pick<
    ReproductionStep,
    | "text"
    | "command"
    | "folder"
    | "exitCode"
    | "durationMs"
    | "output"
    | "outputNotCaptured"
    | "location"
    | "captured"
  >
>;

/** Puts a step at the end of the reproduction, with when and by whom, and counts what was taken out of it. */
export async function appendStep(
  services: Services,
  target: CommandTarget,
  step: CapturedStep,
  found: readonly Redactions[] = [],
): Promise<boolean> {
  return appendSteps(services, target, [step], found);
}

/** The same with several, as one undo step. */
export async function appendSteps(
  services: Services,
  target: CommandTarget,
  steps: readonly CapturedStep[],
  found: readonly Redactions[],
): Promise<boolean> {
  const { halt } = target;
  const here = { at: instantOf(new Date()), ...(await contextOf(services, target)) };
  const added = await change(services, target, [
    ...steps.map((step): Intent => {
      const item = { id: newItemId("step"), ...step, captured: { ...here, ...step.captured } };
      return { kind: "add", path: ["reproduction", "steps"], item };
    }),
    ...mergedRedactions(halt, found),
  ]);
  if (added) {
    const before = halt.reproduction.steps.length;
    showDone(
      steps.length === 1
        ? `Step ${before + 1} was added to the halt.`
        : `${steps.length} steps were added to the halt.`,
    );
    services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "reproduction" });
  }
  return added;
}
