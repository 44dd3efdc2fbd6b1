import * as vscode from "vscode";
import { evidenceIds, evidenceTitles, type EvidenceId } from "../halt/evidence";
import { instantOf } from "../halt/instant";
import { change, commandTarget, subjectOf } from "./commandTarget";
import { askText, showDone } from "./messages";
import type { Services } from "./services";

/** Gives a missing item an owner and a due time. */
export async function assign(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const item = evidenceIds.find((id) => id === subjectOf(argument)?.item) ?? (await pickItem());
  if (item === undefined) return false;
  const title = `Assign: ${evidenceTitles[item]}`;
  const before = target.halt.assignments[item];
  const owner = await askText(title, {
    prompt: "Who brings it?",
    ...(before?.owner && { value: before.owner }),
  });
  if (owner === undefined) return false;
  const due = await pickDue(title);
  if (due === undefined) return false;
  const value = { owner, ...(due === "" ? {} : { due }) };
  const done = await change(services, target, [{ kind: "set", path: ["assignments", item], value }]);
  if (done) showDone(`${evidenceTitles[item]}: ${owner}.`);
  return done;
}

async function pickItem(): Promise<EvidenceId | undefined> {
  const picked = await vscode.window.showQuickPick(
    evidenceIds.map((id) => ({ label: evidenceTitles[id], id })),
    { title: "Which evidence is to be brought?" },
  );
  return picked?.id;
}

/** A due time; the empty text for none. */
async function pickDue(title: string): Promise<string | undefined> {
  const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);
  const choices = [1, 2, 4, 24].map((hours) => {
    const at = inHours(hours);
    return {
      label: hours === 1 ? "In one hour" : `In ${hours} hours`,
      description: at.toLocaleString(),
      due: instantOf(at),
    };
  });
  const picked = await vscode.window.showQuickPick(
    [...choices, { label: "No due time", description: "", due: "" }],
    {
      title: `${title}: until when?`,
    },
  );
  return picked?.due;
}
