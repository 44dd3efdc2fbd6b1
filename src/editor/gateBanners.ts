import { dateWords } from "../assess/dateWords";
import { phrase } from "../assess/phrase";
import { eventName } from "../gate/ledger/eventWords";
import type { LedgerOverview } from "../gate/ledger/ledgerOverview";
import type { SyncResult } from "../gate/ledger/syncLedger";
import type { HaltScope } from "../halt/ledgerRecord";
import type { Halt } from "../halt/schema/halt";
import type { Banner } from "./protocol";

/** What the banners of a halt's editor are made from. */
export interface BannerFacts {
  readonly halt: Halt;
  /** What the ledgers of its repository hold; undefined while they are being read, and where nothing may be asked. */
  readonly overview: LedgerOverview | undefined;
  /** How the last exchange with the remote went, in this window. */
  readonly exchange: SyncResult | undefined;
  /** What waits for the remote is on its way now. */
  readonly isSending: boolean;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly timeZone: string | undefined;
  /** The file is being changed: only what is saved is compared with the ledger. */
  readonly isDirty: boolean;
}

/** What a person should know of a halt before all else: who sees it, and where its file, the ledger and time disagree. */
export function gateBanners(facts: BannerFacts): readonly Banner[] {
  const { halt, overview } = facts;
  if (overview === undefined || halt.status === "draft") return [];
  return [
    ...ofClosing(facts),
    ...ofSharing(facts, overview),
    ...ofTerms(facts),
    ...ofReview(facts),
    ...ofLedger(facts, overview),
  ];
}

function recordOf({ halt, overview }: BannerFacts): LedgerOverview["halts"][number] | undefined {
  return overview?.halts.find(({ state }) => state.id === halt.id);
}

/** The file and the ledger do not agree on whether the halt goes on. */
function ofClosing(facts: BannerFacts): Banner[] {
  const { halt, timeZone } = facts;
  const known = recordOf(facts);
  const closed = known?.state.closed;
  if (halt.status === "active" && closed !== undefined) {
    const by = closed.by === undefined ? "" : ` by ${closed.by}`;
    return [
      {
        kind: "warning",
        text: `${eventName(closed)}${by}, ${dateWords(closed.at, timeZone)}: ${phrase(closed.reason)}. This file still says that the halt is active.`,
        command: "reconcileHalt",
        label: "Close it here, too",
      },
    ];
  }
  if (halt.status === "closed" && known !== undefined && closed === undefined) {
    return [
      {
        kind: "warning",
        text: `This file says that the halt is ${halt.outcome?.kind ?? "closed"}; the ledger still stops releases.`,
        command: "reconcileHalt",
        label: "Record it in the ledger",
      },
    ];
  }
  return [];
}

/** Who sees the halt, unless everybody does. */
function ofSharing(facts: BannerFacts, { remote }: LedgerOverview): Banner[] {
  const { halt, exchange, isSending } = facts;
  const known = recordOf(facts);
  if (isSending) return [];
  if (known === undefined) {
    if (halt.status !== "active") return [];
    return [
      {
        kind: "info",
        text: "Only you see this: the halt is in its file, and in no ledger yet.",
        command: "shareHalt",
        label: "Share",
      },
    ];
  }
  const events = `${known.waiting} ${known.waiting === 1 ? "event waits" : "events wait"} to be sent to ${remote ?? "the remote"}`;
  const why = exchange?.kind === "failed" ? ` Last try: ${phrase(exchange.message)}.` : "";
  const send = { command: "syncHalts", label: "Send now" } as const;
  switch (known.audience) {
    case "private":
      if (halt.status !== "active") return [];
      return [{ kind: "info", text: "Only you see this.", command: "shareHalt", label: "Share" }];
    case "noRemote":
      return [
        {
          kind: "info",
          text: "This repository has no remote, so only this clone has the halt. It is sent once there is one.",
        },
      ];
    case "notSent":
      return [{ kind: "warning", text: `Others do not see this yet: ${events}.${why}`, ...send }];
    case "partly":
      return [{ kind: "info", text: `Others see an earlier state: ${events}.${why}`, ...send }];
    case "shared":
      return [];
    default:
      return known.audience satisfies never;
  }
}

/** What the file says of the scope, the cause or the mode is not what the ledger refuses by. */
function ofTerms(facts: BannerFacts): Banner[] {
  const { halt, isDirty } = facts;
  const known = recordOf(facts);
  if (halt.status !== "active" || isDirty || known === undefined || known.state.closed !== undefined)
    return [];
  const { terms } = known.state;
  const differs = [
    ...((halt.scope.mode ?? "halted") === terms.mode ? [] : ["how it stops"]),
    ...(sameChange(terms.scope.causes, halt.cause.commit) ? [] : ["the change that brought the bug"]),
    ...(sameChange(terms.scope.fixes, halt.cause.fixCommit) ? [] : ["the fix"]),
    ...(halt.scope.refs.length === 0 || halt.scope.refs.join("\n") === terms.scope.refs.join("\n")
      ? []
      : ["the refs"]),
  ];
  if (differs.length === 0) return [];
  return [
    {
      kind: "warning",
      text: `The ledger holds something else than this file: ${differs.join(", ")}. Releases are stopped by what the ledger holds.`,
      command: "reconcileHalt",
      label: "Record what the file says",
    },
  ];
}

function sameChange(recorded: HaltScope["causes"], commit: string | undefined): boolean {
  return recorded.map((change) => change.commit).join() === (commit ?? "");
}

/** A halt never ends by itself. */
function ofReview({ halt, now, timeZone }: BannerFacts): Banner[] {
  const reviewAt = halt.placement?.reviewAt;
  if (halt.status !== "active" || reviewAt === undefined || Date.parse(reviewAt) > Date.parse(now)) return [];
  return [
    {
      kind: "info",
      text: `Asked to be reviewed by ${dateWords(reviewAt, timeZone)}: is it still needed? It goes on until somebody lifts it.`,
      command: "liftHalt",
      label: "Lift…",
    },
  ];
}

/** What is wrong with the ledger itself. */
function ofLedger({ exchange }: BannerFacts, { problems }: LedgerOverview): Banner[] {
  const warnings = exchange?.kind === "synced" || exchange?.kind === "absent" ? exchange.warnings : [];
  return [
    ...warnings.map((text): Banner => ({
      kind: "warning",
      text,
      command: "putBackHalts",
      label: "Put back what is missing",
      other: { command: "acceptRewrite", label: "Accept it as it is…" },
    })),
    ...problems.map((text): Banner => ({ kind: "warning", text })),
  ];
}
