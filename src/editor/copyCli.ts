import { readFile } from "node:fs/promises";
import * as vscode from "vscode";
import { replaceFile } from "../system/writeFile";
import { showNews, showProblem } from "./messages";
import type { Services } from "./services";

/** Writes the command line as one file where the person says, for a pipeline that has Node but no extension. */
export async function copyCli({ context }: Services): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: "Copy Command Line for CI",
    // Not `.js`: in a package of ES modules Node would take it for one.
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, "release-halt.cjs") }),
    filters: { "Node program": ["cjs"] },
  });
  if (uri === undefined) return undefined;
  const cli = await readFile(vscode.Uri.joinPath(context.extensionUri, "dist", "cli.js").fsPath);
  const written = await replaceFile(uri.fsPath, cli);
  if (!written.ok) {
    showProblem(written.message);
    return undefined;
  }
  showNews(`The command line was written. Run it with: node ${vscode.workspace.asRelativePath(uri)} --help`);
  return uri.toString();
}
