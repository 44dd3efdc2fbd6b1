import * as vscode from "vscode";
import { addObservation } from "./addObservation";
import { addStepFromTerminal } from "./addStepFromTerminal";
import { addStep } from "./addStep";
import { attachTests } from "./attachTests";
import { captureAgain, chooseBase } from "./captureAgain";
import { captureEnvironment } from "./captureEnvironment";
import { commandTarget, subjectOf } from "./commandTarget";
import { checklistOf } from "./evidenceTree";
import type { Services } from "./services";
import { updateTests } from "./updateTests";
import { verifyReproduction } from "./verifyReproduction";

/** Does the next action of an evidence item: runs what gathers it, or puts the caret into the field that misses. */
export async function doNext(services: Services, argument?: unknown): Promise<unknown> {
  const target = await commandTarget(services, argument);
  const file = target && (await services.files.find(target.uri));
  const id = subjectOf(argument)?.item;
  const item = file && checklistOf(services, file)?.items.find((one) => one.id === id);
  if (target === undefined || item === undefined) return undefined;
  const subject = { uri: target.uri.toString() };
  switch (item.action) {
    case "addStep":
      return services.terminals.last() === undefined
        ? addStep(services, subject)
        : addStepFromTerminal(services);
    case "addObservation":
      return addObservation(services, subject);
    case "attachTests":
      return attachTests(services, subject);
    case "updateTests":
      return updateTests(services, subject);
    case "captureAgain":
      return captureAgain(services, subject);
    case "chooseBase":
      return chooseBase(services, subject);
    case "verify":
      return verifyReproduction(services, subject);
    case "captureEnvironment":
      return captureEnvironment(services, subject);
    case "fillField":
    case undefined:
      await vscode.commands.executeCommand("vscode.openWith", target.uri, "releaseHalt.haltEditor");
      services.sessions.of(target.uri)[0]?.reveal(item.id, item.field);
      return undefined;
    default:
      return item.action satisfies never;
  }
}
