import type { Intent } from "../halt/intent";
import { newItemId } from "../halt/newId";
import type { Halt } from "../halt/schema/halt";

export interface StatusChange {
  readonly reason: string;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly by?: string;
}

export type StatusIntents =
  | { readonly ok: true; readonly intents: readonly Intent[] }
  | { readonly ok: false; readonly message: string };

/** Makes a draft active: from now on the gate refuses. */
export function placeHalt(halt: Halt, { reason, now, by }: StatusChange): StatusIntents {
  if (halt.status === "active") return refused("The halt is active already.");
  if (halt.status === "closed")
    return refused("The halt is closed. Draft a new one to stop the release again.");
  const placement = { reason, at: now, ...(by && { by }) };
  return changed([
    set("status", "active"),
    set("placement", placement),
    event("placed", { reason, now, by }),
  ]);
}

/**
 * Ends an active halt: its reason to hold the release is gone.
 * @param unmet the criteria that are not met, in words: then it is an override, and recorded as one
 */
export function liftHalt(halt: Halt, change: StatusChange, unmet: readonly string[] = []): StatusIntents {
  if (halt.status === "draft")
    return refused("The halt is a draft: it stops nothing yet. Withdraw it, or place it first.");
  return close(halt, "lifted", change, unmet.length > 0 ? { unmet: [...unmet] } : {});
}

/** Who carries an overruled halt's risk, when the release is stopped again, and who watches for that. */
export interface AcceptedRisk {
  readonly riskOwner: string;
  readonly abortThreshold?: string;
  readonly watchedBy?: string;
}

/** Ends an active halt although the bug is there: the release ships, and somebody accepts the risk by name. */
export function overruleHalt(halt: Halt, change: StatusChange, risk: AcceptedRisk): StatusIntents {
  if (halt.status === "draft") return refused("The halt is a draft: there is nothing to overrule yet.");
  const closed = close(halt, "overruled", change);
  if (!closed.ok) return closed;
  const fields = Object.entries({ ...risk }).map(([key, value]): Intent => ({
    kind: "set",
    path: ["decision", key],
    value,
  }));
  return changed([...closed.intents, ...fields]);
}

/** Takes a halt back that should not have been there. */
export function withdrawHalt(halt: Halt, change: StatusChange): StatusIntents {
  return close(halt, "withdrawn", change);
}

/** Ends a halt because another one took its place. */
export function supersedeHalt(halt: Halt, change: StatusChange, supersededBy?: string): StatusIntents {
  return close(halt, "superseded", change, supersededBy === undefined ? {} : { supersededBy });
}

function close(
  halt: Halt,
  kind: "lifted" | "withdrawn" | "overruled" | "superseded",
  { reason, now, by }: StatusChange,
  more: { readonly unmet?: string[]; readonly supersededBy?: string } = {},
): StatusIntents {
  if (halt.status === "closed")
    return refused(`The halt is closed already${halt.outcome ? ` (${halt.outcome.kind})` : ""}.`);
  const outcome = { kind, reason, at: now, ...(by && { by }), ...more };
  return changed([set("status", "closed"), set("outcome", outcome), event(kind, { reason, now, by })]);
}

function set(
  key: "status" | "placement" | "outcome",
  value: string | Record<string, string | string[]>,
): Intent {
  return { kind: "set", path: [key], value };
}

function event(
  name: string,
  { reason, now, by }: { reason: string; now: string; by: string | undefined },
): Intent {
  const item = { id: newItemId("event"), at: now, ...(by && { by }), event: name, detail: reason };
  return { kind: "add", path: ["timeline"], item };
}

function changed(intents: readonly Intent[]): StatusIntents {
  return { ok: true, intents };
}

function refused(message: string): StatusIntents {
  return { ok: false, message };
}
