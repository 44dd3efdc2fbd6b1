import * as vscode from "vscode";

/** How often the ledger is fetched, in minutes; 0 is never. */
export function refreshMinutes(): number {
  const minutes = vscode.workspace.getConfiguration("releaseHalt").get<unknown>("ledger.refreshMinutes");
  return typeof minutes === "number" && Number.isFinite(minutes) && minutes > 0 ? Math.max(1, minutes) : 0;
}
