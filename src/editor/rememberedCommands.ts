import type * as vscode from "vscode";
import * as z from "zod";
import { redactText } from "./redactText";

const key = "releaseHalt.commands";
const most = 8;

/** The commands that the person ran here with their results attached, the newest first. */
export function rememberedCommands({ workspaceState }: vscode.ExtensionContext): readonly string[] {
  const read = z.array(z.string()).safeParse(workspaceState.get(key));
  return read.success ? read.data : [];
}

/** Keeps a command for the next time; one that holds a secret is not written anywhere. */
export async function rememberCommand(context: vscode.ExtensionContext, command: string): Promise<void> {
  const { found } = await redactText(command);
  if (Object.keys(found).length > 0) return;
  const others = rememberedCommands(context).filter((one) => one !== command);
  await context.workspaceState.update(key, [command, ...others].slice(0, most));
}
