import * as vscode from "vscode";
import * as z from "zod";
import { variableIntents } from "../capture/environment/environmentIntents";
import { pickVariables, variableNames } from "../capture/environment/pickedVariables";
import { plainLine } from "../brief/escapeMarkdown";
import { change, commandTarget } from "./commandTarget";
import { manageTrust, showDone, showProblem } from "./messages";
import { mergedRedactions } from "./redactText";
import type { Services } from "./services";

/** Adds variables of the environment that the person picks by name; the values are shown before they are written. */
export async function addVariables(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const { environment } = target.halt.reproduction;
  if (environment === undefined) {
    showProblem("The environment is not captured yet; its variables are added to it.", {
      label: "Capture Environment",
      run: () =>
        vscode.commands.executeCommand("releaseHalt.captureEnvironment", { uri: target.uri.toString() }),
    });
    return false;
  }
  if (!vscode.workspace.isTrusted) {
    showProblem("This folder is in Restricted Mode: its environment is read once you trust it.", manageTrust);
    return false;
  }
  const names = await namesToAdd(argument);
  if (names === undefined || names.length === 0) return false;
  const { variables, found } = await pickVariables(names, process.env);
  const lines = variables.map(({ name, value }) => `${name}=${plainLine(value)}`);
  const agree = "Add to the Halt";
  const chosen = await vscode.window.showInformationMessage(
    variables.length === 1 ? "Write this into the halt?" : `Write these ${variables.length} into the halt?`,
    { modal: true, detail: lines.join("\n") },
    agree,
  );
  if (chosen !== agree) return false;
  const current = await commandTarget(services, target.uri);
  const { environment: before } = current?.halt.reproduction ?? {};
  if (current === undefined || before === undefined) return false;
  const added = await change(services, current, [
    ...variableIntents(before, variables),
    ...mergedRedactions(current.halt, [found]),
  ]);
  if (added)
    showDone(
      variables.length === 1 ? "The variable was added." : `${variables.length} variables were added.`,
    );
  return added;
}

const given = z.looseObject({ names: z.array(z.string()) });

async function namesToAdd(argument: unknown): Promise<readonly string[] | undefined> {
  const parsed = given.safeParse(argument);
  if (parsed.success) return parsed.data.names;
  return vscode.window.showQuickPick([...variableNames(process.env)], {
    title: "Add Environment Variables to the Halt",
    placeHolder: "Names only; the values of those you pick are shown before they are written",
    canPickMany: true,
    ignoreFocusOut: true,
  });
}
