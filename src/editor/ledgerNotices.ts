import * as vscode from "vscode";
import * as z from "zod";
import { shortDateWords } from "../assess/dateWords";
import type { JudgedHalt } from "../gate/criteria/haltsToJudge";
import type { LedgerHalt } from "../gate/ledger/ledgerOverview";
import {
  eventIds,
  ledgerNews,
  metKeys,
  metNews,
  metWords,
  newsMessage,
  reviewKey,
  reviewsDue,
  type HaltNews,
  type ReviewDue,
} from "../gate/ledger/ledgerNews";
import { instantOf } from "../halt/instant";
import { contextOf } from "./commandTarget";
import { ledgerArgument } from "./gateTarget";
import { showNews, showProblem, wordsOf } from "./messages";
import type { Services } from "./services";

const minuteMs = 60_000;
const remembered = z.array(z.string()).optional();

/**
 * Tells, in one message, what others did to halts since the last look and which halts may be lifted now, by whatever that
 * came: each once. Asks once when a halt's time of review has passed. What was told is remembered for the workspace.
 */
export function keepNotices(services: Services): vscode.Disposable[] {
  const warned = new Map<string, readonly string[]>();
  let running: Promise<void> = Promise.resolve();
  let waits = false;
  const look = (): void => {
    if (!vscode.workspace.isTrusted || waits) return;
    waits = true;
    running = running
      .then(async () => {
        waits = false;
        await lookAtAll(services, warned);
      })
      .catch((error: unknown) => {
        services.log.error(`What is new in the ledgers could not be found out: ${wordsOf(error)}`);
      });
  };
  look();
  const clock = setInterval(look, minuteMs);
  return [
    services.ledgers.onDidChange(look),
    services.files.onDidChange(look),
    services.lifts.onDidChange(look),
    new vscode.Disposable(() => {
      clearInterval(clock);
    }),
  ];
}

async function lookAtAll(services: Services, warned: Map<string, readonly string[]>): Promise<void> {
  for (const top of await services.ledgers.tops()) {
    try {
      const { halts } = await services.ledgers.read(top);
      tellWarnings(services, top, warned);
      await tellNews(services, top, halts);
      await askForReviews(services, top, halts);
    } catch (error) {
      services.log.error(
        `What is new in the ledger of ${top.fsPath} could not be found out: ${wordsOf(error)}`,
      );
    }
  }
}

/** A ledger that was rewritten or is gone is said once, until it is put right; the banner goes on saying it. */
function tellWarnings({ ledgers }: Services, top: vscode.Uri, warned: Map<string, readonly string[]>): void {
  const last = ledgers.lastExchange(top);
  if (last?.kind !== "synced" && last?.kind !== "absent") return;
  const before = warned.get(top.toString()) ?? [];
  warned.set(top.toString(), last.warnings);
  for (const warning of last.warnings.filter((one) => !before.includes(one))) {
    showProblem(
      warning,
      { label: "Put Back", run: () => vscode.commands.executeCommand("releaseHalt.sync", { putBack: true }) },
      {
        label: "Accept…",
        run: () => vscode.commands.executeCommand("releaseHalt.acceptRewrite", { top: top.toString() }),
      },
    );
  }
}

async function tellNews(services: Services, top: vscode.Uri, halts: readonly LedgerHalt[]): Promise<void> {
  const others = await newsOfOthers(services, top, halts);
  const met = await newlyMet(services, top);
  const words = [...others.map((one) => one.words), ...met.map(metWords)];
  const [first, ...rest] = [...others.map(({ halt }) => halt), ...met.map(({ id }) => id)];
  if (first === undefined) return;
  const named = ledgerArgument(top, first);
  if (rest.some((id) => id !== first)) {
    showNews(newsMessage(words), {
      label: "Show Halts",
      run: () => vscode.commands.executeCommand("releaseHalt.halts.focus"),
    });
    return;
  }
  showNews(
    newsMessage(words),
    { label: "Show", run: () => vscode.commands.executeCommand("releaseHalt.showRecord", named) },
    ...(met.length === 0
      ? []
      : [{ label: "Lift…", run: () => vscode.commands.executeCommand("releaseHalt.lift", named) }]),
  );
}

async function newsOfOthers(
  services: Services,
  top: vscode.Uri,
  halts: readonly LedgerHalt[],
): Promise<readonly HaltNews[]> {
  const { workspaceState } = services.context;
  const key = `ledger.seen:${top.toString()}`;
  const states = halts.map(({ state }) => state);
  const known = remembered.safeParse(workspaceState.get(key)).data;
  const seen = known === undefined ? undefined : new Set(known);
  const ids = eventIds(states);
  if (ids.every((id) => seen?.has(id) === true)) return [];
  const { by } = await contextOf(services, { top });
  await workspaceState.update(key, [...ids]);
  return ledgerNews(states, seen, by);
}

async function newlyMet({ context, lifts }: Services, top: vscode.Uri): Promise<readonly JudgedHalt[]> {
  const key = `ledger.met:${top.toString()}`;
  const told = new Set(remembered.safeParse(context.workspaceState.get(key)).data);
  const met = metNews(await lifts.of(top), told);
  if (met.length > 0)
    await context.workspaceState.update(key, [...new Set([...told, ...met.flatMap(metKeys)])]);
  return met;
}

async function askForReviews(
  services: Services,
  top: vscode.Uri,
  halts: readonly LedgerHalt[],
): Promise<void> {
  const { workspaceState } = services.context;
  const key = `ledger.reviews:${top.toString()}`;
  const asked = new Set(remembered.safeParse(workspaceState.get(key)).data);
  const due = reviewsDue(
    halts.map(({ state }) => state),
    asked,
    Date.now(),
  );
  if (due.length === 0) return;
  await workspaceState.update(key, [...asked, ...due.map(({ halt, reviewAt }) => reviewKey(halt, reviewAt))]);
  for (const one of due) askForReview(top, one);
}

function askForReview(top: vscode.Uri, { halt, title, reviewAt }: ReviewDue): void {
  const argument = ledgerArgument(top, halt);
  showNews(
    `The halt "${title}" asked to be reviewed by ${shortDateWords(reviewAt, instantOf(new Date()))}. Is it still needed? It goes on until somebody lifts it.`,
    { label: "Show", run: () => vscode.commands.executeCommand("releaseHalt.showRecord", argument) },
    { label: "Lift…", run: () => vscode.commands.executeCommand("releaseHalt.lift", argument) },
  );
}
