import { instantOf } from "../halt/instant";
import { newItemId } from "../halt/newId";
import { change, commandTarget, contextOf } from "./commandTarget";
import { askText, showDone } from "./messages";
import type { Services } from "./services";

/** Adds what somebody saw, and where; when and by whom are filled in, and can be changed in the editor. */
export async function addObservation(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const title = "Add Observation";
  const text = await askText(`${title} (1 of 2)`, { prompt: "What was observed? One sentence." });
  if (text === undefined) return false;
  const environment = await askText(`${title} (2 of 2)`, {
    prompt: "Where? An environment, a build or an address. May stay empty.",
    optional: true,
  });
  if (environment === undefined) return false;
  const item = {
    id: newItemId("observation"),
    rung: "observed",
    text,
    ...(environment === "" ? {} : { environment }),
    at: instantOf(new Date()),
    ...(await contextOf(services, target)),
  };
  const added = await change(services, target, [{ kind: "add", path: ["observations"], item }]);
  if (added) showDone("The observation was added to the halt.");
  return added;
}
