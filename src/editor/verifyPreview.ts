import * as vscode from "vscode";
import { decidedByWords } from "../assess/decidedByWords";
import { shortCommit } from "../assess/targetWords";
import { plainLine, plainText } from "../brief/escapeMarkdown";
import type { Verification } from "../halt/schema/halt";
import type { VerificationPlan } from "../prove/verify";

/** Shows exactly what will run, and where; the halt may come from anyone, so nothing runs before the person agreed. */
export async function agreesTo(plan: VerificationPlan, confirms: Verification | undefined): Promise<boolean> {
  const agree = confirms === undefined ? "Verify" : "Confirm on My Machine";
  const chosen = await vscode.window.showInformationMessage(
    confirms === undefined
      ? "Run this on your machine to verify the reproduction?"
      : `Run on your machine what ${plainLine(confirms.by ?? "somebody else")} ran?`,
    { modal: true, detail: previewLines(plan).join("\n") },
    agree,
  );
  return chosen === agree;
}

function previewLines({ commits, deciding, setup, runs, budgetMs }: VerificationPlan): readonly string[] {
  const { command, folder = ".", decidedBy } = deciding;
  const times = runs === 1 ? "Once" : `Up to ${runs} times`;
  return [
    ...(setup === undefined ? [] : ["Once in each checkout, to set it up:", ...shown(setup), ""]),
    `${times} in each${folder === "." ? "" : `, in ${plainLine(folder)}`}, within ${timeWords(budgetMs)}:`,
    ...shown(command),
    plainLine(decidedByWords(decidedBy)),
    "",
    "Each in a checkout of its own that is deleted afterwards:",
    ...commits.map(({ ref, role, commit, uncommittedOf }) => {
      const what = role === "other" ? "" : `, the ${role}`;
      const uncommitted = uncommittedOf === undefined ? "" : ", with your uncommitted changes";
      return `    ${plainLine(ref)} (${shortCommit(uncommittedOf ?? commit)}${what}${uncommitted})`;
    }),
  ];
}

/** A command keeps its lines; what would hide a part of it is taken out of what is shown. */
function shown(command: string): readonly string[] {
  return command.split(/\r?\n/).map((line) => `    ${plainText(line)}`);
}

function timeWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds % 60 !== 0) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return seconds === 60 ? "1 minute" : `${seconds / 60} minutes`;
}
