import * as vscode from "vscode";
import { showProblem } from "./messages";

/** A halt may come from anyone: only web addresses are opened. */
export async function openAddress(address: string | undefined): Promise<void> {
  if (address === undefined) return;
  const uri = vscode.Uri.parse(address, true);
  if (uri.scheme === "https" || uri.scheme === "http") await vscode.env.openExternal(uri);
  else showProblem(`${address} is no web address, so it is not opened from here.`);
}
