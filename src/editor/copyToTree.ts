import * as vscode from "vscode";
import { bringCopies } from "../capture/attachmentFile";
import { createHaltFile, replaceHaltFile } from "../system/haltStore";
import { commandTarget } from "./commandTarget";
import { showNews, showProblem } from "./messages";
import type { Services } from "./services";

/**
 * Copies a halt with its evidence into the work tree, where it can be committed, and opens the copy. A copy that is there already is brought
 * up to date only when the person says so.
 */
export async function copyToTree(services: Services, argument?: unknown): Promise<string | undefined> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return undefined;
  const { top, halt, document, uri } = target;
  if (top?.scheme !== "file") {
    showProblem(
      "This halt is in no repository of this machine that is open. Open the folder of its repository to copy it.",
    );
    return undefined;
  }
  const folder = vscode.Uri.joinPath(top, ".release-halt");
  const shared = vscode.Uri.joinPath(folder, `${halt.id}.halt.json`);
  if (shared.toString() === uri.toString()) {
    showProblem("This is the copy in the work tree already. Commit it to let others read the evidence.");
    return undefined;
  }
  const text = document.document.getText();
  let written = await createHaltFile(folder.fsPath, halt.id, text);
  if (!written.ok && (await exists(shared))) {
    const answer = await vscode.window.showQuickPick(["Replace the copy with this halt", "Keep the copy"], {
      title: "The work tree holds a copy of this halt",
    });
    if (answer?.startsWith("Replace") !== true) return undefined;
    written = await replaceHaltFile(shared.fsPath, text);
  }
  if (!written.ok) {
    showProblem(written.message);
    return undefined;
  }
  const problems = await bringCopies(halt, vscode.Uri.joinPath(uri, "..").fsPath, folder.fsPath);
  if (problems.length > 0)
    showProblem(`The halt was copied, not all that is attached to it: ${problems.join(" ")}`);
  services.files.refresh();
  await vscode.commands.executeCommand("vscode.openWith", shared, "releaseHalt.haltEditor");
  showNews(
    `The halt is in the work tree at .release-halt/${halt.id}.halt.json. Commit and push it so that others can read its evidence.`,
  );
  return shared.toString();
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
