import * as vscode from "vscode";
import { haltFoldersOf } from "./privateFolder";
import type { Services } from "./services";

/**
 * Takes away the scratch checkouts that a window left behind which was killed. Git keeps a folder for each by its name, so
 * that a repository without one costs the reading of a folder.
 */
export async function sweepLeftovers(services: Services): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const folders = uri.scheme === "file" ? await haltFoldersOf(uri) : undefined;
    if (folders === undefined || !(await holdsScratch(folders.privateFolder))) continue;
    const { sweepLeftBehind } = await import("../prove/verifyHalt");
    await sweepLeftBehind(await services.git(), folders.top.fsPath);
  }
}

async function holdsScratch(privateFolder: vscode.Uri): Promise<boolean> {
  const worktrees = vscode.Uri.joinPath(privateFolder, "..", "worktrees");
  try {
    const entries = await vscode.workspace.fs.readDirectory(worktrees);
    return entries.some(([name]) => name.startsWith("release-halt-worktree-"));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return false;
    throw error;
  }
}
