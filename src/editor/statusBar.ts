import * as vscode from "vscode";
import type { Services } from "./services";

/** Keeps the status bar telling whether a halt is active here; a click then opens it, else it halts the release. */
export function keepStatusBar(services: Services): vscode.Disposable[] {
  const { statusBar, files } = services;
  const show = async (): Promise<void> => {
    const active = (await files.list()).filter(({ read }) => read.ok && read.halt.status === "active");
    const [first] = active;
    if (first?.read.ok !== true) {
      statusBar.text = "$(stop-circle) Halt release";
      statusBar.tooltip = "Halt Release Now: two prompts, works offline";
      statusBar.command = "releaseHalt.haltNow";
      statusBar.backgroundColor = undefined;
    } else {
      const more = active.length > 1 ? ` and ${active.length - 1} more` : "";
      statusBar.text = `$(stop-circle) Halted: ${shorten(first.read.halt.title)}${more}`;
      statusBar.tooltip = `The release is halted: ${first.read.halt.title}. ${first.shared ? "Shared in the tree." : "Only you see this until you share it."}`;
      statusBar.command = {
        command: "releaseHalt.open",
        title: "Open Halt",
        arguments: [{ uri: first.uri.toString() }],
      };
      statusBar.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
    }
    if ((vscode.workspace.workspaceFolders ?? []).length > 0) statusBar.show();
    else statusBar.hide();
  };
  void show();
  return [files.onDidChange(() => void show())];
}

function shorten(title: string): string {
  return title.length > 40 ? `${title.slice(0, 39)}…` : title;
}
