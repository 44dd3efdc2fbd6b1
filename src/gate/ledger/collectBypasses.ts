import { redactKnown } from "../../capture/redaction/knownSecrets";
import { instantOf } from "../../halt/instant";
import { ledgerEvent, type LedgerEvent } from "../../halt/ledgerRecord";
import { nextSeq, type LedgerState } from "../../halt/ledgerState";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { gateLimits } from "../gateDefaults";
import { History } from "../rules/history";
import { judgeHalt } from "../rules/judgeHalt";
import { bypassBranches, ledgerRemote, localBypasses, quietly, sharedRef } from "./ledgerRefs";
import { keepTogether, ledgerAt } from "./recordEvents";

/** A release that went past the gate in an emergency, as either form of the gate noted it. */
interface Bypass {
  /** What the note is called, the same on every machine. */
  readonly name: string;
  /** The ref that holds it: of this clone, or of the remote. */
  readonly ref: string;
  readonly reason: string;
  readonly releaseRef: string | undefined;
  readonly commit: string | undefined;
  readonly by: string | undefined;
  readonly at: string;
  /** The halts that it went past; none where nobody could tell. */
  readonly halts: readonly string[];
}

/** More would keep who waits for the exchange; what is left is taken by the next one. */
const mostAtOnce = 200;

type Collected =
  | { readonly ok: true; readonly collected: number; readonly finish: () => Promise<void> }
  | { readonly ok: false; readonly message: string };

/**
 * Takes the notes on releases that went past the gate into the shared ledger of this clone: an event of each halt that the
 * note names, also when it is closed by now. Where it names none, of each halt that was active then and would have stopped
 * the release, or else of each that was active. A note of which no halt is in the ledger stays where it is. `finish` takes
 * the notes away, and is called when the remote has the events.
 */
export async function collectBypasses(git: Git, top: string, settings: Settings): Promise<Collected> {
  const remote = await ledgerRemote(git, top, settings);
  const fetched = remote === undefined ? undefined : `refs/release-halt/bypassed/${remote}/`;
  if (remote !== undefined && fetched !== undefined) {
    const refspec = `+${bypassBranches(settings)}*:${fetched}*`;
    const brought = await git.run(
      top,
      [
        ...quietly,
        "fetch",
        "--quiet",
        "--prune",
        "--no-tags",
        "--no-write-fetch-head",
        "--refmap=",
        remote,
        refspec,
      ],
      { timeoutMs: gateLimits.networkMs },
    );
    if (!brought.ok) return { ok: false, message: brought.message };
  }
  const bypasses = await notesIn(git, top, [localBypasses, ...(fetched === undefined ? [] : [fetched])]);
  const read = await ledgerAt(git, top, sharedRef);
  if (!read.ok) return read;
  const history = new History(git, top);
  const events: { readonly halt: string; readonly event: LedgerEvent }[] = [];
  const taken: Bypass[] = [];
  for (const bypass of bypasses) {
    // Those that stay where they are keep no other one back.
    if (taken.length === mostAtOnce) break;
    const named = bypass.halts.flatMap((id) => read.ledger.records.get(id) ?? []);
    for (const { record } of named) events.push({ halt: record.id, event: eventOf(bypass, nextSeq(record)) });
    if (named.length > 0) taken.push(bypass);
    if (bypass.halts.length > 0) continue;
    const active = [...read.ledger.records.values()].filter(({ state }) => wasActive(state, bypass.at));
    const release = {
      ref: bypass.releaseRef ?? "",
      commit: bypass.commit,
      component: undefined,
      environment: undefined,
    };
    const judged = await Promise.all(
      active.map(async (stored) => {
        const then = { ...stored.state, status: stored.state.terms.mode };
        return { stored, kind: (await judgeHalt(then, release, history)).kind };
      }),
    );
    const stopping = judged.filter(({ kind }) => kind !== "open").map(({ stored }) => stored);
    for (const { record } of stopping.length > 0 ? stopping : active) {
      events.push({ halt: record.id, event: eventOf(bypass, nextSeq(record)) });
    }
    if (active.length > 0) taken.push(bypass);
  }
  if (events.length > 0) {
    const kept = await keepTogether(git, top, sharedRef, events);
    if (!kept.ok) return kept;
  }
  return {
    ok: true,
    collected: taken.length,
    finish: async () => takeAway(git, top, remote, settings, taken),
  };
}

