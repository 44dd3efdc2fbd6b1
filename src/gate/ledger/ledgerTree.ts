import { readRecord, writeRecord, type LedgerRecord, type ReadRecord } from "../../halt/ledgerRecord";
import { stateOf, type LedgerState } from "../../halt/ledgerState";
import type { Git } from "../../system/git";
import { gateLimits } from "../gateDefaults";
import { gateFileName, gateText, newerGateVersion } from "./gateFile";

/** One record as a ledger holds it. */
export interface StoredRecord {
  readonly record: LedgerRecord;
  readonly state: LedgerState;
  readonly blob: string;
}

/** A ledger at one of its commits. */
export interface Ledger {
  readonly tip: string;
  readonly records: ReadonlyMap<string, StoredRecord>;
  /** Sentences on what could not be read, or was changed by hand; then nobody can tell what the ledger stops. */
  readonly problems: readonly string[];
  /** Those of them that recording an event would not repair, but lose. */
  readonly unreadable: readonly string[];
  /** The rest of the tree at its top, as `git mktree` takes it. */
  readonly others: readonly string[];
}

type Failure = { readonly ok: false; readonly message: string };

interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly object: string;
  readonly path: string;
}

const folder = "halts/";
const suffix = ".json";
/** A partial clone has the commits of its own fetch without what they hold. */
const fromRemote = { fetchesMissing: true, timeoutMs: 20_000 };
const maxLedgerBytes = 64 * 1024 * 1024;

/** Records that were read already, by their halt and blob: states of a ledger share most of theirs. */
export type ReadRecords = Map<string, StoredRecord>;

/**
 * Reads a ledger at a commit. A record that is damaged becomes a problem, and the others are read.
 * @param known records of other states, which is added to
 */
export async function readLedger(
  git: Git,
  top: string,
  tip: string,
  known: ReadRecords = new Map(),
): Promise<{ readonly ok: true; readonly ledger: Ledger } | Failure> {
  const listed = await git.run(top, ["ls-tree", "-r", "-t", "-z", "--full-tree", tip], fromRemote);
  if (!listed.ok) return { ok: false, message: `The ledger cannot be read: ${listed.message}` };
  const entries = listed.out.split("\0").flatMap(entryOf);
  const gate = entries.find(({ path }) => path === gateFileName);
  const files = entries.filter(({ path, type }) => path.startsWith(folder) && type !== "tree");
  const blobs = await readBlobs(git, top, [
    ...files.map(({ object }) => object),
    ...(gate === undefined ? [] : [gate.object]),
  ]);
  if (!blobs.ok) return blobs;
  const unreadable: string[] = [];
  const records = new Map<string, StoredRecord>();
  for (const { path, object, mode } of files) {
    const id = path.slice(folder.length, -suffix.length);
    const isRecord = path.endsWith(suffix) && !id.includes("/") && mode === "100644";
    const key = `${id} ${object}`;
    const same = isRecord ? known.get(key) : undefined;
    if (same !== undefined) {
      records.set(id, same);
      continue;
    }
    const read = isRecord
      ? readBlob(blobs.texts.get(object), id)
      : { ok: false as const, problem: "it is no file of a record" };
    if (read.ok) {
      const stored = { record: read.record, state: stateOf(read.record), blob: object };
      records.set(id, stored);
      known.set(key, stored);
    } else unreadable.push(`${path} in the ledger cannot be read: ${read.problem}.`);
  }
  const said = gate === undefined ? undefined : blobs.texts.get(gate.object);
  const newer = said?.ok === true ? newerGateVersion(said.text) : undefined;
  // What else that version has may say more than its records do here.
  if (newer !== undefined)
    unreadable.push(`The "gate" file of the ledger has version ${newer}: a newer Release Halt wrote it.`);
  const problems = [...unreadable];
  if (unreadable.length === 0 && !agrees(said, records)) {
    problems.push(
      'The ledger was changed by hand: its "gate" file does not say what its records say. The next event that is recorded writes it anew.',
    );
  }
  const others = entries
    .filter(({ path }) => !path.includes("/") && path !== "halts" && path !== gateFileName)
    .map(({ mode, type, object, path }) => `${mode} ${type} ${object}\t${path}`);
  return { ok: true, ledger: { tip, records, problems, unreadable, others } };
}

function readBlob(blob: Blob | undefined, id: string): ReadRecord {
  return blob?.ok === true ? readRecord(blob.text, id) : { ok: false, problem: blob?.problem ?? missing };
}

function agrees(gate: Blob | undefined, records: ReadonlyMap<string, StoredRecord>): boolean {
  return gate?.ok === true && gate.text === gateText([...records.values()]);
}

/** A ledger that holds nothing yet. */
export const emptyLedger: Omit<Ledger, "tip"> & { readonly tip: undefined } = {
  tip: undefined,
  records: new Map(),
  problems: [],
  unreadable: [],
  others: [],
};

/**
 * Writes a ledger's next tree: its records with some of them replaced, or taken out where the value is undefined. Objects
 * only: no ref, index or file of the work tree is touched. Answers with the tree, and the ledger's records in it.
 */
