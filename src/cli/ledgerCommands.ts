import { criteriaLine } from "../gate/criteria/judgeCriteria";
import { whyNotApprove } from "../gate/criteria/whyNotApprove";
import { liftHalt, overruleHalt, withdrawHalt, type StatusIntents } from "../gate/haltStatus";
import { signatureWords } from "../gate/ledger/signatureWords";
import { eventDetail, eventName } from "../gate/ledger/eventWords";
import { HaltLedger } from "../gate/ledger/haltLedger";
import { ledgerLog } from "../gate/ledger/ledgerLog";
import { audienceWords, ledgerOverview } from "../gate/ledger/ledgerOverview";
import type { SyncResult } from "../gate/ledger/syncLedger";
import { liftDecision } from "../gate/liftDecision";
import { haltOf } from "../gate/namedHalt";
import { applyIntents } from "../halt/applyIntent";
import type { NewEvent } from "../halt/ledgerRecord";
import type { Halt } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import { readHaltFile } from "../system/haltStore";
import { updateFile, type Change } from "../system/updateFile";
import { done, needed, now, optional, print, text, WrongUse, type Flags } from "./command";
import { exchangeLines, named, noted, syncWords, type Named } from "./ledgerHalt";
import { commitOf, git, repositoryOf } from "./place";

interface Ending {
  readonly event: NewEvent;
  readonly intents: (halt: Halt) => StatusIntents;
  readonly said: string;
}

/**
 * Ends a halt in each file that holds it, so that no branch brings it back, and in the ledger. Where the ledger does not
 * take it, the same command tells it later.
 */
async function end(
  flags: Flags,
  { id, ledger, known, file, problems }: Named,
  ending: Ending,
): Promise<number> {
  const change =
    (held: string) =>
    (current: string): Change => {
      const intents = ending.intents(done(haltOf(held, current)).halt);
      return intents.ok ? applyIntents(current, intents.intents) : intents;
    };
  const active: string[] = [];
  for (const copy of new Set(file === undefined ? [] : [file.path, ...file.copies])) {
    const { halt: held } = done(haltOf(copy, done(await readHaltFile(copy)).text));
    if (held.status === "active") active.push(copy);
  }
  if (known?.state.closed !== undefined && active.length === 0) {
    throw new WrongUse(`The halt is closed already (${eventName(known.state.closed).toLowerCase()}).`);
  }
  // Where none is active and no ledger knows it, the file itself says why it cannot be ended.
  const files = active.length === 0 && known === undefined && file !== undefined ? [file.path] : active;
  for (const path of files) done(await updateFile(path, change(path)));
  const recorded =
    known === undefined || known.state.status === "closed"
      ? undefined
      : await ledger.record(id, ending.event);
  if (recorded?.ok === false)
    throw new WrongUse([recorded.message, ...files.map(closedThere), onceMore].join(" "));
  const unread = known === undefined ? problems : [];
  const sync = recorded?.sync;
  print(
    flags,
    {
      id,
      path: file?.path ?? null,
      status: "closed",
      outcome: ending.event.kind,
      shared: recorded?.shared ?? false,
      sync: sync ?? null,
    },
    [
      `${ending.said}: ${file?.path ?? id}`,
      ...(sync === undefined ? [] : [syncWords(sync)]),
      ...(unread.length === 0 ? [] : [["It is not recorded in the ledger.", ...unread, onceMore].join(" ")]),
    ],
  );
  return sync?.kind === "failed" || unread.length > 0 ? 1 : 0;
}

const onceMore = "Once the ledger can be read and written, run the same command again.";

function closedThere(path: string): string {
  return `${path} says already that the halt is closed.`;
}

/** `lift`: the release may go on. With criteria that are not met it takes `--override`, and is recorded as one. */
export async function lift(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const reason = needed(flags, "reason");
  const halt = await named(flags, name);
  const at = now();
  const { criteria, unmet } = await liftDecision(
    git,
    halt.top,
    { ...optional("halt", halt.file?.halt), ...optional("state", halt.known?.state) },
    { settings: halt.settings, now: new Date() },
  );
  if (unmet.length > 0 && flags.override !== true) {
    const open = criteria.filter(({ met }) => !met).map(({ words, why }) => `${words} (${why})`);
    throw new WrongUse(
      `The halt stays: ${criteriaLine(criteria)}. Not met: ${open.join("; ")} To lift it all the same, add --override; who, why and what was not met is recorded.`,
    );
  }
  const event: NewEvent =
    unmet.length > 0
      ? { kind: "overridden", at, ...halt.by, reason, unmet: [...unmet] }
      : { kind: "lifted", at, ...halt.by, reason };
  return end(flags, halt, {
    event,
    intents: (held) => liftHalt(held, { reason, now: at, ...halt.by }, unmet),
    said: unmet.length > 0 ? "Lifted by override" : "Lifted",
  });
}

