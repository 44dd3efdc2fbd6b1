import type { Acceptance } from "./acceptRewrite";

type Accepted = Extract<Acceptance, { readonly ok: true }>;

/** What was found wrong with the remote's ledger, as a sentence. */
export function rewriteWords({ remote, gone, unreadable, forgotten, changed }: Accepted): string {
  if (unreadable) return `What this clone saw of the ledger on ${remote} cannot be read any more.`;
  if (gone) return `The ledger is gone from ${remote}.`;
  if (forgotten.length === 0)
    return `The ledger on ${remote} was rewritten: ${changed === 1 ? "an event says" : `${changed} events say`} something else than before.`;
  const events = forgotten.reduce((sum, halt) => sum + halt.events, 0);
  return `The ledger on ${remote} was rewritten: ${events === 1 ? "an event is" : `${events} events are`} missing.`;
}

/** The halts of which this clone would forget something, one line each: "halted: Charged twice (h-1), 2 events". */
export function forgottenLines({ forgotten }: Accepted): readonly string[] {
  return forgotten.map(
    ({ id, title, status, events }) =>
      `${status}: ${title} (${id}), ${events === 1 ? "one event" : `${events} events`}`,
  );
}