export async function writeTree(
  git: Git,
  top: string,
  ledger: Pick<Ledger, "records" | "others">,
  replaced: ReadonlyMap<string, LedgerRecord | undefined>,
): Promise<
  { readonly ok: true; readonly tree: string; readonly records: ReadonlyMap<string, StoredRecord> } | Failure
> {
  const records = new Map(ledger.records);
  for (const [id, record] of replaced) {
    if (record === undefined) {
      records.delete(id);
      continue;
    }
    const blob = await writeBlob(git, top, writeRecord(record));
    if (!blob.ok) return blob;
    records.set(id, { record, state: stateOf(record), blob: blob.id });
  }
  const gate = await writeBlob(git, top, gateText([...records.values()]));
  if (!gate.ok) return gate;
  const names = [...records.keys()].sort();
  const halts = await make(
    git,
    top,
    names.map((id) => `100644 blob ${records.get(id)?.blob ?? ""}\t${id}${suffix}`),
  );
  if (!halts.ok) return halts;
  const others = ledger.others.length > 0 ? ledger.others : await readMe(git, top);
  const tree = await make(git, top, [
    ...others,
    ...(names.length > 0 ? [`040000 tree ${halts.id}\thalts`] : []),
    `100644 blob ${gate.id}\t${gateFileName}`,
  ]);
  return tree.ok ? { ok: true, tree: tree.id, records } : tree;
}

/** Told to whom comes upon the branch. */
const readMeText = `# Release halts

This branch is the ledger of Release Halt: which releases of this repository are halted, who placed each halt and why, and
who lifted it. \`halts/\` holds one record per halt with all its events; \`gate\` is what they come to, for the gate.

It is written by Release Halt and has no history in common with the code. Do not edit, rebase or delete it: the gate
notices, and says that it cannot tell.
`;

async function readMe(git: Git, top: string): Promise<readonly string[]> {
  const written = await writeBlob(git, top, readMeText);
  return written.ok ? [`100644 blob ${written.id}\tREADME.md`] : [];
}

type Written = { readonly ok: true; readonly id: string } | Failure;

async function writeBlob(git: Git, top: string, text: string): Promise<Written> {
  const written = await git.run(top, ["hash-object", "-w", "--no-filters", "--stdin"], { input: text });
  return written.ok ? { ok: true, id: written.out.trim() } : notWritten(written.message);
}

async function make(git: Git, top: string, lines: readonly string[]): Promise<Written> {
  const input = lines.map((line) => `${line}\0`).join("");
  const made = await git.run(top, ["mktree", "-z", "--missing"], { input });
  return made.ok ? { ok: true, id: made.out.trim() } : notWritten(made.message);
}

function notWritten(why: string): Failure {
  return { ok: false, message: `Git could not write into the repository: ${why} Nothing was recorded.` };
}

function entryOf(line: string): TreeEntry[] {
  const [, mode = "", type = "", object = "", path = ""] =
    /^(\d+) (\w+) ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
  return path === "" ? [] : [{ mode, type, object, path }];
}

export type Blob =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

const missing = "its content is missing in this clone. To fetch it anew: git fetch --refetch";

/** The texts of blobs by their ids, each with what is wrong with it: no blob of a ledger hides another one. */
export async function readBlobs(
  git: Git,
  top: string,
  ids: readonly string[],
): Promise<{ readonly ok: true; readonly texts: ReadonlyMap<string, Blob> } | Failure> {
  const texts = new Map<string, Blob>();
  if (ids.length === 0) return { ok: true, texts };
  const input = ids.map((id) => `${id}\n`).join("");
  // Each byte is a character of the answer, so the sizes that git says hold whatever the bytes are.
  const read = await git.run(top, ["cat-file", "--batch"], {
    ...fromRemote,
    input,
    encoding: "latin1",
    maxBytes: maxLedgerBytes,
  });
  if (!read.ok) return { ok: false, message: `The ledger cannot be read: ${read.message}` };
  let from = 0;
  for (const id of ids) {
    const end = read.out.indexOf("\n", from);
    const head = end < 0 ? "" : read.out.slice(from, end);
    const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(head) ?? [];
    if (size === undefined) {
      if (!head.endsWith(" missing")) return { ok: false, message: `Git did not give the object ${id}.` };
      texts.set(id, { ok: false, problem: missing });
      from = end + 1;
      continue;
    }
    const after = end + 1 + Number(size);
    if (type !== "blob") texts.set(id, { ok: false, problem: "it is no file" });
    else if (Number(size) > gateLimits.recordBytes) texts.set(id, { ok: false, problem: tooLarge(size) });
    else texts.set(id, decode(read.out.slice(end + 1, after)));
    from = after + 1;
  }
  return { ok: true, texts };
}

function tooLarge(size: string): string {
  return `it has ${size} bytes, more than the ${gateLimits.recordBytes} that a record may have`;
}

function decode(bytes: string): Blob {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(bytes, "latin1"),
    );
    return { ok: true, text };
  } catch {
    return { ok: false, problem: "it holds bytes that are no text" };
  }
}
