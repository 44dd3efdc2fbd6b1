import * as vscode from "vscode";
import { draftText } from "../assess/proposedDraft";
import { attachmentFile } from "../capture/attachmentFile";
import { findLocation } from "../capture/codeLocation";
import { LinesNow } from "../capture/sourceLines";
import { instantOf } from "../halt/instant";
import { chooseChange } from "./chooseChange";
import type { CommandId } from "./commandIds";
import { handlers } from "./commands";
import { commandTarget, placeOf, type CommandTarget } from "./commandTarget";
import { settingsOf } from "./haltSettings";
import type { HaltSession } from "./haltSession";
import { showDone, showProblem } from "./messages";
import { pathInside } from "../system/pathInside";
import type { PageCommand, PageMessage } from "./protocol";
import { removeBaseTests } from "./removeBaseTests";
import type { Services } from "./services";

/** The page's commands that are commands of the palette, too. */
const palette = {
  placeHalt: "place",
  liftHalt: "lift",
  withdrawHalt: "withdraw",
  shareHalt: "share",
  overruleHalt: "overrule",
  approveHalt: "approve",
  syncHalts: "sync",
  acceptRewrite: "acceptRewrite",
  reconcileHalt: "reconcile",
  captureAgain: "captureAgain",
  chooseBase: "chooseBase",
  addStepFromSelection: "addStepFromSelection",
  addStepFromTerminal: "addStepFromTerminal",
  addObservation: "addObservation",
  verify: "verify",
  findChange: "findChange",
  attachFile: "attachFile",
  attachTests: "attachTests",
  updateTests: "updateTests",
  attachBaseTests: "attachBaseTests",
  attachFromCi: "attachFromCi",
  runTests: "runTests",
  assign: "assign",
  copyBrief: "copyBrief",
  copyBriefRich: "copyBriefRich",
  saveBrief: "saveBrief",
  copyInvitation: "copyInvitation",
  copyAnnouncement: "copyAnnouncement",
} as const satisfies Partial<Record<PageCommand, CommandId>>;

/** The page's own commands about the editor it is in. */
const ofEditor = {
  reopenAsText: async (session) => {
    session.panel.reveal();
    return vscode.commands.executeCommand("vscode.openWith", session.uri, "default");
  },
  putBackHalts: async () => vscode.commands.executeCommand("releaseHalt.sync", { putBack: true }),
  openTrust: async () => vscode.commands.executeCommand("workbench.trust.manage"),
  writeAgain: async ({ halt: { document } }) => {
    await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(document.getText()));
    await document.save();
    showDone("The file was written again.");
  },
} as const satisfies Partial<Record<PageCommand, (session: HaltSession) => Promise<unknown>>>;

type AboutItem = (target: CommandTarget, item: string | undefined, services: Services) => Promise<void>;

/** The page's own commands about something that the halt holds. */
const ofItem: Readonly<
  Record<Exclude<PageCommand, keyof typeof palette | keyof typeof ofEditor>, AboutItem>
> = {
  copyDraft: async ({ halt, top }, item) => {
    const draft = halt.communication.drafts.find(({ id }) => id === item);
    const { settings } = await settingsOf(top);
    const written =
      draft && draftText(halt, draft, { timeZone: settings.timeZone, now: instantOf(new Date()) });
    if (written === undefined) {
      showProblem("There is no text to copy yet: the record does not hold what this message is for.");
      return;
    }
    await vscode.env.clipboard.writeText(written.text);
    showDone("The draft is on the clipboard.");
  },
  chooseChange: async (target, item, services) => chooseChange(services, target, item),
  openTarget: async ({ halt }) => openAddress(halt.facts?.commitUrl),
  openLocation: async ({ halt, top }, item) => {
    const location = halt.reproduction.steps.find(({ id }) => id === item)?.location;
    if (location === undefined) return;
    await openFile(top, location.path, (text) => {
      const line = findLocation(text, location);
      if (line === undefined)
        showProblem(`"${location.text.trim()}" is no longer there; this is where it was.`);
      return line ?? location.line;
    });
  },
  openFailure: async ({ halt, top }, item) => {
    const failure = halt.failingTests.flatMap(({ failures }) => failures).find(({ id }) => id === item);
    const { path = failure?.file, line = failure?.line ?? 1 } = failure?.owner ?? {};
    const stored = failure?.owner;
    const lineIn = (text: string): number => (stored && new LinesNow(text).of(stored)) ?? line;
    if (path !== undefined) await openFile(top, path, lineIn);
  },
  removeBaseTests: async (target, item, services) => removeBaseTests(services, target, item),
  openAttachment: async (target, item) => {
    const attachment = target.halt.attachments.find(({ id }) => id === item);
    if (attachment === undefined) return;
    if (attachment.url !== undefined) {
      await openAddress(attachment.url);
      return;
    }
    const file = await attachmentFile(attachment, placeOf(target));
    if (file !== undefined) await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(file));
    else
      showProblem(
        `${attachment.path ?? attachment.id} is not in the repository, so it is not opened from here.`,
      );
  },
};

/** Runs what the page asked for, about the halt that it shows. */
export async function runPageCommand(
  services: Services,
  session: HaltSession,
  { command, item }: PageMessage & { kind: "command" },
): Promise<unknown> {
  const subject = { uri: session.uri.toString(), ...(item === undefined ? {} : { item }) };
  if (isIn(palette, command)) return handlers[palette[command]](services, subject);
  if (isIn(ofEditor, command)) return ofEditor[command](session);
  const target = await commandTarget(services, subject);
  return target === undefined ? undefined : ofItem[command](target, item, services);
}

function isIn<Table extends object>(table: Table, key: PropertyKey): key is keyof Table {
  return Object.hasOwn(table, key);
}

/** A halt may come from anyone: only web addresses are opened. */
async function openAddress(address: string | undefined): Promise<void> {
  if (address === undefined) return;
  const uri = vscode.Uri.parse(address, true);
  if (uri.scheme === "https" || uri.scheme === "http") await vscode.env.openExternal(uri);
  else showProblem(`${address} is no web address, so it is not opened from here.`);
}

/** Opens a file that the halt names; a path that leads out of the repository is refused. */
async function openFile(
  top: vscode.Uri | undefined,
  path: string,
  line: (text: string) => number,
): Promise<void> {
  const inside = top === undefined ? undefined : await pathInside(top.fsPath, path);
  if (inside === undefined) {
    showProblem(`${path} is not in the repository, so it is not opened from here.`);
    return;
  }
  const uri = vscode.Uri.file(inside.path);
  const document = await vscode.workspace.openTextDocument(uri);
  const at = new vscode.Position(Math.max(0, line(document.getText()) - 1), 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}
