import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { wasEverFetched } from "./fetchLedger";
import { HaltLedger, type KnownHalt } from "./haltLedger";
import { fetchedRef, ledgerBranch, ledgerRemote, privateRef, seenRef, sharedRef, tipsOf } from "./ledgerRefs";
import { ledgerAt } from "./recordEvents";

/**
 * Who sees a halt: only this clone, until it is shared or because there is no remote; nobody else yet, because the remote
 * did not take it so far; everybody, but for events that wait; everybody.
 */
type Audience = "private" | "noRemote" | "notSent" | "partly" | "shared";

export interface LedgerHalt extends KnownHalt {
  readonly audience: Audience;
  /** How many of its events the remote has not. */
  readonly waiting: number;
}

/** What the ledgers of a clone hold, as of the last exchange. */
export interface LedgerOverview {
  readonly remote: string | undefined;
  /** Whether the remote has, or should get, a ledger: one was seen there, is expected there, or a halt was shared here. */
  readonly concerned: boolean;
  readonly halts: readonly LedgerHalt[];
  /** How many events wait for the remote. */
  readonly waiting: number;
  /** What could not be read, as sentences. */
  readonly problems: readonly string[];
}

/** Reads the ledgers of a clone without any network. Throws where the refs of the repository cannot be read. */
export async function ledgerOverview(git: Git, top: string, settings: Settings): Promise<LedgerOverview> {
  const remote = await ledgerRemote(git, top, settings);
  const ofRemote =
    remote === undefined
      ? []
      : [fetchedRef(remote), seenRef(remote), `refs/remotes/${remote}/${ledgerBranch(settings)}`];
  const tips = await tipsOf(git, top, [sharedRef, privateRef, ...ofRemote]);
  const concerned =
    settings.ledger?.expected === true ||
    tips.has(sharedRef) ||
    ofRemote.some((ref) => tips.has(ref)) ||
    (await wasEverFetched(git, top));
  if (!tips.has(sharedRef) && !tips.has(privateRef)) {
    return { remote, concerned, halts: [], waiting: 0, problems: [] };
  }
  const [all, theirs] = await Promise.all([
    new HaltLedger(git, top, settings).all(),
    remote === undefined ? undefined : ledgerAt(git, top, fetchedRef(remote)),
  ]);
  if (!all.ok) return { remote, concerned, halts: [], waiting: 0, problems: [all.message] };
  const sent = theirs?.ok === true ? theirs.ledger.records : new Map<string, KnownHalt>();
  const halts = all.halts.map((halt): LedgerHalt => {
    const there = new Set(sent.get(halt.state.id)?.record.events.map(({ id }) => id));
    const waiting =
      halt.shared && remote !== undefined ? halt.record.events.filter(({ id }) => !there.has(id)).length : 0;
    return { ...halt, waiting, audience: audienceOf(halt.shared, remote, there.size, waiting) };
  });
  return {
    remote,
    concerned,
    halts,
    waiting: halts.reduce((sum, halt) => sum + halt.waiting, 0),
    problems: all.problems,
  };
}

function audienceOf(shared: boolean, remote: string | undefined, there: number, waiting: number): Audience {
  if (!shared) return "private";
  if (remote === undefined) return "noRemote";
  if (there === 0) return "notSent";
  return waiting > 0 ? "partly" : "shared";
}

/** Who sees a halt, as part of a sentence. */
export function audienceWords(
  { audience, waiting }: Pick<LedgerHalt, "audience" | "waiting">,
  remote: string | undefined,
): string {
  const events = `${waiting} ${waiting === 1 ? "event waits" : "events wait"} to be sent to ${remote ?? "the remote"}`;
  switch (audience) {
    case "private":
      return "only you see this";
    case "noRemote":
      return "only this clone has it: the repository has no remote";
    case "notSent":
      return `not sent yet: ${events}`;
    case "partly":
      return `shared, ${events}`;
    case "shared":
      return `shared on ${remote ?? "the remote"}`;
    default:
      return audience satisfies never;
  }
}
