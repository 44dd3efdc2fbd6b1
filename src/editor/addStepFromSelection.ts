import * as vscode from "vscode";
import { locationAt } from "../capture/codeLocation";
import { permalink } from "../capture/git/permalink";
import { appendStep } from "./addStep";
import { change, commandTarget } from "./commandTarget";
import { mergedRedactions, redactText } from "./redactText";
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
  const path = top === undefined ? document.uri.fsPath : vscode.workspace.asRelativePath(document.uri, false);
  const commit = halt.facts?.commit;
  const line = selection.start.line + 1;
  const endLine =
    selection.end.character === 0 && selection.end.line > selection.start.line
      ? selection.end.line
      : selection.end.line + 1;
  const remote = halt.facts?.remote;
  const url = remote === undefined || commit === undefined ? null : permalink(remote, commit, path, line);
  const taken = locationAt(document.getText(), {
    path,
    line,
    ...(endLine > line ? { endLine } : {}),
    ...(commit === undefined ? {} : { commit }),
    ...(url === null ? {} : { url }),
    ...(document.isDirty ? { uncommitted: true } : {}),
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
  const added = await appendStep(services, target, { text: `See ${path}, line ${line}`, location });
  const counts = mergedRedactions(halt, found);
  return added && (counts.length === 0 || change(services, target, counts));
}
