import { isAbsolute } from "node:path";
import * as vscode from "vscode";
import { findLocation } from "../capture/codeLocation";
import type { CommandId } from "./commandIds";
import { handlers } from "./commands";
import { commandTarget } from "./commandTarget";
import type { HaltSession } from "./haltSession";
import { showDone, showProblem } from "./messages";
import type { PageCommand, PageMessage } from "./protocol";
import type { Services } from "./services";

/** The page's commands that are commands of the palette, too. */
const palette: Readonly<Partial<Record<PageCommand, CommandId>>> = {
  placeHalt: "place",
  liftHalt: "lift",
  withdrawHalt: "withdraw",
  shareHalt: "share",
  captureAgain: "captureAgain",
  chooseBase: "chooseBase",
  addStepFromSelection: "addStepFromSelection",
  addStepFromTerminal: "addStepFromTerminal",
  addObservation: "addObservation",
  attachFile: "attachFile",
  attachTests: "attachTests",
  assign: "assign",
  copyBrief: "copyBrief",
  copyBriefRich: "copyBriefRich",
  saveBrief: "saveBrief",
  copyInvitation: "copyInvitation",
  copyAnnouncement: "copyAnnouncement",
};

/** Runs what the page asked for, about the halt that it shows. */
export async function runPageCommand(
  services: Services,
  session: HaltSession,
  { command, item }: PageMessage & { kind: "command" },
): Promise<unknown> {
  const id = palette[command];
  const subject = { uri: session.uri.toString(), ...(item === undefined ? {} : { item }) };
  if (id !== undefined) return handlers[id](services, subject);
  switch (command) {
    case "reopenAsText":
      session.panel.reveal();
      return vscode.commands.executeCommand("vscode.openWith", session.uri, "default");
    case "openTrust":
      return vscode.commands.executeCommand("workbench.trust.manage");
    case "writeAgain":
      return writeAgain(session);
    default:
      return openItem(services, session, command, item);
  }
}

async function writeAgain(session: HaltSession): Promise<void> {
  const { document } = session.halt;
  await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(document.getText()));
  await document.save();
  showDone("The file was written again.");
}

async function openItem(
  services: Services,
  session: HaltSession,
  command: PageCommand,
  item?: string,
): Promise<void> {
  const target = await commandTarget(services, { uri: session.uri.toString() });
  if (target === undefined) return;
  const { halt, top } = target;
  switch (command) {
    case "copyDraft": {
      const draft = halt.communication.drafts.find(({ id }) => id === item);
      await vscode.env.clipboard.writeText(draft?.text ?? "");
      showDone("The draft is on the clipboard.");
      return;
    }
    case "openTarget":
      if (halt.facts?.commitUrl !== undefined)
        await vscode.env.openExternal(vscode.Uri.parse(halt.facts.commitUrl));
      return;
    case "openLocation": {
      const location = halt.reproduction.steps.find(({ id }) => id === item)?.location;
      if (location !== undefined)
        await openFile(top, location.path, (text) => findLocation(text, location) ?? location.line);
      return;
    }
    case "openFailure": {
      const failure = halt.failingTests.flatMap(({ failures }) => failures).find(({ id }) => id === item);
      if (failure?.file !== undefined) await openFile(top, failure.file, () => failure.line ?? 1);
      return;
    }
    case "openAttachment": {
      const attachment = halt.attachments.find(({ id }) => id === item);
      if (attachment?.url !== undefined)
        await vscode.env.openExternal(vscode.Uri.parse(attachment.url, true));
      else if (attachment?.path !== undefined) await openFile(top, attachment.path);
      return;
    }
  }
}

/** Opens a file that the halt names; a path that leads out of the repository is refused. */
async function openFile(
  top: vscode.Uri | undefined,
  path: string,
  line?: (text: string) => number,
): Promise<void> {
  const uri = isAbsolute(path) || top === undefined ? vscode.Uri.file(path) : vscode.Uri.joinPath(top, path);
  if (top === undefined || !uri.path.startsWith(`${top.path}/`)) {
    showProblem(`${path} lies outside the repository, so it is not opened from here.`);
    return;
  }
  if (line === undefined) {
    await vscode.commands.executeCommand("vscode.open", uri);
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const at = new vscode.Position(Math.max(0, line(document.getText()) - 1), 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}
