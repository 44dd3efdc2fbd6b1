import * as vscode from "vscode";
import { plainLine } from "../brief/escapeMarkdown";
import { checkHalts, type GateCheck } from "../gate/checkHalts";
import { listHalts } from "../system/haltStore";
import { wordsOf } from "./messages";
import type { Services } from "./services";

/** Time in which several changes of files are one. */
const gatheringMs = 300;

/** Keeps the status bar telling what the gate says here; a click opens the halt, else it halts the release. */
export function keepStatusBar(services: Services): vscode.Disposable[] {
  let waiting: NodeJS.Timeout | undefined;
  const show = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      tell(services).catch((error: unknown) => {
        services.log.error(`What the gate says could not be found out: ${wordsOf(error)}`);
      });
    }, gatheringMs);
  };
  show();
  return [
    services.files.onDidChange(show),
    vscode.workspace.onDidGrantWorkspaceTrust(show),
    new vscode.Disposable(() => {
      clearTimeout(waiting);
    }),
  ];
}

async function tell({ statusBar, files, git, log }: Services): Promise<void> {
  const tops = new Map((await files.list()).map(({ top }) => [top.toString(), top]));
  const checks: GateCheck[] = [];
  for (const top of tops.values()) {
    // The gate reads the disk with git's help; where git may not run, what the list holds has to do.
    if (!vscode.workspace.isTrusted || top.scheme !== "file") continue;
    const stored = await listHalts(await git(), top.fsPath);
    if (stored.ok) checks.push(checkHalts(stored.halts));
    else log.warn(`The halts of ${top.fsPath} could not be listed: ${stored.message}`);
  }
  const active =
    checks.length > 0
      ? checks.flatMap((check) =>
          check.activeHalts.map(({ halt, shared, path }) => ({
            title: halt.title,
            shared,
            uri: vscode.Uri.file(path),
          })),
        )
      : (await files.list()).flatMap(({ uri, shared, read }) =>
          read.ok && read.halt.status === "active" ? [{ uri, shared, title: read.halt.title }] : [],
        );
  const [first] = active;
  statusBar.backgroundColor = undefined;
  if (first !== undefined) {
    const more = active.length > 1 ? ` and ${active.length - 1} more` : "";
    statusBar.text = `$(stop-circle) Halted: ${shorten(first.title)}${more}`;
    statusBar.tooltip = `The release is halted: ${first.title}. ${first.shared ? "Shared in the tree." : "Only you see this until you share it."}`;
    statusBar.command = {
      command: "releaseHalt.open",
      title: "Open Halt",
      arguments: [{ uri: first.uri.toString() }],
    };
    statusBar.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
  } else if (checks.some(({ verdict }) => verdict === "cannotTell")) {
    statusBar.text = "$(warning) Halts: cannot tell";
    statusBar.tooltip = checks.map(({ line }) => line).join("\n");
    statusBar.command = "releaseHalt.halts.focus";
  } else {
    statusBar.text = "$(stop-circle) Halt release";
    statusBar.tooltip = "Halt Release Now: two prompts, works offline";
    statusBar.command = "releaseHalt.haltNow";
  }
  if ((vscode.workspace.workspaceFolders ?? []).length > 0) statusBar.show();
  else statusBar.hide();
}

/** An icon's name in a title would become that icon. */
function shorten(title: string): string {
  const text = plainLine(title).replaceAll("$(", "$ (");
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
