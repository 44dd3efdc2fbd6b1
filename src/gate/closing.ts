import type { NewEvent } from "../halt/ledgerRecord";
import type { Halt } from "../halt/schema/halt";
import { liftHalt, overruleHalt, supersedeHalt, withdrawHalt, type StatusIntents } from "./haltStatus";

/** An event that ends a halt. */
export type Closing = Extract<
  NewEvent,
  { readonly kind: "lifted" | "overridden" | "overruled" | "withdrawn" | "superseded" }
>;

/** What the file of a halt has to say after an event ended it. */
export function closingIntents(halt: Halt, event: Closing): StatusIntents {
  const change = { reason: event.reason, now: event.at, ...(event.by !== undefined && { by: event.by }) };
  switch (event.kind) {
    case "lifted":
      return liftHalt(halt, change);
    case "overridden":
      return liftHalt(halt, change, event.unmet);
    case "overruled": {
      const { riskOwner, abortThreshold, watchedBy } = event;
      return overruleHalt(halt, change, {
        riskOwner,
        ...(abortThreshold !== undefined && { abortThreshold }),
        ...(watchedBy !== undefined && { watchedBy }),
      });
    }
    case "withdrawn":
      return withdrawHalt(halt, change);
    case "superseded":
      return supersedeHalt(halt, change, event.supersededBy);
    default:
      return event satisfies never;
  }
}

/** The event that the file of a closed halt tells of; undefined while the file says nothing of an end. */
export function closingEvent({ status, outcome, decision }: Halt): Closing | undefined {
  if (status !== "closed" || outcome === undefined) return undefined;
  const { kind, reason, at, by, unmet = [], supersededBy } = outcome;
  const said = { reason, at, ...(by !== undefined && { by }) };
  switch (kind) {
    case "lifted":
      return unmet.length > 0 ? { kind: "overridden", ...said, unmet } : { kind, ...said };
    case "overruled": {
      const { riskOwner = by ?? "not named", abortThreshold, watchedBy } = decision;
      return {
        kind,
        ...said,
        riskOwner,
        ...(abortThreshold !== undefined && { abortThreshold }),
        ...(watchedBy !== undefined && { watchedBy }),
      };
    }
    case "withdrawn":
      return { kind, ...said };
    case "superseded":
      return { kind, ...said, ...(supersededBy !== undefined && { supersededBy }) };
    default:
      return kind satisfies never;
  }
}
