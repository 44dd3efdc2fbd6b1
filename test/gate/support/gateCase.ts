import type { BuildRepository } from "./gateRepository";
import type { HaltFacts, Ledger } from "./writeLedger";

/** Where a ledger lies: a list of halts is a ledger of one commit. */
export interface Ledgers {
  /** Only in this clone. */
  readonly private?: Ledger | readonly HaltFacts[];
  /** This clone's form of the shared ledger. */
  readonly local?: Ledger | readonly HaltFacts[];
  /** The branch at the remote; in a repository without one, its own branch. */
  readonly remote?: Ledger | readonly HaltFacts[];
  /** What the gate fetched last. */
  readonly copy?: Ledger | readonly HaltFacts[];
  /** What the person's own `git fetch` brought. */
  readonly tracking?: Ledger | readonly HaltFacts[];
  /** What this clone knows that the remote had. */
  readonly seen?: Ledger | readonly HaltFacts[];
}

/** One question to the gate, and the answer that each form of it must give. */
export interface GateCase {
  readonly name: string;
  /** Makes the repository; cases of the same builder share it, and only read. */
  readonly build: BuildRepository;
  /** Commits are written as the names that the builder gave them. */
  readonly ledgers?: Ledgers;
  readonly fetchedSecondsAgo?: number;
  /** The remote and the branch that were asked then. */
  readonly fetchedFrom?: string;
  /** The commit that the remote was seen to have is not here any more. */
  readonly seenIsMissing?: true;
  /** A ledger was fetched from the remote once. */
  readonly seen?: true;
  /** The remote is not where it was. */
  readonly unreachable?: true;
  /** Settings of the gate that are not the default, by their name in the sh form. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Arguments of `check`; `{name}` stands for a commit's id. */
  readonly ask: readonly string[];
  readonly code: 0 | 1 | 2;
  /** The halts that the answer names: those that stop the release, or of which it cannot be told. */
  readonly halts: readonly string[];
}
