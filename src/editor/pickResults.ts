import * as vscode from "vscode";
import { groupResultFiles, looksLikeResultFile, noResultGlob, resultFileGlob } from "../capture/findResults";
import { describeResults } from "../capture/results/describeResults";
import { filesElsewhere } from "./filesElsewhere";
import { readOrTell } from "./readOrTell";

const offeredFiles = 30;

interface ResultItem extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
  readonly failing: boolean;
}

/**
 * Lets the person pick among the result files of the workspace, the newest first, each with what it holds. Files that are
 * of one run are one; where there is none, other ways are offered.
 * @param halt the address of the halt that gets them
 */
export async function pickResults(halt: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const picker = vscode.window.createQuickPick<ResultItem>();
  picker.title = "Attach Failing Tests";
  picker.placeholder = "Result files of the workspace, newest first";
  picker.canSelectMany = true;
  picker.ignoreFocusOut = true;
  picker.busy = true;
  picker.show();
  const chosen = new Promise<readonly vscode.Uri[]>((resolve) => {
    picker.onDidAccept(() => {
      const picked = picker.selectedItems.length > 0 ? picker.selectedItems : picker.activeItems;
      resolve(picked.map(({ uri }) => uri));
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve([]);
      picker.dispose();
    });
  });
  let items: ResultItem[];
  try {
    items = await offered();
  } catch (error) {
    picker.hide();
    throw error;
  }
  if (items.length === 0) {
    picker.hide();
    return filesElsewhere(halt);
  }
  picker.items = items;
  picker.selectedItems = items.filter(({ failing }) => failing).slice(0, 1);
  picker.busy = false;
  return chosen;
}

async function offered(): Promise<ResultItem[]> {
  const found = await vscode.workspace.findFiles(resultFileGlob, noResultGlob, 2000);
  const paths = found.map(({ path }) => path).filter(looksLikeResultFile);
  const dated = await Promise.all(
    groupResultFiles(paths).map(async ({ path, files }) => {
      const uris = files.map((file) => vscode.Uri.file(file));
      const stats = await Promise.all(uris.map(async (uri) => vscode.workspace.fs.stat(uri)));
      return {
        uri: vscode.Uri.file(path),
        count: files.length,
        at: Math.max(...stats.map(({ mtime }) => mtime)),
      };
    }),
  );
  const newest = dated.sort((a, b) => b.at - a.at).slice(0, offeredFiles);
  const counts = (await readOrTell({ kind: "count", paths: newest.map(({ uri }) => uri.fsPath) })) ?? [];
  return newest.flatMap(({ uri, at, count }, index) => {
    const results = counts[index];
    if (results === undefined || results.format === "unknown") return [];
    const label = vscode.workspace.asRelativePath(uri);
    const { failed, errored } = results;
    const files = count === 1 ? "" : `${count} files: `;
    const description = files + describeResults(results);
    return [
      { label, description, detail: new Date(at).toLocaleString(), uri, failing: failed + errored > 0 },
    ];
  });
}
