import { instantOf } from "../../halt/instant";
import { ledgerEvent, type LedgerEvent } from "../../halt/ledgerRecord";
import { nextSeq } from "../../halt/ledgerState";
import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { History } from "../rules/history";
import { judgeHalt } from "../rules/judgeHalt";
import { bypassBranches, ledgerRemote, localBypasses, sharedRef, tipsOf } from "./ledgerRefs";
import { keepEvents, ledgerAt } from "./recordEvents";

/** A release that went past the gate in an emergency, as the gate without Node noted it. */
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
}

type Collected =
  | { readonly ok: true; readonly collected: number; readonly finish: () => Promise<void> }
  | { readonly ok: false; readonly message: string };

/**
 * Takes the notes on releases that went past the gate into the shared ledger of this clone: an event of each halt that
 * would have stopped the release; where none would, of each that is active. A note while nothing is halted stays where it
 * is. `finish` takes the notes away, and is called when the remote has the events.
 */
export async function collectBypasses(git: Git, top: string, settings: Settings): Promise<Collected> {
  const remote = await ledgerRemote(git, top, settings);
  const fetched = remote === undefined ? undefined : `refs/release-halt/bypassed/${remote}/`;
  if (remote !== undefined && fetched !== undefined) {
    const refspec = `+${bypassBranches(settings)}*:${fetched}*`;
    const brought = await git.run(
      top,
      ["fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "--refmap=", remote, refspec],
      { timeoutMs: 10_000 },
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
    const active = [...read.ledger.records.values()].filter(({ state }) => state.status !== "closed");
    const release = {
      ref: bypass.releaseRef ?? "",
      commit: bypass.commit,
      component: undefined,
      environment: undefined,
    };
    const judged = await Promise.all(
      active.map(async (stored) => ({
        stored,
        kind: (await judgeHalt(stored.state, release, history)).kind,
      })),
    );
    const stopping = judged.filter(({ kind }) => kind !== "open").map(({ stored }) => stored);
    for (const { record } of stopping.length > 0 ? stopping : active) {
      events.push({ halt: record.id, event: eventOf(bypass, nextSeq(record)) });
    }
    if (active.length > 0) taken.push(bypass);
  }
  if (events.length > 0) {
    const kept = await keepEvents(git, top, sharedRef, events);
    if (!kept.ok) return kept;
  }
  return {
    ok: true,
    collected: taken.length,
    finish: async () => takeAway(git, top, remote, settings, taken),
  };
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
  const tips = await tipsOf(git, top, folders);
  const notes = await Promise.all(
    [...tips].map(async ([ref, commit]): Promise<Bypass[]> => {
      const shown = await git.run(top, ["log", "-1", "--format=%B", commit]);
      const note = shown.ok ? noteOf(ref.split("/").at(-1) ?? "", ref, shown.out) : undefined;
      return note === undefined ? [] : [note];
    }),
  );
  // One that is here and on the remote is one.
  return [...new Map(notes.flat().map((note) => [note.name, note])).values()];
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
    reason: value("Reason") ?? "No reason was given.",
    releaseRef: value("Ref"),
    commit: commit !== undefined && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) ? commit : undefined,
    by: value("By"),
    at: instantOf(at),
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
  if (remote !== undefined) {
    const gone = taken.map(({ name }) => `:${bypassBranches(settings)}${name}`);
    // Somebody else may have taken them away first; what stays is taken away the next time, and counts once.
    await git.run(top, ["push", "--quiet", "--no-verify", remote, ...gone], { timeoutMs: 10_000 });
  }
  for (const { ref, name } of taken) {
    await git.run(top, ["update-ref", "-d", ref]);
    await git.run(top, ["update-ref", "-d", `${localBypasses}${name}`]);
  }
}
