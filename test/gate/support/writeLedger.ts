import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { promisify } from "node:util";
import { gateText } from "../../../src/gate/ledger/gateFile";
import { readRecord, writeRecord, type LedgerRecord } from "../../../src/halt/ledgerRecord";
import { stateOf } from "../../../src/halt/ledgerState";

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
  await once(importing, "exit");
  if (importing.exitCode !== 0) throw new Error(`The ledger could not be written to ${folder}.`);
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
  const entries = halts.map((halt) => {
    const text = writeRecord(recordOf(halt));
    return { text, blob: blobId(text), state: stateOf(recordOf(halt)) };
  });
  const records = Object.fromEntries(entries.map(({ state, text }) => [state.id, text]));
  const files = { gate: gateText(entries), records };
  return damage === undefined ? files : damage(files);
}

/** The record of a halt: that it was placed, and what followed. */
function recordOf(halt: HaltFacts): LedgerRecord {
  const { id, mode = "halted", refs = [], components = [], environments = [], line, released = [] } = halt;
  const changes = (given: readonly Change[] = []): { commit: string; patchId?: string }[] =>
    given.map((change) =>
      typeof change === "string" ? { commit: change } : { commit: change.commit, patchId: change.patch },
    );
  const at = halt.since ?? since;
  const by = halt.by ?? "Ana Example";
  const terms = {
    title: halt.title ?? `The kettle shop charges twice (${id})`,
    reason: halt.why ?? "Customers would pay twice.",
    mode: mode === "approval" ? "approvalRequired" : "halted",
    scope: {
      refs,
      components,
      environments,
      ...(line !== undefined && { line }),
      causes: changes(halt.bad),
      fixes: changes(halt.fix),
      released,
    },
    criteria: [{ id: "criterion", kind: "stated", text: halt.lifts ?? "The fix is in." }],
  };
  const events = [
    { id: `${id}-1`, seq: 1, at, by, kind: "placed", terms },
    ...(halt.approved ?? []).map((commit, index) => ({
      ...{ id: `${id}-approved-${index}`, seq: 2 + index, at, by: "Bo Example", kind: "approved", commit },
    })),
    ...(mode === "closed"
      ? [
          {
            id: `${id}-lifted`,
            seq: 2 + (halt.approved ?? []).length,
            at,
            by,
            kind: "lifted",
            reason: "Fixed",
          },
        ]
      : []),
  ];
  const read = readRecord(JSON.stringify({ version: 1, id, events }), id);
  if (!read.ok) throw new Error(`The table's halt ${id} is no record: ${read.problem}.`);
  return read.record;
}

const since = "2026-11-30T14:00:00+01:00";

/** The id that git gives to a file's content (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects). */
export function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
