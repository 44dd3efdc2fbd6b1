import * as vscode from "vscode";
import * as z from "zod";
import { capitalised, isWritten, phrase } from "../assess/phrase";
import { observedWhere } from "../capture/observedWhere";
import { instantOf } from "../halt/instant";
import { newItemId } from "../halt/newId";
import type { Halt, Observation } from "../halt/schema/halt";
import { change, commandTarget, contextOf } from "./commandTarget";
import { askText, showNews } from "./messages";
import type { Services } from "./services";

/** What a caller may bring along instead of being asked. */
const given = z.looseObject({
  text: z.string(),
  where: z.string(),
  rung: z.enum(["observed", "confirmed"]).default("observed"),
});

/**
 * Adds what somebody saw, and where: an environment, a build, an address, also where it cannot be run again. When and by
 * whom are filled in, and can be changed in the editor. Where another person saw it first, it may confirm that.
 */
export async function addObservation(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const context = await contextOf(services, target);
  const parsed = given.safeParse(argument);
  const answers = parsed.success ? parsed.data : await ask(target.halt, context.by);
  if (answers === undefined) return false;
  const item = {
    id: newItemId("observation"),
    rung: answers.rung,
    ...(answers.text !== "" && { text: answers.text }),
    ...observedWhere(answers.where),
    at: instantOf(new Date()),
    ...context,
  };
  const added = await change(services, target, [{ kind: "add", path: ["observations"], item }]);
  if (added)
    showNews("The observation was added to the halt.", {
      label: "Attach Screenshot, Trace or Link",
      run: () =>
        vscode.commands.executeCommand("releaseHalt.attachFile", {
          uri: target.uri.toString(),
          item: item.id,
        }),
    });
  return added;
}

interface Answers {
  readonly rung: Observation["rung"];
  readonly text: string;
  readonly where: string;
}

async function ask(halt: Halt, me: string | undefined): Promise<Answers | undefined> {
  const title = "Add Observation";
  const rung = await askRung(halt, me);
  if (rung === undefined) return undefined;
  const confirms = rung === "confirmed";
  const text = await askText(`${title} (1 of 2)`, {
    prompt: confirms
      ? "What did you see? May stay empty if it is what the halt says."
      : "What was observed? One sentence.",
    optional: confirms,
  });
  if (text === undefined) return undefined;
  const where = await askText(`${title} (2 of 2)`, {
    prompt: "Where? An environment, a build or an address, or all of them. May stay empty.",
    placeHolder: "staging, build 2.4.0-rc1, https://…",
    optional: true,
  });
  return where === undefined ? undefined : { rung, text, where };
}

/** Only where somebody else saw it first is there anything to confirm. */
async function askRung(
  { observations }: Halt,
  me: string | undefined,
): Promise<Observation["rung"] | undefined> {
  const other = observations.find(({ by }) => isWritten(by) && by !== me)?.by;
  if (other === undefined || me === undefined) return "observed";
  const confirm = `Confirm what ${capitalised(phrase(other))} saw`;
  const chosen = await vscode.window.showQuickPick([confirm, "Add something else that was seen"], {
    title: "Add Observation",
  });
  return chosen === undefined ? undefined : chosen === confirm ? "confirmed" : "observed";
}
