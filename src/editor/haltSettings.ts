import * as vscode from "vscode";
import type { Settings } from "../halt/settings";

const known = new Map<string, Promise<{ settings: Settings; problems: string[] }>>();

/**
 * The repository's settings. Read when first asked for and again after its file changed; without a repository on this
 * machine there are none.
 */
export async function settingsOf(
  top: vscode.Uri | undefined,
): Promise<{ settings: Settings; problems: string[] }> {
  if (top?.scheme !== "file") return { settings: {}, problems: [] };
  const key = top.toString();
  const found = known.get(key);
  if (found !== undefined) return found;
  const reading = read(top);
  known.set(key, reading);
  return reading;
}

/** Forgets what was read when a settings file changes. */
export function watchSettings(changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher("**/.release-halt/settings.yaml");
  const forget = (): void => {
    known.clear();
    changed();
  };
  watcher.onDidChange(forget);
  watcher.onDidCreate(forget);
  watcher.onDidDelete(forget);
  return watcher;
}

async function read(top: vscode.Uri): Promise<{ settings: Settings; problems: string[] }> {
  const { readRepositorySettings } = await import("../system/repositorySettings");
  return readRepositorySettings(top.fsPath);
}
