import * as vscode from "vscode";
import { placeSentence, placeWords } from "../assess/placeWords";
import { phrase } from "../assess/phrase";
import { ownerLocation } from "../capture/ownerLocation";
import { pathInside } from "../system/pathInside";
import { addCodeStep } from "./addCodeStep";
import type { CommandTarget } from "./commandTarget";
import { showProblem } from "./messages";
import type { Services } from "./services";

/**
 * Adds a step that points at the code that a failing test leads to, where it stands now. Where nobody knows what stood
 * there when the test ran, the line is the one that its report names.
 * @param item the id of the failure
 */
export async function addStepFromFailure(
  services: Services,
  target: CommandTarget,
  item: string | undefined,
): Promise<boolean> {
  const { halt, top } = target;
  const file = halt.failingTests.find(({ failures }) => failures.some(({ id }) => id === item));
  const failure = file?.failures.find(({ id }) => id === item);
  if (file === undefined || failure?.owner === undefined || top?.scheme !== "file") {
    showProblem("This failing test leads to no line of the repository, so it was not added as a step.");
    return false;
  }
  const place = await placeNow(services, top, failure.owner, ownerLocation(failure, file));
  if (place === undefined) return false;
  return addCodeStep(services, target, place, (where) => `See where ${phrase(failure.name)} fails: ${where}`);
}

async function placeNow(
  services: Services,
  top: vscode.Uri,
  { path, line }: { readonly path: string; readonly line: number },
  location: ReturnType<typeof ownerLocation>,
): Promise<{ readonly document: vscode.TextDocument; readonly line: number } | undefined> {
  const now =
    location === undefined
      ? ({ kind: "same", path, line } as const)
      : await services.places.find(location, top);
  const words = location && placeWords(location, now);
  if (location !== undefined && words !== undefined && now.kind !== "drifted") {
    showProblem(`${placeSentence(location, words)} It was not added as a step.`);
    return undefined;
  }
  if (!("line" in now)) return undefined;
  const inside = await pathInside(top.fsPath, now.path);
  const document = inside && (await vscode.workspace.openTextDocument(vscode.Uri.file(inside.path)));
  if (document === undefined) {
    showProblem(`${now.path} is not there any more, so it was not added as a step.`);
    return undefined;
  }
  return { document, line: now.line };
}
