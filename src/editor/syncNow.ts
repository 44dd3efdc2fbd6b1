import * as z from "zod";
import type { SyncResult } from "../gate/ledger/syncLedger";
import { withLateProgress } from "./lateProgress";
import { showNews } from "./messages";
import { tellExchange } from "./recordEvent";
import type { Services } from "./services";

const asked = z.looseObject({ putBack: z.literal(true) });

/**
 * Sends what waits and brings what others did, now, for every repository of the workspace. What is missing in a ledger
 * that was rewritten is sent again only where the argument says so: it may be missing on purpose.
 */
export async function sync(services: Services, argument?: unknown): Promise<readonly SyncResult["kind"][]> {
  const putsBack = asked.safeParse(argument).success;
  const results = await withLateProgress("Exchanging halts with the remote…", async (signal) =>
    services.refresh.now(signal, putsBack),
  );
  if (results.length === 0)
    showNews("There is nothing to exchange with: no repository here has a remote that would hold the halts.");
  for (const result of results) tell(result);
  return results.map(({ kind }) => kind);
}

function tell(result: SyncResult): void {
  if (result.kind === "absent") {
    // What is wrong with a ledger is said by the notices, whoever exchanged it.
    if (result.warnings.length === 0) showNews(`${result.remote} has no halts: none was shared there yet.`);
  } else if (result.kind === "synced" && result.warnings.length === 0) {
    const sent = result.pushed > 0 ? ", and what waited here was sent" : "";
    showNews(`The halts are as ${result.remote} has them${sent}.`);
  } else if (result.kind === "synced") {
    if (result.pushed > 0) showNews(`What was missing on ${result.remote} is there again.`);
  } else tellExchange("Nothing is lost.", result);
}
