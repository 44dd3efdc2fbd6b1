import * as vscode from "vscode";
import { announcement } from "../assess/announcement";
import { assessHalt } from "../assess/assessHalt";
import { readPictures } from "../capture/attachmentFile";
import { instantOf } from "../halt/instant";
import type { Checklist } from "../halt/checklist";
import { replaceFile } from "../system/writeFile";
import { commandTarget, placeOf, subjectOf, type CommandTarget } from "./commandTarget";
import { settingsOf } from "./haltSettings";
import { showDone, showNews, showProblem, wordsOf } from "./messages";
import { audiences, type Audience } from "./protocol";
import type { Services } from "./services";

const formats = {
  "Markdown (.md)": { extension: "md", format: "markdown" },
  "HTML, one file, prints well (.html)": { extension: "html", format: "html" },
  "JSON (.json)": { extension: "json", format: "json" },
} as const;
const noPictures = { images: {}, problems: [] };
const folderKey = "releaseHalt.exportFolder";

interface Exported extends CommandTarget {
  readonly checklist: Checklist;
  readonly audience: Audience;
  readonly timeZone: { readonly timeZone?: string };
  readonly now: string;
}

/** Puts the brief on the clipboard as Markdown, for the audience that the editor shows; short unless it shows another. */
export async function copyBrief(services: Services, argument?: unknown): Promise<string | undefined> {
  const exported = await exportOf(services, argument);
  if (exported === undefined) return undefined;
  const { renderFragment } = await import("../brief/renderBrief");
  const { halt, checklist, audience, now, timeZone } = exported;
  const { markdown, words } = renderFragment(halt, checklist, { audience, now, ...timeZone });
  await vscode.env.clipboard.writeText(markdown);
  showDone(`The ${audience} brief is on the clipboard (${words} words).`);
  return markdown;
}

/** Puts HTML and plain text on the clipboard together, through the page: only a page can. */
export async function copyBriefRich(services: Services, argument?: unknown): Promise<boolean> {
  const exported = await exportOf(services, argument);
  if (exported === undefined) return false;
  const { uri, halt, checklist, audience, now, timeZone } = exported;
  if (services.sessions.of(uri).length === 0) {
    await vscode.commands.executeCommand("vscode.openWith", uri, "releaseHalt.haltEditor");
  }
  const { renderFragment } = await import("../brief/renderBrief");
  const { html, markdown } = renderFragment(halt, checklist, { audience, now, ...timeZone });
  const [session] = services.sessions.of(uri);
  const problem =
    session === undefined ? "the halt editor did not open" : await session.copyRich(html, markdown);
  if (problem === null) showDone(`The ${audience} brief is on the clipboard, with its formatting.`);
  else
    showProblem(
      `The brief was not copied: ${problem}. Click into the halt editor and try again, or copy it as Markdown.`,
    );
  return problem === null;
}

/** Saves the brief where the person says; the folder is remembered, and a file that is there is replaced only on their word. */
export async function saveBrief(services: Services, argument?: unknown): Promise<string | undefined> {
  const exported = await exportOf(services, argument);
  if (exported === undefined) return undefined;
  const chosen = await vscode.window.showQuickPick(Object.keys(formats), { title: "Save Brief as" });
  const entry = Object.entries(formats).find(([label]) => label === chosen)?.[1];
  if (entry === undefined) return undefined;
  const { halt, checklist, audience, now, timeZone, top } = exported;
  const name = `${(halt.release ?? halt.id).replaceAll(/[^\w.-]+/g, "-")}-brief-${audience}.${entry.extension}`;
  const remembered = services.context.workspaceState.get<string>(folderKey);
  const folder = remembered === undefined ? top : vscode.Uri.parse(remembered);
  const uri = await vscode.window.showSaveDialog({
    title: "Save Brief",
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { Brief: [entry.extension] },
  });
  if (uri === undefined) return undefined;
  const { renderBrief } = await import("../brief/renderBrief");
  const pictures = entry.format === "html" ? await readPictures(halt, placeOf(exported)) : noPictures;
  const { images } = pictures;
  const text = renderBrief(halt, checklist, { format: entry.format, audience, now, images, ...timeZone });
  const problem = await write(uri, text);
  if (problem !== undefined) {
    showProblem(`${problem} The halt is as it was; the brief can be saved elsewhere or copied.`, {
      label: "Save Elsewhere",
      run: () => vscode.commands.executeCommand("releaseHalt.saveBrief", { uri: exported.uri.toString() }),
    });
    return undefined;
  }
  await services.context.workspaceState.update(folderKey, vscode.Uri.joinPath(uri, "..").toString());
  const left = pictures.problems.map((problem) => ` Not shown in it: ${problem}`).join("");
  showNews(`The brief was saved as ${uri.path.split("/").at(-1) ?? ""}.${left}`, {
    label: "Open",
    run: () => vscode.commands.executeCommand("vscode.open", uri),
  });
  return uri.toString();
}

/** Puts the meeting's invitation on the clipboard: agenda, people, fifteen minutes. */
export async function copyInvitation(services: Services, argument?: unknown): Promise<string | undefined> {
  const exported = await exportOf(services, argument);
  if (exported === undefined) return undefined;
  const { invitation } = await import("../brief/renderBrief");
  const text = invitation(exported.halt, { now: exported.now, ...exported.timeZone });
  await vscode.env.clipboard.writeText(text);
  showDone("The invitation is on the clipboard.");
  return text;
}

/** Puts the announcement of the halt on the clipboard, for the team's chat. */
export async function copyAnnouncement(services: Services, argument?: unknown): Promise<string | undefined> {
  const exported = await exportOf(services, argument);
  if (exported === undefined) return undefined;
  const text = announcement(exported.halt, exported.timeZone.timeZone, exported.now);
  await vscode.env.clipboard.writeText(text);
  showDone("The announcement is on the clipboard.");
  return text;
}

async function exportOf(services: Services, argument: unknown): Promise<Exported | undefined> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return undefined;
  const { settings } = await settingsOf(target.top);
  const view = services.sessions.of(target.uri)[0]?.view;
  const wanted = subjectOf(argument)?.item;
  return {
    ...target,
    checklist: assessHalt(
      target.halt,
      await services.facts.current(target.uri, target.halt, target.top),
      settings,
    ),
    audience: audiences.find((audience) => audience === wanted) ?? view?.audience ?? "short",
    timeZone: settings.timeZone === undefined ? {} : { timeZone: settings.timeZone },
    now: instantOf(new Date()),
  };
}

/** What went wrong, in words; undefined when the file is there whole. */
async function write(uri: vscode.Uri, text: string): Promise<string | undefined> {
  if (uri.scheme === "file") {
    const written = await replaceFile(uri.fsPath, text);
    return written.ok ? undefined : written.message;
  }
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return undefined;
  } catch (error) {
    return `${uri.path} was not written: ${wordsOf(error)}.`;
  }
}