/** Clocks differ: a halt counts as active a minute before and after. */
const clocksDifferMs = 60_000;

function wasActive({ placed, closed }: LedgerState, at: string): boolean {
  const then = Date.parse(at);
  return (
    Date.parse(placed.at) - clocksDifferMs <= then &&
    (closed === undefined || then <= Date.parse(closed.at) + clocksDifferMs)
  );
}

function eventOf({ name, at, by, reason, releaseRef, commit }: Bypass, seq: number): LedgerEvent {
  return ledgerEvent.parse({
    id: `bypass-${name}`,
    seq,
    at,
    ...(by !== undefined && { by }),
    kind: "bypassed",
    reason,
    ...(releaseRef !== undefined && { ref: releaseRef }),
    ...(commit !== undefined && { commit }),
  });
}

async function notesIn(git: Git, top: string, folders: readonly string[]): Promise<readonly Bypass[]> {
  const listed = await git.run(top, ["for-each-ref", "--format=%(refname)%00%(contents)%00", ...folders]);
  if (!listed.ok) throw new Error(`The notes on bypasses cannot be read: ${listed.message}`);
  const parts = listed.out.split("\0");
  const notes = parts.flatMap((ref, index): Bypass[] => {
    if (index % 2 === 1) return [];
    const name = ref.trim();
    const note = noteOf(name.split("/").at(-1) ?? "", name, parts[index + 1] ?? "");
    return note === undefined ? [] : [note];
  });
  // One that is here and on the remote is one; the remote's comes last.
  return [...new Map(notes.map((note) => [note.name, note])).values()];
}

/** Anybody may have written it: what does not fit is left out, and a note without a reason says that it has none. */
function noteOf(name: string, ref: string, message: string): Bypass | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/.test(name) || !message.startsWith("Bypassed: ")) return undefined;
  const value = (key: string): string | undefined => {
    const line = message.split("\n").find((one) => one.startsWith(`${key}: `));
    const text =
      line
        ?.slice(key.length + 2)
        .trim()
        .slice(0, 1000) ?? "";
    return text === "" ? undefined : text;
  };
  const [seconds, commit] = [Number(value("At")), value("Commit")];
  const at = new Date(Number.isFinite(seconds) && Math.abs(seconds) < 8e9 ? seconds * 1000 : 0);
  return {
    name,
    ref,
    // The form without Node knows no secrets.
    reason: redactKnown(value("Reason") ?? "No reason was given.").text,
    releaseRef: value("Ref"),
    commit: commit !== undefined && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) ? commit : undefined,
    by: value("By"),
    at: instantOf(at),
    halts: message
      .split("\n")
      .flatMap((line) => /^Halt: (\S+)$/.exec(line)?.[1] ?? [])
      .slice(0, 100),
  };
}

async function takeAway(
  git: Git,
  top: string,
  remote: string | undefined,
  settings: Settings,
  taken: readonly Bypass[],
): Promise<void> {
  if (taken.length === 0) return;
  const there = taken.filter(({ ref }) => !ref.startsWith(localBypasses));
  if (remote !== undefined && there.length > 0) {
    const away = there.map(({ name }) => `:${bypassBranches(settings)}${name}`);
    // Somebody else may have taken them away first; what stays is taken away the next time, and counts once.
    await git.run(top, [...quietly, "push", "--quiet", "--no-verify", remote, ...away], {
      timeoutMs: gateLimits.networkMs,
    });
  }
  const gone = new Set(taken.flatMap(({ ref, name }) => [ref, `${localBypasses}${name}`]));
  // What another program took away meanwhile is no failure, so nothing is asked of what each was.
  const input = [...gone].map((ref) => `delete ${ref}\n`).join("");
  await git.run(top, [...quietly, "update-ref", "--stdin"], { input });
}
