import * as vscode from "vscode";
import type { CommandTarget } from "./commandTarget";
import { isReadOnly } from "./isReadOnly";
import { manageTrust, showProblem } from "./messages";
import type { Services } from "./services";

/**
 * The repository in which a halt's command may run, and its result be written into the halt; undefined where not, before
 * anything ran: a message has said why.
 */
export function placeToRun(
  services: Services,
  { uri, top, document }: Pick<CommandTarget, "uri" | "top" | "document">,
): vscode.Uri | undefined {
  if (!vscode.workspace.isTrusted) {
    showProblem(
      "This folder is in Restricted Mode: Release Halt runs commands once you trust it.",
      manageTrust,
    );
    return undefined;
  }
  if (isReadOnly(document.document)) {
    showProblem("This halt is read-only here, so what a run tells could not be kept. Nothing was run.");
    return undefined;
  }
  if (top?.scheme !== "file") {
    showProblem("This halt belongs to no repository that is open here, so there is nothing to check out.");
    return undefined;
  }
  if (services.work.isRunning(uri.toString())) {
    showProblem("This reproduction is being run already: its notification shows how far it is.");
    return undefined;
  }
  return top;
}
