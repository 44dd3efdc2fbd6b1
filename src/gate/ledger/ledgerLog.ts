import type { LedgerEvent } from "../../halt/ledgerRecord";
import type { Git } from "../../system/git";
import { signaturesOf, wordsOf, type Signed } from "./eventSignatures";
import { ledgerAt } from "./recordEvents";
import { privateRef, sharedRef } from "./ledgerRefs";

export interface LoggedEvent extends Partial<Signed> {
  readonly halt: string;
  readonly shared: boolean;
  readonly event: LedgerEvent;
}

type Failure = { readonly ok: false; readonly message: string };

/**
 * Every event of this clone's ledgers, oldest first: the same order in every clone that has the same events.
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
  const timed: { readonly time: number; readonly logged: LoggedEvent }[] = [];
  const problems: string[] = [];
  const known = new Set<string>();
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
      // Clocks differ: what followed in a halt is shown after what it followed.
      let time = Number.NEGATIVE_INFINITY;
      for (const event of record.events) {
        time = Math.max(time, Date.parse(event.at));
        const words = wordsOf(halt, event);
        if (known.has(words)) continue;
        known.add(words);
        const signed = verify ? (signatures?.byEvent.get(words) ?? { signature: "none" as const }) : {};
        timed.push({ time, logged: { halt, shared, event, ...signed } });
      }
    }
  }
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  timed.sort((a, b) => a.time - b.time || order(a.logged.halt, b.logged.halt));
  return { ok: true, events: timed.map(({ logged }) => logged), problems };
}
