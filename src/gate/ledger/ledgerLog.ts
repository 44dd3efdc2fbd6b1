import type { LedgerEvent } from "../../halt/ledgerRecord";
import type { Git } from "../../system/git";
import { ledgerAt } from "./recordEvents";
import { privateRef, sharedRef } from "./ledgerRefs";

/** How the commit of an event is signed: as git judges it with the keys of this machine. */
type Signature = "good" | "bad" | "unknownKey" | "none";

export interface LoggedEvent {
  readonly halt: string;
  readonly shared: boolean;
  readonly event: LedgerEvent;
  /** Only when asked for. */
  readonly signature?: Signature;
}

type Failure = { readonly ok: false; readonly message: string };

/**
 * Every event of this clone's ledgers, oldest first.
 * @param verify also look at the signatures of the commits that recorded them
 */
export async function ledgerLog(
  git: Git,
  top: string,
  { verify = false }: { readonly verify?: boolean } = {},
): Promise<
  | { readonly ok: true; readonly events: readonly LoggedEvent[]; readonly problems: readonly string[] }
  | Failure
> {
  const events: LoggedEvent[] = [];
  const problems: string[] = [];
  for (const [ref, shared] of [
    [sharedRef, true],
    [privateRef, false],
  ] as const) {
    const read = await ledgerAt(git, top, ref);
    if (!read.ok) return read;
    problems.push(...read.ledger.problems);
    const { tip } = read.ledger;
    const signatures = verify && tip !== undefined ? await signaturesOf(git, top, tip) : undefined;
    if (signatures?.ok === false) return signatures;
    for (const [halt, { record }] of read.ledger.records) {
      for (const event of record.events) {
        if (events.some((known) => known.event.id === event.id)) continue;
        const signature = signatures?.byEvent.get(event.id) ?? "none";
        events.push({ halt, shared, event, ...(verify && { signature }) });
      }
    }
  }
  events.sort((a, b) => Date.parse(a.event.at) - Date.parse(b.event.at) || a.event.seq - b.event.seq);
  return { ok: true, events, problems };
}

/** The letters of git's `%G?` (https://git-scm.com/docs/git-log#_pretty_formats). */
const signatures: Readonly<Record<string, Signature>> = {
  G: "good",
  U: "good",
  B: "bad",
  R: "bad",
  X: "bad",
  Y: "bad",
  E: "unknownKey",
  N: "none",
};

async function signaturesOf(
  git: Git,
  top: string,
  tip: string,
): Promise<{ readonly ok: true; readonly byEvent: ReadonlyMap<string, Signature> } | Failure> {
  const log = await git.run(top, ["log", "--format=%G?%x00%B%x00%x00", tip]);
  if (!log.ok) return { ok: false, message: `The signatures cannot be read: ${log.message}` };
  return {
    ok: true,
    byEvent: new Map(
      log.out.split("\0\0\n").flatMap((entry): [string, Signature][] => {
        const [letter = "", message = ""] = entry.split("\0");
        const [, id] = /^Event: (\S+)$/m.exec(message) ?? [];
        return id === undefined ? [] : [[id, signatures[letter.trim()] ?? "none"]];
      }),
    ),
  };
}
