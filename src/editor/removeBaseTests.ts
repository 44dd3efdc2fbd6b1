import { change, placeOf, type CommandTarget } from "./commandTarget";
import { showProblem } from "./messages";
import { readOrTell } from "./readOrTell";
import type { Services } from "./services";

/** Takes results of the base out of a halt, and with them what only they told of its failures. */
export async function removeBaseTests(
  services: Services,
  target: CommandTarget,
  id: string | undefined,
): Promise<void> {
  const { failingTests, baseTests } = target.halt;
  if (id === undefined || baseTests.every((base) => base.id !== id)) return;
  const top = placeOf(target).top ?? placeOf(target).haltFolder;
  const removed = await readOrTell({ kind: "removeBase", known: { failingTests, baseTests }, id, top });
  if (removed === undefined || !(await change(services, target, removed.intents))) return;
  if (removed.problem !== undefined) showProblem(removed.problem);
}
