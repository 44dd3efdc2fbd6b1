import { closingEvent, closingIntents } from "../gate/closing";
import { instantOf } from "../halt/instant";
import { change } from "./commandTarget";
import { gateTarget } from "./gateTarget";
import { showDone, showProblem } from "./messages";
import { changeLedger, tellRecorded } from "./recordEvent";
import type { Services } from "./services";

/**
 * Brings a halt's file and its record together, where they disagree: a halt that somebody else ended is closed here, too;
 * an end that only the file tells of is recorded; a scope or criteria that only the file has are recorded.
 */
export async function reconcile(services: Services, argument?: unknown): Promise<boolean> {
  const target = await gateTarget(services, argument, "Bring File and Ledger Together");
  const { file, known, by } = target ?? {};
  if (target === undefined || file === undefined) return false;
  const { halt } = file;
  const closed = known?.state.closed;
  if (closed !== undefined && halt.status === "active") {
    const computed = closingIntents(halt, closed);
    if (!computed.ok) {
      showProblem(computed.message);
      return false;
    }
    const changed = await change(services, file, computed.intents, { save: true });
    if (changed) showDone("The halt is closed here, too.");
    return changed;
  }
  const end = closingEvent(halt);
  const recorded = await changeLedger(services, target, "Telling the ledger…", async ({ ledger }, signal) => {
    if (halt.status === "active" && known === undefined) return ledger.place(halt);
    if (halt.status === "active") {
      const updated = await ledger.update(halt, { at: instantOf(new Date()), ...by });
      return updated ?? { ok: true, shared: known?.shared === true, sync: undefined };
    }
    if (end === undefined || known === undefined || closed !== undefined)
      return { ok: true, shared: known?.shared === true, sync: undefined };
    return ledger.record(halt.id, end, { signal });
  });
  tellRecorded("File and ledger agree.", recorded);
  return recorded?.ok === true;
}
