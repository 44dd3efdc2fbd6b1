import { chmod } from "node:fs/promises";
import * as vscode from "vscode";
import * as z from "zod";
import { reproductionScript } from "../brief/reproductionScript";
import { replaceFile } from "../system/writeFile";
import { commandTarget } from "./commandTarget";
import { showDone, showNews, showProblem, wordsOf } from "./messages";
import type { Services } from "./services";

const ways = { file: "Save as a file", clipboard: "Copy to the clipboard" } as const;
const given = z.looseObject({ to: z.enum(["file", "clipboard"]) });

/** The reproduction as a shell script, in a file or on the clipboard. Answers with its text. */
export async function exportScript(services: Services, argument?: unknown): Promise<string | undefined> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return undefined;
  const script = reproductionScript(target.halt);
  if (!script.ok) {
    showProblem(`${script.message} Nothing was exported.`, {
      label: "Show the Steps",
      run: async () => {
        await vscode.commands.executeCommand("vscode.openWith", target.uri, "releaseHalt.haltEditor");
        services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "reproduction" });
      },
    });
    return undefined;
  }
  const way = await chooseWay(argument);
  if (way === undefined) return undefined;
  if (way === "file") return (await save(target.halt.id, target.top, script.text)) ? script.text : undefined;
  await vscode.env.clipboard.writeText(script.text);
  showDone("The script is on the clipboard.");
  return script.text;
}

async function chooseWay(argument: unknown): Promise<keyof typeof ways | undefined> {
  const parsed = given.safeParse(argument);
  if (parsed.success) return parsed.data.to;
  const chosen = await vscode.window.showQuickPick(Object.values(ways), {
    title: "Export Reproduction as Script",
  });
  return chosen === undefined ? undefined : chosen === ways.file ? "file" : "clipboard";
}

async function save(haltId: string, top: vscode.Uri | undefined, text: string): Promise<boolean> {
  const name = `reproduce-${haltId.replaceAll(/[^\w.-]+/g, "-")}.sh`;
  // Beside the checkout: a bisection moves what is in it.
  const uri = await vscode.window.showSaveDialog({
    title: "Export Reproduction as Script",
    ...(top && { defaultUri: vscode.Uri.joinPath(top, "..", name) }),
    filters: { "Shell script": ["sh"] },
  });
  if (uri === undefined) return false;
  const problem =
    uri.scheme === "file"
      ? await write(uri.fsPath, text)
      : "Only a folder of this machine can be written to.";
  if (problem !== undefined) {
    showProblem(`${problem} The halt is as it was; the script can be saved elsewhere or copied.`);
    return false;
  }
  showNews(`The script was saved as ${uri.path.split("/").at(-1) ?? name}.`, {
    label: "Open",
    run: () => vscode.commands.executeCommand("vscode.open", uri),
  });
  return true;
}

/** What went wrong, in words; undefined when the script is there and can be run. */
async function write(path: string, text: string): Promise<string | undefined> {
  const written = await replaceFile(path, text);
  if (!written.ok) return written.message;
  try {
    await chmod(path, 0o755);
    return undefined;
  } catch (error) {
    return `${path} was saved, but could not be made a program: ${wordsOf(error)}.`;
  }
}
