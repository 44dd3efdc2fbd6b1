import * as vscode from "vscode";
import * as z from "zod";
import { writeActiveHalt } from "../gate/writeActiveHalt";
import { instantOf } from "../halt/instant";
import { chooseRepository } from "./chooseRepository";
import { inTree } from "./draft";
import { settingsOf } from "./haltSettings";
import { askText, showNews, showProblem } from "./messages";
import type { Services } from "./services";

const haltArguments = z.object({
  title: z.string().min(1),
  reason: z.string().min(1),
  folder: z.string().optional(),
});

/**
 * Stops the release with two prompts and no network: what is checked out is halted, and an announcement is on the
 * clipboard. Answers with the file's address; undefined when the person left or it was not possible.
 */
export async function haltNow(services: Services, argument?: unknown): Promise<string | undefined> {
  const given = haltArguments.safeParse(argument);
  const folder = given.success ? given.data.folder : undefined;
  const top = folder === undefined ? await chooseRepository() : vscode.Uri.file(folder);
  if (top === undefined) return undefined;
  const title = given.success
    ? given.data.title
    : await askText("Halt Release Now (1 of 2)", { prompt: "What goes wrong? One sentence." });
  if (title === undefined) return undefined;
  const reason = given.success
    ? given.data.reason
    : await askText("Halt Release Now (2 of 2)", {
        prompt: "Why must the release wait? It is told to everybody who is stopped.",
      });
  if (reason === undefined) return undefined;
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
