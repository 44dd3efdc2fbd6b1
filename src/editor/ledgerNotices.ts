import * as vscode from "vscode";
import * as z from "zod";
import { shortDateWords } from "../assess/dateWords";
import { criteriaLine } from "../gate/criteria/judgeCriteria";
import type { LedgerHalt } from "../gate/ledger/ledgerOverview";
import {
  eventIds,
  ledgerNews,
  maybeMet,
  newsMessage,
  reviewKey,
  reviewsDue,
  type ReviewDue,
} from "../gate/ledger/ledgerNews";
import { liftDecision } from "../gate/liftDecision";
import { instantOf } from "../halt/instant";
import { contextOf } from "./commandTarget";
import { ledgerArgument } from "./gateTarget";
import { showNews, showProblem, wordsOf } from "./messages";
import type { Services } from "./services";

const minuteMs = 60_000;
const remembered = z.array(z.string()).optional();

/**
 * Tells, in one message, what others did to halts since the last look, and asks once when a halt's time of review has
 * passed. What was looked at is remembered for the workspace.
 */
export function keepNotices(services: Services): vscode.Disposable[] {
  const warned = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  const look = (): void => {
    if (!vscode.workspace.isTrusted) return;
    running = running
      .then(async () => lookAtAll(services, warned))
      .catch((error: unknown) => {
        services.log.error(`What is new in the ledgers could not be found out: ${wordsOf(error)}`);
      });
  };
  look();
  const clock = setInterval(look, minuteMs);
  return [
    services.ledgers.onDidChange(look),
    new vscode.Disposable(() => {
      clearInterval(clock);
    }),
  ];
}

async function lookAtAll(services: Services, warned: Set<string>): Promise<void> {
  for (const top of await services.ledgers.tops()) {
    const { halts } = await services.ledgers.read(top);
    tellWarnings(services, top, warned);
    if (halts.length === 0) continue;
    await tellNews(services, top, halts);
    await askForReviews(services, top, halts);
  }
}

/** A ledger that was rewritten or is gone is said once in a window; the banner goes on saying it. */
function tellWarnings({ ledgers }: Services, top: vscode.Uri, warned: Set<string>): void {
  const last = ledgers.lastExchange(top);
  const warnings = last?.kind === "synced" || last?.kind === "absent" ? last.warnings : [];
  for (const warning of warnings.filter((one) => !warned.has(one))) {
    warned.add(warning);
    showProblem(warning, {
      label: "Put Back",
      run: () => vscode.commands.executeCommand("releaseHalt.sync"),
    });
  }
}

async function tellNews(services: Services, top: vscode.Uri, halts: readonly LedgerHalt[]): Promise<void> {
  const { workspaceState } = services.context;
  const key = `ledger.seen:${top.toString()}`;
  const states = halts.map(({ state }) => state);
  const known = remembered.safeParse(workspaceState.get(key)).data;
  const seen = known === undefined ? undefined : new Set(known);
  const ids = eventIds(states);
  if (seen !== undefined && ids.every((id) => seen.has(id))) return;
  const { by } = await contextOf(services, { top });
  const news = ledgerNews(states, seen, by);
  const words = news.map((one) => one.words);
  const subjects = news.map(({ halt }) => halt);
  for (const state of maybeMet(states, seen, by)) {
    const { git, settings } = await services.ledgers.open(top);
    const { criteria, unmet } = await liftDecision(git, top.fsPath, { state }, { settings, now: new Date() });
    if (unmet.length > 0 || criteria.length === 0) continue;
    words.push(`What lifts "${state.terms.title}" is met (${criteriaLine(criteria)}).`);
    subjects.push(state.id);
  }
  await workspaceState.update(key, [...ids]);
  const [first] = subjects;
  if (first === undefined) return;
  showNews(newsMessage(words), {
    label: subjects.length === 1 ? "Show" : "Show Halts",
    run: () =>
      subjects.length === 1
        ? vscode.commands.executeCommand("releaseHalt.showRecord", ledgerArgument(top, first))
        : vscode.commands.executeCommand("releaseHalt.halts.focus"),
  });
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
