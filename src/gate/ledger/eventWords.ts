import { phrase, sentence } from "../../assess/phrase";
import { plainLine } from "../../brief/escapeMarkdown";
import type { LedgerEvent } from "../../halt/ledgerRecord";

const what: Readonly<Record<LedgerEvent["kind"], string>> = {
  placed: "Halted",
  changed: "Changed what is halted",
  approved: "Approved",
  met: "Criterion met",
  notMet: "Criterion no longer met",
  lifted: "Lifted",
  overridden: "Lifted by override",
  overruled: "Overruled: the release ships",
  withdrawn: "Withdrawn",
  superseded: "Superseded",
  bypassed: "Release went past the gate",
};

/** What an event is called. */
export function eventName({ kind }: LedgerEvent): string {
  return what[kind];
}

/** What an event says, beside its name; empty where its name says all. */
export function eventDetail(event: LedgerEvent): string {
  switch (event.kind) {
    case "placed":
    case "changed":
      return plainLine(`${event.terms.title}: ${event.terms.reason}`);
    case "approved":
      return plainLine([event.commit?.slice(0, 10), event.note].filter(Boolean).join(": "));
    case "met":
    case "notMet":
      return plainLine([event.result, event.commit?.slice(0, 10)].filter(Boolean).join(" at "));
    case "overridden":
      return plainLine(`${sentence(event.reason)} Not met: ${event.unmet.join("; ")}`);
    case "overruled":
      return plainLine(
        [
          sentence(event.reason),
          `Risk accepted by ${event.riskOwner}.`,
          event.abortThreshold && `Abort at: ${phrase(event.abortThreshold)}.`,
          event.watchedBy && `Watched by ${phrase(event.watchedBy)}.`,
        ]
          .filter(Boolean)
          .join(" "),
      );
    case "bypassed":
      return plainLine([event.ref ?? event.commit?.slice(0, 10), event.reason].filter(Boolean).join(": "));
    case "lifted":
    case "withdrawn":
    case "superseded":
      return plainLine(event.reason);
    default:
      return event satisfies never;
  }
}

/** The message of the commit that records an event. A pipeline that runs on every branch has nothing to do here. */
export function eventWords(halt: string, event: LedgerEvent): string {
  const by = event.by === undefined ? "" : ` by ${plainLine(event.by)}`;
  const detail = eventDetail(event);
  return [
    `${eventName(event)}${by}: ${halt}`,
    ...(detail === "" ? [] : [detail]),
    `Event: ${event.id}\n\n[skip ci]`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** The message of a commit that records several events of one kind. */
export function eventsWords(
  events: readonly { readonly halt: string; readonly event: LedgerEvent }[],
): string {
  const [first] = events;
  if (first !== undefined && events.length === 1) return eventWords(first.halt, first.event);
  const lines = events.map(({ halt, event }) => `${halt}: ${eventDetail(event)}`);
  const ids = events.map(({ event }) => `Event: ${event.id}`);
  const name = first === undefined ? "" : eventName(first.event);
  return `${[`${name}, ${events.length} times`, lines.join("\n"), ids.join("\n"), "[skip ci]"].join("\n\n")}\n`;
}
