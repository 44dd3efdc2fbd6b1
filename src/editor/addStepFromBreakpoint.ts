import * as vscode from "vscode";
import { phrase } from "../assess/phrase";
import { pathInside } from "../system/pathInside";
import { addCodeStep } from "./addCodeStep";
import { commandTarget } from "./commandTarget";
import { showProblem } from "./messages";
import { plainLabel } from "./plainLabel";
import type { Services } from "./services";

interface Choice {
  readonly breakpoint: vscode.SourceBreakpoint;
  readonly path: string;
  readonly line: number;
}

/** Adds a step that points at the line of a breakpoint and says when it stops there, or what it logs. */
export async function addStepFromBreakpoint(services: Services): Promise<boolean> {
  const target = await commandTarget(services, undefined);
  if (target === undefined) return false;
  const choices = target.top === undefined ? [] : await breakpointsIn(target.top);
  if (choices.length === 0) {
    showProblem("There is no breakpoint in the files of the halt's repository.");
    return false;
  }
  const chosen = await pick(choices);
  if (chosen === undefined) return false;
  const { breakpoint, line } = chosen;
  const document = await vscode.workspace.openTextDocument(breakpoint.location.uri);
  return addCodeStep(
    services,
    target,
    { document, line },
    (where) => `${breakpoint.logMessage === undefined ? "Stop at" : "Reach"} ${where}${termsOf(breakpoint)}`,
  );
}

/** Those of the file in front first, by their lines. */
async function breakpointsIn(top: vscode.Uri): Promise<readonly Choice[]> {
  const front = vscode.window.activeTextEditor?.document.uri.toString();
  const choices: Choice[] = [];
  for (const breakpoint of vscode.debug.breakpoints) {
    if (!(breakpoint instanceof vscode.SourceBreakpoint)) continue;
    const { uri, range } = breakpoint.location;
    const inside = uri.scheme === "file" ? await pathInside(top.fsPath, uri.fsPath) : undefined;
    if (inside !== undefined) choices.push({ breakpoint, path: inside.relative, line: range.start.line + 1 });
  }
  const isBehind = ({ breakpoint }: Choice): number => Number(breakpoint.location.uri.toString() !== front);
  return choices.sort((a, b) => isBehind(a) - isBehind(b) || a.path.localeCompare(b.path) || a.line - b.line);
}

async function pick(choices: readonly Choice[]): Promise<Choice | undefined> {
  const [only, ...others] = choices;
  if (others.length === 0) return only;
  const picked = await vscode.window.showQuickPick(
    choices.map((choice) => {
      const { breakpoint, path, line } = choice;
      const isOff = breakpoint.enabled ? [] : ["off"];
      return {
        label: plainLabel(`${path}:${line}`),
        description: plainLabel(
          [termsOf(breakpoint).trim(), ...isOff].filter((part) => part !== "").join(", "),
        ),
        choice,
      };
    }),
    { title: "Which breakpoint is a step of the reproduction?", matchOnDescription: true },
  );
  return picked?.choice;
}

/** When it stops there and what it logs, to follow the place. */
function termsOf({ condition, hitCondition, logMessage }: vscode.SourceBreakpoint): string {
  return [
    condition === undefined ? "" : ` when ${phrase(condition)}`,
    hitCondition === undefined ? "" : `, hit ${phrase(hitCondition)}`,
    logMessage === undefined ? "" : `, logging "${phrase(logMessage)}"`,
  ].join("");
}