/** `overrule`: the release ships with the bug, and somebody accepts the risk by name. */
export async function overrule(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const [reason, riskOwner] = [needed(flags, "reason"), needed(flags, "risk-owner")];
  const risk = {
    riskOwner,
    ...optional("abortThreshold", text(flags, "abort-threshold")),
    ...optional("watchedBy", text(flags, "watched-by")),
  };
  const halt = await named(flags, name);
  const at = now();
  return end(flags, halt, {
    event: { kind: "overruled", at, ...halt.by, reason, ...risk },
    intents: (held) => overruleHalt(held, { reason, now: at, ...halt.by }, risk),
    said: "Overruled: the release ships",
  });
}

/** `withdraw`: the halt should not have been there. */
export async function withdraw(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const reason = needed(flags, "reason");
  const halt = await named(flags, name);
  const at = now();
  return end(flags, halt, {
    event: { kind: "withdrawn", at, ...halt.by, reason },
    intents: (held) => withdrawHalt(held, { reason, now: at, ...halt.by }),
    said: "Withdrawn",
  });
}

/** `share`: makes a halt everybody's. One that was never recorded, as of an older release, is recorded first. */
export async function share(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const { id, ledger, known, file, by } = await named(flags, name);
  if (known === undefined && file !== undefined) {
    if (file.halt.status !== "active")
      throw new WrongUse(`The halt is ${file.halt.status}: only an active one stops others.`);
    done(await ledger.place(file.halt));
  } else if (file !== undefined) {
    const updated = await ledger.update(file.halt, { at: now(), ...by });
    if (updated !== undefined) done(updated);
  }
  const { sync } = done(await ledger.share(id));
  print(flags, { id, shared: true, sync: sync ?? null }, [syncWords(sync)]);
  return sync?.kind === "failed" ? 1 : 0;
}

/** `approve`: a second person approves a commit, or the lift. Recorded, not authenticated. */
export async function approve(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const halt = await named(flags, name);
  const why = halt.known === undefined ? undefined : whyNotApprove(halt.known.state, halt.by.by);
  if (why !== undefined) throw new WrongUse(why);
  const commit = await commitOf(flags, "commit", halt.top);
  const note = text(flags, "reason");
  const event: NewEvent = {
    kind: "approved",
    at: now(),
    ...halt.by,
    ...optional("commit", commit),
    ...optional("note", note),
  };
  return noted(flags, halt, event, [`Approved by ${halt.by.by ?? "somebody"}: recorded, not authenticated.`]);
}

/** `sync`: sends what waits, and brings what others did. */
export async function sync(flags: Flags): Promise<number> {
  if (flags.reason !== undefined) throw new WrongUse("--reason goes with --accept-rewrite.");
  const { top, settings } = await repositoryOf(flags);
  const result = await new HaltLedger(git, top, settings).sync();
  print(flags, result, [syncWords(result)]);
  return result.kind === "failed" ? 1 : 0;
}

/** `list`: every halt that is known here, and who sees it. */
export async function list(flags: Flags): Promise<number> {
  const { top, settings } = await repositoryOf(flags);
  const exchanged = await broughtUpToDate(flags, top, settings);
  const { remote, halts, problems } = await ledgerOverview(git, top, settings);
  const shown = halts.map(({ state, audience, waiting }) => ({
    id: state.id,
    title: state.terms.title,
    status: state.status,
    shared: audience === "shared" || audience === "partly",
    audience,
    waiting,
    reason: state.terms.reason,
    by: state.placed.by ?? null,
    since: state.placed.at,
    outcome: state.closed?.kind ?? null,
  }));
  print(flags, { halts: shown, problems, sync: exchanged ?? null }, [
    ...shown.map(
      ({ id, title, status, outcome, ...seen }) =>
        `${status === "closed" ? (outcome ?? status) : status}: ${title} (${id}), ${audienceWords(seen, remote)}`,
    ),
    ...(shown.length === 0 ? ["There is no halt in the ledgers of this clone."] : []),
    ...problems,
    ...exchangeLines(exchanged),
  ]);
  return problems.length > 0 ? 1 : 0;
}

/** What the remote has, unless nothing is to be asked of it. */
async function broughtUpToDate(
  flags: Flags,
  top: string,
  settings: Settings,
): Promise<SyncResult | undefined> {
  return flags.offline === true ? undefined : new HaltLedger(git, top, settings).sync({ fetchOnly: true });
}

/** `log`: every event, oldest first. With `--verify`, how each is signed. */
export async function log(flags: Flags): Promise<number> {
  const { top, settings } = await repositoryOf(flags);
  const exchanged = await broughtUpToDate(flags, top, settings);
  const { events, problems } = done(await ledgerLog(git, top, { verify: flags.verify === true }));
  print(flags, { events, problems, sync: exchanged ?? null }, [
    ...events.map(({ halt, event, shared, signature, signer }) =>
      [
        event.at,
        eventName(event),
        ...(event.by === undefined ? [] : [`by ${event.by}`]),
        `(${halt}${shared ? "" : ", only here"})`,
        eventDetail(event),
        ...(signature === undefined
          ? []
          : [`[${signatureWords({ signature, ...(signer !== undefined && { signer }) })}]`]),
      ].join(" "),
    ),
    ...(events.length === 0 ? ["Nothing has happened yet."] : []),
    ...problems,
    ...exchangeLines(exchanged),
  ]);
  return problems.length > 0 ? 1 : 0;
}
