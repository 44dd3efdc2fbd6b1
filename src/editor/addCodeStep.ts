import type * as vscode from "vscode";
import { locationAt } from "../capture/codeLocation";
import { differsFromHead } from "../capture/git/captureContext";
import { permalink } from "../capture/git/permalink";
import { pathInside } from "../system/pathInside";
import { appendStep } from "./addStep";
import { contextOf, type CommandTarget } from "./commandTarget";
import { showProblem } from "./messages";
import { redactText } from "./redactText";
import type { Services } from "./services";

/** Lines of an open file, 1-based; `endLine` is the last one. */
export interface CodePlace {
  readonly document: vscode.TextDocument;
  readonly line: number;
  readonly endLine?: number;
}

/**
 * Adds a step that points at code: its path, line, text and neighbours at the commit, so that it is found again after
 * edits.
 * @param words what the step says, given the place as in `src/total.js, line 4`
 */
export async function addCodeStep(
  services: Services,
  target: CommandTarget,
  { document, line, endLine = line }: CodePlace,
  words: (place: string) => string,
): Promise<boolean> {
  const { top, halt } = target;
  const inside = top === undefined ? undefined : await pathInside(top.fsPath, document.uri.fsPath);
  if (top === undefined || inside === undefined) {
    showProblem(
      `${document.uri.fsPath} is not in the repository of the halt, so it was not added as a step.`,
    );
    return false;
  }
  const path = inside.relative;
  if (line > document.lineCount) {
    showProblem(`${path} has no line ${line} any more, so it was not added as a step.`);
    return false;
  }
  const { commit } = await contextOf(services, target);
  const uncommitted =
    document.isDirty ||
    (commit !== undefined && (await differsFromHead(await services.git(), top.fsPath, path)));
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
  const said = await redactText(words(`${path}, line ${line}`));
  const text = await redactText(taken.text);
  const before = await Promise.all(taken.before.map(redactText));
  const after = await Promise.all(taken.after.map(redactText));
  const found = [said, text, ...before, ...after].map((one) => one.found);
  const location = {
    ...taken,
    text: text.text,
    before: before.map((one) => one.text),
    after: after.map((one) => one.text),
  };
  return appendStep(services, target, { text: said.text, location }, found);
}
