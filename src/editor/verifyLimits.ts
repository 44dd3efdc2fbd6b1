import * as vscode from "vscode";
import type { VerificationPlan } from "../prove/verify";

/** How often, how long and how much at once a verification runs, by the settings; what is no such number is not taken. */
export function verifyLimits(
  top: vscode.Uri,
): Pick<VerificationPlan, "runs" | "budgetMs" | "timeoutMs"> & { readonly parallel: number } {
  const settings = vscode.workspace.getConfiguration("releaseHalt.verify", top);
  const count = (name: string, fallback: number, most: number): number => {
    const value = settings.get<unknown>(name);
    return typeof value === "number" && value >= 1 ? Math.min(most, Math.floor(value)) : fallback;
  };
  return {
    runs: count("runs", 5, 1000),
    budgetMs: count("budgetSeconds", 300, 86_400) * 1000,
    timeoutMs: count("timeoutSeconds", 120, 86_400) * 1000,
    parallel: count("parallel", 1, 16),
  };
}
