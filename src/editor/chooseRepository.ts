import { realpath } from "node:fs/promises";
import * as vscode from "vscode";
import { gitExtension } from "./gitExtension";
import { manageTrust, showProblem } from "./messages";
import { haltFoldersOf } from "./privateFolder";

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
      manageTrust,
    );
    return undefined;
  }
  const local = folders.filter(({ uri }) => uri.scheme === "file");
  if (local.length === 0) {
    showProblem("This is a virtual workspace: there is no git to ask. Clone the repository to draft a halt.");
    return undefined;
  }
  const candidates = await repositoriesOf(local.map(({ uri }) => uri));
  if (candidates.length === 0) {
    showProblem("No git repository is open here. Open the folder of the release's repository.", {
      label: "Open Folder",
      run: () => vscode.commands.executeCommand("vscode.openFolder"),
    });
    return undefined;
  }
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

/**
 * The repositories that the folders lie in or hold: those of the folders themselves, and those that the git extension
 * opened; it may not have come to all of them yet.
 */
async function repositoriesOf(folders: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const known = (await gitExtension())?.repositories ?? [];
  const tops = await Promise.all(folders.map(async (folder) => (await haltFoldersOf(folder))?.top));
  const found = new Map<string, vscode.Uri>();
  for (const uri of [...tops, ...known]) {
    if (uri === undefined) continue;
    // A folder that was opened through a link and what git says of it are one repository.
    const key = await realpath(uri.fsPath).catch(() => uri.fsPath);
    if (!found.has(key)) found.set(key, uri);
  }
  return [...found.values()];
}

/** Whether `uri` is the folder or lies in it. */
function holds(folder: vscode.Uri, uri: vscode.Uri): boolean {
  return uri.path === folder.path || uri.path.startsWith(`${folder.path}/`);
}
