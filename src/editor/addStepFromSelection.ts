import * as vscode from "vscode";
import { addCodeStep } from "./addCodeStep";
import { commandTarget } from "./commandTarget";
import { showProblem } from "./messages";
import type { Services } from "./services";

/** Adds a step that points at the selected code. */
export async function addStepFromSelection(services: Services): Promise<boolean> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor?.document.uri.scheme !== "file") {
    showProblem("Select the code in an editor first, then add it as a step.");
    return false;
  }
  const target = await commandTarget(services, undefined);
  if (target === undefined) return false;
  const { document, selection } = editor;
  const endLine =
    selection.end.character === 0 && selection.end.line > selection.start.line
      ? selection.end.line
      : selection.end.line + 1;
  const place = { document, line: selection.start.line + 1, endLine };
  return addCodeStep(services, target, place, (where) => `See ${where}`);
}
