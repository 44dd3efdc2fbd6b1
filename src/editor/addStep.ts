import * as z from "zod";
import { instantOf } from "../halt/instant";
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

/** Puts a step at the end of the reproduction, with when and by whom, and counts what was taken out of it. */
export async function appendStep(
  services: Services,
  target: CommandTarget,
  step: Partial<
    Pick<
      ReproductionStep,
      "text" | "command" | "folder" | "exitCode" | "output" | "outputNotCaptured" | "location" | "captured"
    >
  >,
  found: readonly Redactions[] = [],
): Promise<boolean> {
  const { halt } = target;
  const captured = {
    at: instantOf(new Date()),
    ...(await contextOf(services, target)),
    ...step.captured,
  };
  const item = { id: newItemId("step"), ...step, captured };
  const added = await change(services, target, [
    { kind: "add", path: ["reproduction", "steps"], item },
    ...mergedRedactions(halt, found),
  ]);
  if (added) {
    showDone(`Step ${halt.reproduction.steps.length + 1} was added to the halt.`);
    services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "reproduction" });
  }
  return added;
}
