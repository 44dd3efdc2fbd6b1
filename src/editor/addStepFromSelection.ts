import * as vscode from "vscode";
import { locationAt } from "../capture/codeLocation";
import { differsFromHead } from "../capture/git/captureContext";
import { permalink } from "../capture/git/permalink";
import { pathInside } from "../system/pathInside";
import { appendStep } from "./addStep";
import { commandTarget, contextOf } from "./commandTarget";
import { redactText } from "./redactText";
import { showProblem } from "./messages";
import type { Services } from "./services";

/**
 * Adds a step that points at the selected code: its path, line, text and neighbours at the commit, so that it is found
 * again after edits.
 */
export async function addStepFromSelection(services: Services): Promise<boolean> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined || editor.document.uri.scheme !== "file") {
    showProblem("Select the code in an editor first, then add it as a step.");
    return false;
  }
  const { document, selection } = editor;
  const target = await commandTarget(services, undefined);
  if (target === undefined) return false;
  const { top, halt } = target;
  const inside = top === undefined ? undefined : await pathInside(top.fsPath, document.uri.fsPath);
  if (top === undefined || inside === undefined) {
    showProblem(
      `${document.uri.fsPath} is not in the repository of the halt, so it was not added as a step.`,
    );
    return false;
  }
  const path = inside.relative;
  const { commit } = await contextOf(services, target);
  const uncommitted =
    document.isDirty ||
    (commit !== undefined && (await differsFromHead(await services.git(), top.fsPath, path)));
  const line = selection.start.line + 1;
  const endLine =
    selection.end.character === 0 && selection.end.line > selection.start.line
      ? selection.end.line
      : selection.end.line + 1;
  const remote = halt.facts?.remote;
  // What is not committed has no page at the forge, and another line may stand there.
  const url =
    uncommitted || remote === undefined || commit === undefined
      ? null
      : permalink(remote, commit, path, line);
  const taken = locationAt(document.getText(), {
    path,
    line,
    ...(endLine > line ? { endLine } : {}),
    ...(commit === undefined ? {} : { commit }),
    ...(url === null ? {} : { url }),
    ...(uncommitted ? { uncommitted: true } : {}),
  });
  const text = await redactText(taken.text);
  const before = await Promise.all(taken.before.map(redactText));
  const after = await Promise.all(taken.after.map(redactText));
  const found = [text, ...before, ...after].map((one) => one.found);
  const location = {
    ...taken,
    text: text.text,
    before: before.map((one) => one.text),
    after: after.map((one) => one.text),
  };
  return appendStep(services, target, { text: `See ${path}, line ${line}`, location }, found);
}
