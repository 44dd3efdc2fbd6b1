import { realpath } from "node:fs/promises";
import type * as vscode from "vscode";
import { pathInside } from "../system/pathInside";

/** Where in the repository; a folder outside of it names a person's home and means nothing to others. */
export async function folderIn(
  top: vscode.Uri | undefined,
  folder: string | undefined,
): Promise<string | undefined> {
  if (top?.scheme !== "file" || folder === undefined) return undefined;
  if (await isSame(top.fsPath, folder)) return ".";
  return (await pathInside(top.fsPath, folder))?.relative;
}

async function isSame(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map(async (path) => realpath(path).catch(() => path)));
  return one === other;
}
