import * as vscode from "vscode";
import type { SyncResult } from "../gate/ledger/syncLedger";
import { instantOf } from "../halt/instant";
import { gateTarget, argumentOf, type GateTarget } from "./gateTarget";
import { place } from "./placeHalt";
import { showProblem } from "./messages";
import { changeLedger, tellExchange } from "./recordEvent";
import type { Services } from "./services";

/**
 * Makes a halt everybody's: its record goes to the ledger on the remote. One that no ledger has is recorded first, and a
 * draft is placed first when the person says so. Answers with how the exchange went; undefined when nothing was shared.
 */
export async function share(services: Services, argument?: unknown): Promise<SyncResult["kind"] | undefined> {
  const named = await gateTarget(services, argument, "Share Halt");
  const target = named === undefined ? undefined : await ready(services, named);
  if (target === undefined) return undefined;
  const { file, known, id, by } = target;
  const changed = await changeLedger(services, target, "Sharing the halt…", async ({ ledger }, signal) => {
    if (known === undefined && file !== undefined) {
      const placed = await ledger.place(file.halt);
      if (!placed.ok) return placed;
    } else if (file?.halt.status === "active") {
      const updated = await ledger.update(file.halt, { at: instantOf(new Date()), ...by });
      if (updated?.ok === false) return updated;
    }
    return ledger.share(id, { signal });
  });
  if (changed?.ok !== true) {
    showProblem(`The halt is not shared: ${changed?.message ?? "its repository is not open here."}`);
    return undefined;
  }
  if (changed.sync === undefined) return undefined;
  tellExchange(
    changed.sync.kind === "synced" ? "The halt is shared." : "The halt is ready to be shared.",
    changed.sync,
  );
  return changed.sync.kind;
}

/** A halt that can be shared: one that stops releases, or whose history others should have. */
async function ready(services: Services, target: GateTarget): Promise<GateTarget | undefined> {
  const { file, known, repository } = target;
  if (repository === undefined) {
    showProblem(
      "This halt is in no repository of this machine that is open. Open the folder of its repository to share it.",
    );
    return undefined;
  }
  if (known !== undefined || file === undefined || file.halt.status === "active") return target;
  if (file.halt.status === "closed") {
    showProblem("The halt is closed, and no ledger has it: there is nothing to share.");
    return undefined;
  }
  const placing = "Place the halt, then share it";
  const answer = await vscode.window.showQuickPick([placing, "Leave it a draft"], {
    title: "This halt is a draft: it stops nothing yet",
    ignoreFocusOut: true,
  });
  if (answer !== placing || !(await place(services, argumentOf(target)))) return undefined;
  return gateTarget(services, argumentOf(target), "Share Halt");
}
