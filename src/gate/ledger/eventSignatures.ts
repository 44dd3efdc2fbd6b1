import { readRecord, type LedgerEvent } from "../../halt/ledgerRecord";
import type { Git } from "../../system/git";
import { readBlobs } from "./ledgerTree";

/** How the commit that recorded an event is signed: as git judges it with the keys of this machine. */
export interface Signed {
  readonly signature: "good" | "bad" | "unknownKey" | "none";
  /** Whose signature it is, as the keys of this machine say; only of a good one. */
  readonly signer?: string;
}

type Failure = { readonly ok: false; readonly message: string };

/** The letters of git's `%G?` (https://git-scm.com/docs/git-log#_pretty_formats); what nobody here vouches for is unknown. */
const signatures: Readonly<Record<string, Signed["signature"]>> = {
  G: "good",
  U: "unknownKey",
  B: "bad",
  R: "bad",
  X: "bad",
  Y: "bad",
  E: "unknownKey",
  N: "none",
};

/** An event word for word: a signature is of what it says, not of its id. */
export function wordsOf(halt: string, event: LedgerEvent): string {
  return `${halt} ${JSON.stringify(event)}`;
}

/**
 * The signature of each event of a ledger: that of the first commit whose records hold it as it is. What the message of a
 * commit says does not count, as anybody can write one that names another's event.
 * @param halt only the events of this one: each commit with a signature takes its time
 */
export async function signaturesOf(
  git: Git,
  top: string,
  tip: string,
  halt?: string,
): Promise<{ readonly ok: true; readonly byEvent: ReadonlyMap<string, Signed> } | Failure> {
  const format = "--format=%x01%H%x00%G?%x00%GS%x00";
  const asked = await git.run(top, [
    "log",
    "--reverse",
    "--topo-order",
    "--full-history",
    "-m",
    "--root",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    format,
    tip,
    "--",
    halt === undefined ? "halts" : `halts/${halt}.json`,
  ]);
  if (!asked.ok) return { ok: false, message: `The signatures cannot be read: ${asked.message}` };
  const commits = asked.out.split("\u0001").flatMap(commitOf);
  const unsigned = commits.filter(({ signed }) => signed.signature === "none").map(({ id }) => id);
  const unjudged = await withSignature(git, top, unsigned);
  const blobs = commits.flatMap(({ changes }) => changes.flatMap(({ before, after }) => [before, after]));
  const events = await eventsOf(git, top, blobs);
  if (!events.ok) return events;
  const byEvent = new Map<string, Signed>();
  for (const { id, signed, changes } of commits) {
    const judged: Signed = unjudged.has(id) ? { signature: "unknownKey" } : signed;
    for (const { halt, before, after } of changes) {
      const old = new Set(events.of(halt, before));
      for (const event of events.of(halt, after)) {
        if (!old.has(event) && !byEvent.has(event)) byEvent.set(event, judged);
      }
    }
  }
  return { ok: true, byEvent };
}

interface RecordingCommit {
  readonly id: string;
  readonly signed: Signed;
  readonly changes: readonly { readonly halt: string; readonly before: string; readonly after: string }[];
}

function commitOf(entry: string): RecordingCommit[] {
  const [id = "", letter = "", signer = "", diff] = entry.split("\0");
  if (diff === undefined) return [];
  const signature = signatures[letter] ?? "none";
  const lines = diff.matchAll(/^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) [AM]\thalts\/([\w.-]+)\.json$/gm);
  return [
    {
      id,
      signed: { signature, ...(signature === "good" && signer !== "" && { signer }) },
      changes: [...lines].map(([, before = "", after = "", halt = ""]) => ({ halt, before, after })),
    },
  ];
}

/** Those commits that carry a signature, also one that git has no means to judge. */
export async function withSignature(
  git: Git,
  top: string,
  commits: readonly string[],
): Promise<ReadonlySet<string>> {
  if (commits.length === 0) return new Set();
  const input = commits.map((id) => `${id}\n`).join("");
  const read = await git.run(top, ["cat-file", "--batch"], { input, encoding: "latin1" });
  if (!read.ok) return new Set();
  const heads = read.out.split(/^(?=[0-9a-f]{40,64} commit \d+$)/m);
  return new Set(
    heads
      .filter((text) => /^gpgsig(?:-sha256)? /m.test(text.split("\n\n")[0] ?? ""))
      .map((text) => text.split(" ")[0] ?? ""),
  );
}

/** More of them at once, and their records may be more than git is let to print. */
const chunk = 200;

/** The events of records by the ids of their blobs, each word for word; none of a record that cannot be read. */
async function eventsOf(
  git: Git,
  top: string,
  blobs: readonly string[],
): Promise<{ readonly ok: true; readonly of: (halt: string, blob: string) => readonly string[] } | Failure> {
  const texts = new Map<string, string>();
  const ids = [...new Set(blobs)].filter((id) => /[^0]/.test(id));
  for (let from = 0; from < ids.length; from += chunk) {
    const read = await readBlobs(git, top, ids.slice(from, from + chunk));
    if (!read.ok) return read;
    for (const [id, blob] of read.texts) if (blob.ok) texts.set(id, blob.text);
  }
  const parsed = new Map<string, readonly string[]>();
  const of = (halt: string, blob: string): readonly string[] => {
    const key = `${halt} ${blob}`;
    const known = parsed.get(key);
    if (known !== undefined) return known;
    const read = readRecord(texts.get(blob) ?? "", halt);
    const events = read.ok ? read.record.events.map((event) => wordsOf(halt, event)) : [];
    parsed.set(key, events);
    return events;
  };
  return { ok: true, of };
}
