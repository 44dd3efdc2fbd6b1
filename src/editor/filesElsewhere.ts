import * as vscode from "vscode";

interface Way extends vscode.QuickPickItem {
  readonly command?: "runTests" | "attachFromCi";
}

/**
 * Where the workspace holds no test result: the ways to one. Answers with the files that the person chose; another way is
 * gone from here.
 * @param halt the address of the halt that gets the results
 */
export async function filesElsewhere(halt: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const files: Way = { label: "Choose Files…", iconPath: new vscode.ThemeIcon("go-to-file") };
  const ways: readonly Way[] = [
    {
      label: "Run Tests and Attach Results",
      iconPath: new vscode.ThemeIcon("play"),
      command: "runTests",
    },
    {
      label: "Attach Failing Tests from CI",
      iconPath: new vscode.ThemeIcon("cloud-download"),
      command: "attachFromCi",
    },
  ];
  const chosen = await vscode.window.showQuickPick(vscode.workspace.isTrusted ? [...ways, files] : [files], {
    title: "Attach Failing Tests",
    placeHolder: "The workspace holds no test result yet. How to get one?",
    ignoreFocusOut: true,
  });
  if (chosen?.command !== undefined) {
    await vscode.commands.executeCommand(`releaseHalt.${chosen.command}`, { uri: halt.toString() });
    return [];
  }
  if (chosen === undefined) return [];
  return (
    (await vscode.window.showOpenDialog({
      title: "Attach Failing Tests",
      openLabel: "Attach",
      canSelectMany: true,
    })) ?? []
  );
}
