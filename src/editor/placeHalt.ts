import * as vscode from "vscode";
import * as z from "zod";
import { placeHalt } from "../gate/haltStatus";
import { instantOf } from "../halt/instant";
import { change, commandTarget, contextOf, type CommandTarget } from "./commandTarget";
import { askText, showNews, showProblem } from "./messages";
import { changeLedger, tellRecorded } from "./recordEvent";
import type { Services } from "./services";

/**
 * Makes the current halt, or the one that is named, active: in its file, saved at once because the gate reads the disk,
 * and in the ledger of this clone.
 */
export async function place(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const possible = placeHalt(target.halt, { reason: "", now: instantOf(new Date()) });
  if (!possible.ok) {
    showProblem(possible.message);
    return false;
  }
  const given = z.looseObject({ reason: z.string().min(1) }).safeParse(argument);
  const reason = given.success
    ? given.data.reason
    : await askText("Halt Release", {
        prompt: "Why must the release wait? It is told to everybody who is stopped.",
      });
  if (reason === undefined) return false;
  // Somebody else may have changed the halt while the person typed.
  const current = await commandTarget(services, target.uri);
  if (current === undefined) return false;
  const { by } = await contextOf(services, current);
  const computed = placeHalt(current.halt, {
    reason,
    now: instantOf(new Date()),
    ...(by !== undefined && { by }),
  });
  if (!computed.ok) {
    showProblem(computed.message);
    return false;
  }
  if (!(await change(services, current, computed.intents, { save: true }))) return false;
  await record(services, current);
  return true;
}

async function record(services: Services, { uri, document, top }: CommandTarget): Promise<void> {
  const read = document.read();
  if (!vscode.workspace.isTrusted) {
    showNews(
      "The release is halted by its file. The ledger has it once you trust the folder and share the halt.",
    );
    return;
  }
  if (top?.scheme !== "file" || !read.ok) {
    showProblem(
      "The release is halted by this file alone: it is in no repository of this machine that is open.",
    );
    return;
  }
  const repository = { ...(await services.ledgers.open(top)), top };
  const recorded = await changeLedger(services, { repository }, "Recording the halt…", async ({ ledger }) =>
    ledger.place(read.halt),
  );
  tellRecorded("The release is halted.", recorded, {
    label: "Share",
    run: () => vscode.commands.executeCommand("releaseHalt.share", { uri: uri.toString() }),
  });
}
