import type { Halt } from "../halt/schema/halt";

/** One file of a halt. The same halt may lie in git's directory and, since it was shared, in the tree. */
export interface HaltCopy {
  readonly shared: boolean;
  readonly halt: Halt;
}

/**
 * Of the files of one halt, the one that counts. A shared one that is active stops everybody, so it always counts; a
 * private active one counts until the shared one was closed after it was placed. Else the shared one does.
 */
export function countingCopy<Copy extends HaltCopy>(copies: readonly Copy[]): Copy | undefined {
  const shared = copies.find((copy) => copy.shared);
  const own = copies.find((copy) => !copy.shared);
  if (shared === undefined || own === undefined) return shared ?? own;
  if (own.halt.status !== "active" || shared.halt.status === "active") return shared;
  return endedSince(shared.halt, own.halt) ? shared : own;
}

/** The files of many halts, by the id of the halt. */
export function byHalt<Copy extends HaltCopy>(copies: readonly Copy[]): ReadonlyMap<string, readonly Copy[]> {
  const groups = new Map<string, Copy[]>();
  for (const copy of copies) {
    const group = groups.get(copy.halt.id);
    if (group === undefined) groups.set(copy.halt.id, [copy]);
    else group.push(copy);
  }
  return groups;
}

/** Files of one halt that lie in the same folder as another one: copies made by hand, of which nobody knows which is meant. */
export function twinsOf<Copy extends HaltCopy>(copies: readonly Copy[]): readonly Copy[] {
  return [true, false].flatMap((shared) => copies.filter((copy) => copy.shared === shared).slice(1));
}

function endedSince({ status, outcome }: Halt, { placement }: Halt): boolean {
  if (status !== "closed") return false;
  if (outcome === undefined || placement === undefined) return true;
  return Date.parse(outcome.at) >= Date.parse(placement.at);
}
