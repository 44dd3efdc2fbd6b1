import type { SyncResult } from "../gate/ledger/syncLedger";
import { withLateProgress } from "./lateProgress";
import { showNews, showProblem } from "./messages";
import { tellExchange } from "./recordEvent";
import type { Services } from "./services";

/** Sends what waits and brings what others did, now, for every repository of the workspace. */
export async function sync(services: Services): Promise<readonly SyncResult["kind"][]> {
  const results = await withLateProgress("Exchanging halts with the remote…", async (signal) =>
    services.refresh.now(signal),
  );
  if (results.length === 0)
    showNews("There is nothing to exchange: no repository that is open here has a remote for its halts.");
  for (const result of results) tell(result);
  return results.map(({ kind }) => kind);
}

function tell(result: SyncResult): void {
  if (result.kind === "absent") {
    if (result.warnings.length > 0) showProblem(result.warnings.join(" "));
    else showNews(`${result.remote} has no halts: nobody has shared one there yet.`);
  } else if (result.kind === "synced") {
    const sent = result.pushed > 0 ? ", and what waited here was sent" : "";
    showNews(`The halts are as ${result.remote} has them${sent}.`);
    for (const warning of result.warnings) showProblem(warning);
  } else tellExchange("Nothing is lost.", result);
}
