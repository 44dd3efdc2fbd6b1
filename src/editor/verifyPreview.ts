import * as vscode from "vscode";
import { shortCommit } from "../assess/targetWords";
import { plainLine } from "../brief/escapeMarkdown";
import type { Verification } from "../halt/schema/halt";
import type { VerificationPlan } from "../prove/verify";
import { runLines } from "./previewText";

/**
 * Shows exactly what will run, and where, and which tools tell their versions; the halt may come from anyone, so nothing runs
 * before the person agreed. They may ask for other commits first.
 */
export async function agreesTo(
  plan: VerificationPlan,
  confirms: Verification | undefined,
  tools: readonly string[],
): Promise<"run" | "otherCommits" | undefined> {
  const agree = confirms === undefined ? "Verify" : "Confirm on My Machine";
  const others = "Other Commits…";
  const chosen = await vscode.window.showInformationMessage(
    confirms === undefined
      ? "Run this on your machine to verify the reproduction?"
      : `Run on your machine what ${plainLine(confirms.by ?? "somebody else")} ran?`,
    { modal: true, detail: [...previewLines(plan), ...askedLines(tools)].join("\n") },
    agree,
    others,
  );
  if (chosen === others) return "otherCommits";
  return chosen === agree ? "run" : undefined;
}

function previewLines({ commits, deciding, setup, runs, budgetMs }: VerificationPlan): readonly string[] {
  const times = runs === 1 ? "Once" : `Up to ${runs} times`;
  return [
    ...runLines(deciding, setup, {
      ...{ setup: "Once in each checkout", command: `${times} in each`, budgetMs },
    }),
    "Each in a checkout of its own that is deleted afterwards:",
    ...commits.map(({ ref, role, commit, uncommittedOf }) => {
      const what = role === "other" ? "" : `, the ${role}`;
      const uncommitted = uncommittedOf === undefined ? "" : ", with your uncommitted changes";
      return `    ${plainLine(ref)} (${shortCommit(uncommittedOf ?? commit)}${what}${uncommitted})`;
    }),
    ...commits.flatMap(({ leftOut = [] }) => leftOut.map(plainLine)),
  ];
}

/** The programs that are run to compare this machine with the one that is recorded. */
function askedLines(tools: readonly string[]): readonly string[] {
  return tools.length === 0 ? [] : ["", `Asked for their versions: ${tools.join(", ")}.`];
}
