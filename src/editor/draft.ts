import * as vscode from "vscode";
import * as z from "zod";
import { draftHalt } from "../assess/draftHalt";
import { captureFacts, type CapturedFacts } from "../capture/git/captureFacts";
import { instantOf } from "../halt/instant";
import type { BaseCandidate } from "../halt/facts";
import type { Settings } from "../halt/settings";
import { writeHalt } from "../halt/writeHalt";
import { createHaltFile, haltFolders } from "../system/haltStore";
import { chooseRepository } from "./chooseRepository";
import { settingsOf } from "./haltSettings";
import { askText, showProblem } from "./messages";
import { pickBase } from "./pickBase";
import type { Services } from "./services";

/** What another extension or a task may give, so that nothing is asked. */
const draftArguments = z.object({
  title: z.string().min(1).optional(),
  release: z.string().optional(),
  folder: z.string().optional(),
  base: z.string().optional(),
});

/**
 * Drafts a halt from its title and what git knows, writes it and opens it in the halt editor, the caret in the first field
 * that is still empty. Answers with the file's address; undefined when the person left or it was not possible.
 */
export async function draft(services: Services, argument?: unknown): Promise<string | undefined> {
  const given = draftArguments.safeParse(argument);
  const { title: givenTitle, release, folder, base } = given.success ? given.data : {};
  const top = folder === undefined ? await chooseRepository() : vscode.Uri.file(folder);
  if (top === undefined) return undefined;
  // Git works while the person types.
  const { settings } = await settingsOf(top);
  const stop = new AbortController();
  const capturing = capture(services, top, settings, base, stop);
  const title =
    givenTitle ??
    (await askText("Draft Release Halt", {
      prompt: "What goes wrong, and for whom? One sentence; it can be changed later.",
    }));
  if (title === undefined) {
    stop.abort();
    await capturing;
    return undefined;
  }
  const captured = await capturing;
  if (!captured.ok) {
    showProblem(`${captured.message} No halt was drafted.`);
    return undefined;
  }
  const facts = await withChosenBase(services, top, settings, captured, givenTitle !== undefined);
  const now = instantOf(new Date());
  const halt = draftHalt({ title, facts, now, settings, ...(release && { release }) });
  const folders = await haltFolders(await services.git(), top.fsPath);
  if (!folders.ok) {
    showProblem(`${folders.message} No halt was drafted.`);
    return undefined;
  }
  const place = inTree(top) ? folders.sharedFolder : folders.privateFolder;
  const written = await createHaltFile(place, halt.id, writeHalt(halt));
  if (!written.ok) {
    showProblem(`${written.message} No halt was drafted.`);
    return undefined;
  }
  const uri = vscode.Uri.file(written.path);
  services.files.refresh(vscode.Uri.file(folders.top));
  await vscode.commands.executeCommand("vscode.openWith", uri, "releaseHalt.haltEditor");
  services.sessions.of(uri)[0]?.reveal("title", halt.release === undefined ? "release" : "impact.affected");
  return uri.toString();
}

/** Whether new halts go into the work tree at once. */
export function inTree(top: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration("releaseHalt", top).get("storage") === "tree";
}

/** Asks git in the background; from a second on with progress that can be cancelled. */
export async function capture(
  services: Services,
  top: vscode.Uri,
  settings: Settings,
  baseRef?: string,
  stop = new AbortController(),
): Promise<CapturedFacts> {
  const capturing = captureFacts(await services.git(), top.fsPath, {
    settings,
    signal: stop.signal,
    ...(baseRef !== undefined && { baseRef }),
  });
  const late = setTimeout(() => {
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: "Asking git about the branch…",
        cancellable: true,
      },
      async (_, token) => {
        token.onCancellationRequested(() => {
          stop.abort();
        });
        await capturing;
      },
    );
  }, 1000);
  return capturing.finally(() => {
    clearTimeout(late);
  });
}

/** Where the newest release and the newest one contained differ, the person says which one production runs. */
async function withChosenBase(
  services: Services,
  top: vscode.Uri,
  settings: Settings,
  captured: CapturedFacts & { ok: true },
  silent: boolean,
): Promise<(CapturedFacts & { ok: true })["facts"]> {
  const { facts } = captured;
  if (silent || facts.baseCandidates.length < 2) return facts;
  const picked: BaseCandidate | string | undefined = await pickBase(facts.baseCandidates);
  const ref = typeof picked === "string" ? picked : picked?.ref;
  if (ref === undefined || ref === facts.base?.ref) return facts;
  const again = await capture(services, top, settings, ref);
  if (again.ok) return again.facts;
  showProblem(`${again.message} The draft compares with ${facts.base?.ref ?? "no base"}.`);
  return facts;
}
