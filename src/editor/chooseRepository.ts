import * as vscode from "vscode";
import { gitExtension } from "./gitExtension";
import { showProblem } from "./messages";

/**
 * The folder of the repository that a halt is about: the only one, the one that `hint` lies in, else the person's choice.
 * Undefined when they made none, or when there is no folder; a message has said so.
 */
export async function chooseRepository(hint?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    showProblem("No folder is open. Open the folder of the release's repository, then draft the halt.", {
      label: "Open Folder",
      run: () => vscode.commands.executeCommand("vscode.openFolder"),
    });
    return undefined;
  }
  if (!vscode.workspace.isTrusted) {
    showProblem(
      "This folder is in Restricted Mode: Release Halt runs git only in folders you trust. Nothing was written.",
      {
        label: "Manage Workspace Trust",
        run: () => vscode.commands.executeCommand("workbench.trust.manage"),
      },
    );
    return undefined;
  }
  const local = folders.filter(({ uri }) => uri.scheme === "file");
  if (local.length === 0) {
    showProblem("This is a virtual workspace: there is no git to ask. Clone the repository to draft a halt.");
    return undefined;
  }
  const known = (await gitExtension())?.repositories ?? [];
  const candidates = known.length > 0 ? known : local.map(({ uri }) => uri);
  const near = hint ?? vscode.window.activeTextEditor?.document.uri;
  const holding = candidates
    .filter((candidate) => near?.scheme === "file" && holds(candidate, near))
    .sort((a, b) => b.path.length - a.path.length);
  if (hint !== undefined && holding[0] !== undefined) return holding[0];
  if (candidates.length === 1) return candidates[0];
  const ordered = [...new Set([...holding, ...candidates])];
  const picked = await vscode.window.showQuickPick(
    ordered.map((uri) => ({
      label: uri.path.split("/").at(-1) ?? uri.path,
      description: vscode.workspace.asRelativePath(uri, true),
      uri,
    })),
    { title: "Which repository is the release in?", ignoreFocusOut: true },
  );
  return picked?.uri;
}

/** Whether `uri` is the folder or lies in it. */
function holds(folder: vscode.Uri, uri: vscode.Uri): boolean {
  return uri.path === folder.path || uri.path.startsWith(`${folder.path}/`);
}
