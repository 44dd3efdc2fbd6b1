import * as vscode from "vscode";
import { subjectOf } from "./commandTarget";
import { showProblem } from "./messages";
import type { Services } from "./services";

/** Opens the halt that is named, at an item of it, else one that the person picks. */
export async function openHalt(services: Services, argument?: unknown): Promise<void> {
  const subject = subjectOf(argument);
  const uri = subject?.uri ?? (await pick(services));
  if (uri === undefined) return;
  await vscode.commands.executeCommand("vscode.openWith", uri, "releaseHalt.haltEditor");
  if (subject?.item !== undefined) services.sessions.of(uri)[0]?.reveal(subject.item, subject.field);
}

async function pick(services: Services): Promise<vscode.Uri | undefined> {
  const files = await services.files.list();
  if (files.length === 0) {
    showProblem("There is no halt here yet.", {
      label: "Draft Release Halt",
      run: () => vscode.commands.executeCommand("releaseHalt.draft"),
    });
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    files.map(({ uri, read, shared }) => ({
      label: read.ok ? read.halt.title : (uri.path.split("/").at(-1) ?? ""),
      description: `${read.ok ? read.halt.status : "not readable"}${shared ? ", shared" : ""}`,
      uri,
    })),
    { title: "Open Halt" },
  );
  return picked?.uri;
}
