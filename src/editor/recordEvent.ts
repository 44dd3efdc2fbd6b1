import * as vscode from "vscode";
import type { LedgerChange } from "../gate/ledger/haltLedger";
import type { SyncResult } from "../gate/ledger/syncLedger";
import type { GateTarget } from "./gateTarget";
import { withLateProgress } from "./lateProgress";
import { showNews, showProblem, type Offer } from "./messages";
import type { Services } from "./services";
import { refreshMinutes } from "./refreshMinutes";

/**
 * Changes the ledger of a halt's repository, with progress where a network is slow, and takes note of how the exchange
 * went. Answers with what the ledger says.
 */
export async function changeLedger(
  services: Services,
  { repository }: Pick<GateTarget, "repository">,
  title: string,
  work: (repository: NonNullable<GateTarget["repository"]>, signal: AbortSignal) => Promise<LedgerChange>,
): Promise<LedgerChange | undefined> {
  if (repository === undefined) return undefined;
  const { top } = repository;
  const changed = await services.ledgers.during(top, async () =>
    withLateProgress(title, async (signal) => work(repository, signal)),
  );
  if (changed.ok && changed.sync !== undefined) services.ledgers.exchanged(top, changed.sync);
  return changed;
}

/**
 * Says what was done, and truly who knows of it.
 * @param done what happened, as a sentence
 * @param share offered where nobody else can see it
 */
export function tellRecorded(done: string, recorded: LedgerChange | undefined, share?: Offer): void {
  if (recorded === undefined) {
    showNews(done);
    return;
  }
  if (!recorded.ok) {
    showProblem(`${done} The ledger did not take it: ${recorded.message}`);
    return;
  }
  const { sync } = recorded;
  if (sync === undefined)
    showNews(`${done} Only this clone knows it: the halt was never shared.`, ...(share ? [share] : []));
  else tellExchange(done, sync);
}

/** Says how an exchange with the remote went. */
export function tellExchange(done: string, sync: SyncResult): void {
  switch (sync.kind) {
    case "synced":
      showNews(`${done} The ledger on ${sync.remote} has it: everybody sees it now.`);
      return;
    case "noRemote":
      showNews(
        `${done} This repository has no remote, so nobody else sees it: it is kept in this clone, and sent once there is one.`,
      );
      return;
    case "absent":
      showNews(`${done} ${sync.remote} has no ledger yet.`);
      return;
    case "failed":
      showProblem(`${done} Others do not see it yet: ${sentBy(sync.remote)} Why: ${sync.message}`, tryAgain);
      return;
    default:
      sync satisfies never;
  }
}

function sentBy(remote: string): string {
  const minutes = vscode.workspace.isTrusted ? refreshMinutes() : 0;
  return minutes === 0
    ? `it is kept here and goes to ${remote} with the next exchange.`
    : `it is kept here and sent to ${remote} later; the next try is in about ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
}

const tryAgain: Offer = {
  label: "Try Again",
  run: () => vscode.commands.executeCommand("releaseHalt.sync"),
};
