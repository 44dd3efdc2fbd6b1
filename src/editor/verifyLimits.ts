import * as vscode from "vscode";
import type { TrialPlan } from "../prove/commitTrials";
import type { VerificationPlan } from "../prove/verify";

/** How often, how long and how much at once a verification runs, by the settings; what is no such number is not taken. */
export function verifyLimits(
  top: vscode.Uri,
): Pick<VerificationPlan, "runs" | "budgetMs" | "timeoutMs"> & { readonly parallel: number } {
  return {
    runs: count(top, "verify.runs", 5, 1000),
    budgetMs: count(top, "verify.budgetSeconds", 300, longestSeconds) * 1000,
    timeoutMs: runTimeoutMs(top),
    parallel: count(top, "verify.parallel", 1, 16),
  };
}

/** How long a search for the change goes on, by the settings, and how long one run of it. */
export function searchLimits(top: vscode.Uri): Pick<TrialPlan, "budgetMs" | "timeoutMs"> {
  return {
    budgetMs: count(top, "findChange.budgetSeconds", 1800, longestSeconds) * 1000,
    timeoutMs: runTimeoutMs(top),
  };
}

const longestSeconds = 86_400;

function runTimeoutMs(top: vscode.Uri): number {
  return count(top, "verify.timeoutSeconds", 120, longestSeconds) * 1000;
}

function count(top: vscode.Uri, name: string, fallback: number, most: number): number {
  const value = vscode.workspace.getConfiguration("releaseHalt", top).get<unknown>(name);
  return typeof value === "number" && value >= 1 ? Math.min(most, Math.floor(value)) : fallback;
}
