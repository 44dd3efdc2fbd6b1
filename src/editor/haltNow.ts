import * as vscode from "vscode";
import * as z from "zod";
import { noCommitYet, writeActiveHalt } from "../gate/writeActiveHalt";
import { instantOf } from "../halt/instant";
import { askWhatToHalt } from "./askWhatToHalt";
import { chooseRepository } from "./chooseRepository";
import { inTree } from "./draft";
import { copyAnnouncement } from "./exportBrief";
import { settingsOf } from "./haltSettings";
import { askText, showNews, showProblem } from "./messages";
import { place } from "./placeHalt";
import type { Services } from "./services";

const haltArguments = z.object({
  title: z.string().min(1),
  reason: z.string().min(1),
  folder: z.string().optional(),
});

/**
 * Stops the release with two prompts and no network: what is checked out, or what a draft is about, is halted, and an
 * announcement is on the clipboard. Answers with the file's address; undefined when the person left or it was not possible.
 */
export async function haltNow(services: Services, argument?: unknown): Promise<string | undefined> {
  const given = haltArguments.safeParse(argument);
  const folder = given.success ? given.data.folder : undefined;
  const top = folder === undefined ? await chooseRepository() : vscode.Uri.file(folder);
  if (top === undefined) return undefined;
  if (!given.success && (await isWithoutCommit(services, top))) {
    showProblem(noCommitYet);
    return undefined;
  }
  const what = given.success ? given.data.title : await askWhatToHalt(services, top);
  if (what === undefined) return undefined;
  const reason = given.success
    ? given.data.reason
    : await askText("Halt Release Now (2 of 2)", {
        prompt: "Why must the release wait? It is told to everybody who is stopped.",
      });
  if (reason === undefined) return undefined;
  return typeof what === "string" ? haltNew(services, top, what, reason) : haltDraft(services, what, reason);
}

/** Known before anything is asked. Whatever else git says is told when the halt is written. */
async function isWithoutCommit(services: Services, top: vscode.Uri): Promise<boolean> {
  const args = ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"];
  const head = await (await services.git()).run(top.fsPath, args);
  return !head.ok && head.reason === "failed" && head.exitCode === 1;
}

/** Makes a draft active, with all that it holds. */
async function haltDraft(services: Services, uri: vscode.Uri, reason: string): Promise<string | undefined> {
  const draft = { uri: uri.toString() };
  if (!(await place(services, { ...draft, reason }))) return undefined;
  await copyAnnouncement(services, draft);
  return draft.uri;
}

async function haltNew(
  services: Services,
  top: vscode.Uri,
  title: string,
  reason: string,
): Promise<string | undefined> {
  const { settings } = await settingsOf(top);
  const halted = await writeActiveHalt(await services.git(), top.fsPath, {
    title,
    reason,
    now: instantOf(new Date()),
    settings,
    shared: inTree(top),
  });
  if (!halted.ok) {
    showProblem(halted.message);
    return undefined;
  }
  for (const warning of halted.warnings) showProblem(warning);
  await vscode.env.clipboard.writeText(halted.announcement);
  const uri = vscode.Uri.file(halted.path);
  services.files.refresh(vscode.Uri.file(halted.top));
  services.ledgers.forget();
  showNews(
    "The release is halted. Only you see this until you share it. An announcement is on the clipboard.",
    {
      label: "Open Halt",
      run: () => vscode.commands.executeCommand("vscode.openWith", uri, "releaseHalt.haltEditor"),
    },
    {
      label: "Share",
      run: () => vscode.commands.executeCommand("releaseHalt.share", { uri: uri.toString() }),
    },
  );
  return uri.toString();
}
