import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A commit, by the name that the repository's builder gave it or by its id, with the patch id where one is recorded. */
export type Change = string | { readonly commit: string; readonly patch: string };

/** What a ledger says of one halt. */
export interface HaltFacts {
  readonly id: string;
  /** "halted" unless told. */
  readonly mode?: "halted" | "approval" | "closed";
  readonly title?: string;
  readonly why?: string;
  readonly by?: string;
  readonly since?: string;
  readonly lifts?: string;
  readonly refs?: readonly string[];
  readonly components?: readonly string[];
  readonly environments?: readonly string[];
  readonly line?: string;
  readonly bad?: readonly Change[];
  readonly fix?: readonly Change[];
  readonly released?: readonly string[];
  readonly approved?: readonly string[];
}

interface LedgerFiles {
  readonly gate: string;
  /** By its id, the text of `halts/<id>.json`. */
  readonly records: Readonly<Record<string, string>>;
}

export interface Ledger {
  readonly halts: readonly HaltFacts[];
  /** The state before it, which is its parent. */
  readonly before?: Ledger;
  /** What somebody did to the files by hand. */
  readonly damage?: (files: LedgerFiles) => LedgerFiles;
}

/** Makes the ledger's commits in a repository, and a ref at the last one. The same ledger has the same id everywhere. */
export async function writeLedger(folder: string, ref: string, ledger: Ledger): Promise<void> {
  const { stdout } = await execute("git", ["rev-parse", "--absolute-git-dir"], { cwd: folder });
  const importing = spawn("git", ["fast-import", "--quiet", "--force"], {
    cwd: stdout.trimEnd(),
    stdio: ["pipe", "ignore", "inherit"],
  });
  importing.stdin.end(commits(ref, ledger));
  const [code]: unknown[] = await once(importing, "exit");
  if (code !== 0) throw new Error(`The ledger could not be written to ${folder}.`);
}

function commits(ref: string, ledger: Ledger): string {
  const before = ledger.before === undefined ? `reset ${ref}\n\n` : commits(ref, ledger.before);
  const { gate, records } = filesOf(ledger);
  const files = Object.entries(records).map(([id, text]) => [`halts/${id}.json`, text] as const);
  return [
    before,
    `commit ${ref}\ncommitter Ana Example <ana@example.test> 1796043600 +0100\n${data("Record halts")}`,
    "deleteall\n",
    ...[...files, ["gate", gate] as const].map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
    "\n",
  ].join("");
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function filesOf({ halts, damage }: Ledger): LedgerFiles {
  const records = Object.fromEntries(halts.map((halt) => [halt.id, recordJson(halt)]));
  const blocks = [...halts]
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map((halt) => gateBlock(halt, blobId(recordJson(halt))));
  const files = { gate: ["release-halts 1\n", ...blocks].join(""), records };
  return damage === undefined ? files : damage(files);
}

/** The record of a halt: its events, the terms of the first one as the gate needs them. */
function recordJson(halt: HaltFacts): string {
  const { id, ...terms } = halt;
  const placed = {
    id: `${id}-1`,
    seq: 1,
    at: halt.since ?? since,
    by: halt.by ?? "Ana Example",
    kind: "placed",
    terms,
  };
  return `${JSON.stringify({ version: 1, id, events: [placed] }, undefined, 2)}\n`;
}

const since = "2026-11-30T14:00:00+01:00";

function gateBlock(halt: HaltFacts, blob: string): string {
  const { mode = "halted" } = halt;
  const facts = [
    ["title", halt.title ?? `The kettle shop charges twice (${halt.id})`],
    ["why", halt.why ?? "Customers would pay twice."],
    ["by", halt.by ?? "Ana Example"],
    ["since", halt.since ?? since],
    ["lifts", halt.lifts ?? "The fix is in."],
    ...each("ref", halt.refs),
    ...each("component", halt.components),
    ...each("environment", halt.environments),
    ...each("line", halt.line === undefined ? [] : [halt.line]),
    ...each("bad", halt.bad?.map(written)),
    ...each("fix", halt.fix?.map(written)),
    ...each("released", halt.released),
    ...each("approved", halt.approved),
  ];
  const lines = mode === "closed" ? [] : facts.map((fact) => fact.join(" "));
  return [`halt ${halt.id} ${blob} ${mode}`, ...lines, "end", ""].join("\n");
}

function each(keyword: string, values: readonly string[] = []): string[][] {
  return values.map((value) => [keyword, value]);
}

function written(change: Change): string {
  return typeof change === "string" ? change : `${change.commit} ${change.patch}`;
}

/** The id that git gives to a file's content (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects). */
function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
