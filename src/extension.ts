import type * as vscode from "vscode";
import { registerReleaseHalt } from "./editor/startUp";

/** Registers what waits for the person; everything else loads when it is first used. */
export function activate(context: vscode.ExtensionContext): void {
  registerReleaseHalt(context);
}
