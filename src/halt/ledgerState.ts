import { inOrder, type HaltTerms, type LedgerEvent, type LedgerRecord } from "./ledgerRecord";

type Placed = LedgerEvent & { readonly kind: "placed" };
type Closing = LedgerEvent & {
  readonly kind: "lifted" | "overridden" | "overruled" | "withdrawn" | "superseded";
};

/** What the events of a halt come to. */
export interface LedgerState {
  readonly id: string;
  readonly status: "halted" | "approvalRequired" | "closed";
  readonly terms: HaltTerms;
  readonly placed: Placed;
  /** The event that ended it, while it is closed. */
  readonly closed: Closing | undefined;
  readonly approvals: readonly (LedgerEvent & { readonly kind: "approved" })[];
  /** What was seen of its criteria, the newest last. */
  readonly seen: readonly (LedgerEvent & { readonly kind: "met" | "notMet" })[];
  readonly events: readonly LedgerEvent[];
}

/** Folds a record that `readRecord` accepted. Placing again opens a closed halt; changing its terms does not. */
export function stateOf(record: LedgerRecord): LedgerState {
  const events = inOrder(record.events);
  let placed: Placed | undefined;
  let terms: HaltTerms | undefined;
  let closed: Closing | undefined;
  for (const event of events) {
    switch (event.kind) {
      case "placed":
        placed = event;
        terms = event.terms;
        closed = undefined;
        break;
      case "changed":
        terms = event.terms;
        break;
      case "lifted":
      case "overridden":
      case "overruled":
      case "withdrawn":
      case "superseded":
        closed ??= event;
        break;
      case "approved":
      case "met":
      case "notMet":
      case "bypassed":
        break;
      default:
        event satisfies never;
    }
  }
  if (placed === undefined || terms === undefined) throw new Error(`The halt ${record.id} was never placed.`);
  const since = events.indexOf(placed);
  const after = events.slice(since);
  return {
    id: record.id,
    status: closed !== undefined ? "closed" : terms.mode,
    terms,
    placed,
    closed,
    approvals: after.filter((event) => event.kind === "approved"),
    seen: after.filter((event) => event.kind === "met" || event.kind === "notMet"),
    events,
  };
}

/** The sequence number of the next event of a record. */
export function nextSeq(record: LedgerRecord | undefined): number {
  return 1 + (record?.events ?? []).reduce((greatest, { seq }) => Math.max(greatest, seq), 0);
}
