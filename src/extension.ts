import type * as vscode from "vscode";
import { registerReleaseHalt } from "./editor/startUp";

let end: (() => Promise<void>) | undefined;

/** Registers what waits for the person; everything else loads when it is first used. */
export function activate(context: vscode.ExtensionContext): void {
  end = registerReleaseHalt(context);
}

/** Ends what still runs; the editor waits for it for some seconds. */
export async function deactivate(): Promise<void> {
  await end?.();
}
