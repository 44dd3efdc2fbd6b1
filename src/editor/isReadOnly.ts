import * as vscode from "vscode";

/**
 * Whether nothing can be written to a document: an older version in a diff, a read-only folder, a virtual workspace, a file
 * that the settings call read-only. What a person locked for a session only, VS Code tells nobody.
 */
export function isReadOnly(document: vscode.TextDocument): boolean {
  const { uri } = document;
  return (
    uri.scheme === "git" ||
    uri.scheme === "gitlens" ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false ||
    (isNamed("readonlyInclude", document) && !isNamed("readonlyExclude", document))
  );
}

/** Whether a setting of globs, as `files.readonlyInclude`, names a document. */
function isNamed(setting: "readonlyInclude" | "readonlyExclude", document: vscode.TextDocument): boolean {
  const { uri } = document;
  const globs = vscode.workspace.getConfiguration("files", uri).get<unknown>(setting);
  if (typeof globs !== "object" || globs === null) return false;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return Object.entries(globs).some(([glob, isOn]) => {
    if (isOn !== true) return false;
    const own = folder === undefined ? [] : [{ pattern: new vscode.RelativePattern(folder, glob) }];
    return vscode.languages.match([{ pattern: glob }, ...own], document) > 0;
  });
}
