import * as vscode from "vscode";
import { draftText } from "../assess/proposedDraft";
import { toPaste } from "../brief/shellWords";
import { attachmentFile } from "../capture/attachmentFile";
import { ownerLocation } from "../capture/ownerLocation";
import { instantOf } from "../halt/instant";
import type { CodeLocation, Halt } from "../halt/schema/halt";
import { addStepFromFailure } from "./addStepFromFailure";
import { chooseChange } from "./chooseChange";
import type { CommandId } from "./commandIds";
import { handlers } from "./commands";
import { commandTarget, placeOf, type CommandTarget } from "./commandTarget";
import { settingsOf } from "./haltSettings";
import type { HaltSession } from "./haltSession";
import { showDone, showProblem } from "./messages";
import { openAddress } from "./openAddress";
import { openFileAt, openPlace, showPlaceThen } from "./openPlace";
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
  recordReproduction: "recordReproduction",
  stopRecording: "stopRecording",
  addObservation: "addObservation",
  verify: "verify",
  findChange: "findChange",
  captureEnvironment: "captureEnvironment",
  addVariables: "addVariables",
  exportScript: "exportScript",
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
  openLocation: async ({ halt, top }, item, services) => {
    const location = locationOf(halt, item);
    if (location !== undefined) await openPlace(services, location, top);
  },
  copyStep: async ({ halt }, item) => {
    const { command, folder } = halt.reproduction.steps.find(({ id }) => id === item) ?? {};
    if (command === undefined) return;
    await vscode.env.clipboard.writeText(toPaste({ command, ...(folder !== undefined && { folder }) }));
    if (command.includes("[redacted: "))
      showProblem(
        "The command is on the clipboard. A secret was taken out of it: write it in before you run it.",
      );
    else showDone("The command is on the clipboard, to be pasted in the repository's top folder.");
  },
  showLocationThen: async ({ halt, top }, item, services) => {
    const location = locationOf(halt, item);
    if (location !== undefined) await showPlaceThen(services, location, top);
  },
  openFailure: async ({ halt, top }, item, services) => {
    const location = locationOf(halt, item);
    if (location !== undefined) {
      await openPlace(services, location, top);
      return;
    }
    const failure = halt.failingTests.flatMap(({ failures }) => failures).find(({ id }) => id === item);
    const { path = failure?.file, line = failure?.line ?? 1 } = failure?.owner ?? {};
    if (path !== undefined) await openFileAt(top, path, line);
  },
  addStepFromFailure: async (target, item, services) => {
    await addStepFromFailure(services, target, item);
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

/** The place in the code of a step or of a failure. */
function locationOf(
  { reproduction, failingTests }: Halt,
  item: string | undefined,
): CodeLocation | undefined {
  const step = reproduction.steps.find(({ id }) => id === item);
  if (step !== undefined) return step.location;
  const file = failingTests.find(({ failures }) => failures.some(({ id }) => id === item));
  const failure = file?.failures.find(({ id }) => id === item);
  return file && failure && ownerLocation(failure, file);
}
