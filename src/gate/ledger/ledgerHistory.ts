import type { LedgerEvent } from "../../halt/ledgerRecord";
import type { Git } from "../../system/git";
import { commitOptions, type CommitOptions } from "./commitEvent";
import { readLedger, type emptyLedger, type Ledger, type ReadRecords } from "./ledgerTree";

type ReadLedger = Awaited<ReturnType<typeof readLedger>>;

/** Reads states of a ledger, each once: what a commit holds does not change. */
export class LedgerReader {
  readonly #read = new Map<string, Promise<ReadLedger>>();
  readonly #records: ReadRecords = new Map();
  #commits: Promise<CommitOptions> | undefined;

  constructor(
    readonly git: Git,
    readonly top: string,
  ) {}

  /** The ledger at a commit. One that was asked for before is not read again. */
  async read(tip: string): Promise<ReadLedger> {
    const known = this.#read.get(tip);
    if (known !== undefined) return known;
    const asked = readLedger(this.git, this.top, tip, this.#records);
    this.#read.set(tip, asked);
    return asked;
  }

  /** A state that was written here need not be read. */
  remember(ledger: Ledger): void {
    this.#read.set(ledger.tip, Promise.resolve({ ok: true, ledger }));
  }

  /** How the person's commits are made. */
  async commits(): Promise<CommitOptions> {
    this.#commits ??= commitOptions(this.git, this.top);
    return this.#commits;
  }
}

/** Whether a state of the ledger leads up to another one; `unknown` where objects are missing. */
export async function leadsUpTo(
  git: Git,
  top: string,
  one: string,
  other: string,
): Promise<"yes" | "no" | "unknown"> {
  const asked = await git.run(top, ["merge-base", "--is-ancestor", one, other]);
  if (asked.ok) return "yes";
  return asked.exitCode === 1 ? "no" : "unknown";
}

/** How the remote's ledger stands to the newest state of it that was accepted here. */
export type Standing =
  | { readonly kind: "forward" }
  /** The branch is not there any more. */
  | { readonly kind: "gone" }
  /** What was seen cannot be read any more: nobody can tell what is missing. */
  | { readonly kind: "unreadable" }
  /** Events that were seen there are missing: said until they are back. */
  | { readonly kind: "lost"; readonly events: number }
  /** Events say something else: said, and what was seen counts beside it, until somebody accepts it. */
  | { readonly kind: "changed"; readonly events: number; readonly halts: readonly string[] }
  /** Its history is another one, and all events are there as they were: said once. */
  | { readonly kind: "rewritten" };

/**
 * Compares the ledger that was seen on the remote with the one that is there now, by history and event by event: also
 * who adds a commit can take a record out.
 */
export async function standingOf(
  reader: LedgerReader,
  seen: string | undefined,
  theirs: string | undefined,
): Promise<Standing> {
  if (seen === undefined || seen === theirs) return { kind: "forward" };
  const { git, top } = reader;
  const before = await reader.read(seen);
  if (!before.ok || before.ledger.problems.length > 0) return { kind: "unreadable" };
  if (theirs === undefined) return { kind: "gone" };
  const [ancestor, now] = await Promise.all([leadsUpTo(git, top, seen, theirs), reader.read(theirs)]);
  const old = before.ledger;
  const lost = now.ok ? onlyIn(old, now.ledger).length : 0;
  if (lost > 0) return { kind: "lost", events: lost };
  const changed = now.ok ? changedIn(old, now.ledger) : [];
  if (changed.length > 0) return { kind: "changed", events: changed.length, halts: [...new Set(changed)] };
  return ancestor === "yes" || (await isShallow(git, top)) ? { kind: "forward" } : { kind: "rewritten" };
}

/** What the person hears of it; undefined where there is nothing to say. */
export function standingWords(standing: Standing, remote: string): string | undefined {
  const ask = "Ask who rewrote it, and why.";
  switch (standing.kind) {
    case "forward":
      return undefined;
    case "gone":
      return `The ledger is gone from ${remote}. This clone still has it; release-halt sync puts it back, and with --accept-rewrite it lets it go.`;
    case "unreadable":
      return `What this clone saw of the ledger on ${remote} cannot be read any more, so nobody can tell whether an event is missing there. If it is as it should be, accept it: release-halt sync --accept-rewrite.`;
    case "lost":
      return `The ledger on ${remote} was rewritten: ${standing.events === 1 ? "an event" : `${standing.events} events`} that this clone has seen there ${standing.events === 1 ? "is" : "are"} missing. Nothing is lost here; release-halt sync puts the missing events back, and with --accept-rewrite it lets them go. ${ask}`;
    case "changed":
      return `The ledger on ${remote} was rewritten: ${standing.events === 1 ? "an event says" : `${standing.events} events say`} something else than before. What was seen there counts beside it, until release-halt sync --accept-rewrite takes it for right. ${ask}`;
    case "rewritten":
      return `The ledger on ${remote} was rewritten: it has another history, with all events that this clone has seen there. ${ask}`;
    default:
      return standing satisfies never;
  }
}

/** The events of a ledger that another one has not, in the order in which they happened to each halt. */
export function onlyIn(
  ledger: Ledger | typeof emptyLedger,
  other: Ledger | typeof emptyLedger,
): { readonly halt: string; readonly event: LedgerEvent }[] {
  return [...ledger.records].flatMap(([halt, { record }]) => {
    const known = new Set(other.records.get(halt)?.record.events.map(({ id }) => id));
    return record.events.filter(({ id }) => !known.has(id)).map((event) => ({ halt, event }));
  });
}

/** The halt of each event that says something else than before. */
function changedIn(before: Ledger, now: Ledger): readonly string[] {
  return [...before.records].flatMap(([halt, { record, blob }]) => {
    const other = now.records.get(halt);
    if (other === undefined || other.blob === blob) return [];
    const words = new Map(other.record.events.map((event) => [event.id, JSON.stringify(event)]));
    return record.events.flatMap((event) => (words.get(event.id) === JSON.stringify(event) ? [] : [halt]));
  });
}

async function isShallow(git: Git, top: string): Promise<boolean> {
  const asked = await git.run(top, ["rev-parse", "--is-shallow-repository"]);
  return asked.ok && asked.out.trim() === "true";
}
