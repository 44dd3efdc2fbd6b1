import * as vscode from "vscode";
import { describeAttachment } from "../capture/addAttachment";
import { instantOf } from "../halt/instant";
import { change, commandTarget, contextOf, placeOf, subjectOf } from "./commandTarget";
import { askText, showDone, showProblem } from "./messages";
import type { Services } from "./services";

/** Attaches a screenshot, a trace or a link to the halt; to an observation of it when one is named, else to the newest. */
export async function attachFile(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  if (target.uri.scheme !== "file") {
    showProblem("This halt is not on this machine, so nothing can be attached to it from here.");
    return false;
  }
  const source = await chooseSource(target.top);
  if (source === undefined) return false;
  const described = await describeAttachment(source, {
    ...placeOf(target),
    now: instantOf(new Date()),
    ...(await contextOf(services, target)),
  });
  if (!described.ok) {
    showProblem(described.message);
    return false;
  }
  const { attachment } = described;
  const { observations } = target.halt;
  const wanted = subjectOf(argument)?.item;
  const observation = observations.find(({ id }) => id === wanted) ?? observations.at(-1);
  const added = await change(services, target, [
    { kind: "add", path: ["attachments"], item: attachment },
    ...(observation === undefined
      ? []
      : [
          {
            kind: "set" as const,
            path: ["observations", { id: observation.id }, "attachments"],
            value: [...observation.attachments, attachment.id],
          },
        ]),
  ]);
  if (added) showDone("Attached to the halt.");
  return added;
}

async function chooseSource(top: vscode.Uri | undefined): Promise<string | undefined> {
  const kind = await vscode.window.showQuickPick(
    ["A file: screenshot, trace or log", "A link: dashboard, ticket or chat"],
    {
      title: "Attach to the Halt",
    },
  );
  if (kind === undefined) return undefined;
  if (kind.startsWith("A link"))
    return askText("Attach a Link", { prompt: "Its address", placeHolder: "https://" });
  const [file] =
    (await vscode.window.showOpenDialog({ ...(top && { defaultUri: top }), openLabel: "Attach" })) ?? [];
  return file?.fsPath;
}
