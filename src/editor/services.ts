import * as vscode from "vscode";
import { createGit, type Git } from "../system/git";
import { CurrentHalt } from "./currentHalt";
import { FactsCache } from "./factsCache";
import { GateViews } from "./gateView";
import { gitExtension } from "./gitExtension";
import { HaltDocuments } from "./haltDocuments";
import { HaltFiles } from "./haltFiles";
import { HaltPlaces } from "./haltPlaces";
import { HaltSessions } from "./haltSessions";
import { LedgerRefresh } from "./ledgerRefresh";
import { Ledgers } from "./ledgers";
import { LiftCounts } from "./liftCounts";
import { NewerRuns } from "./newerRuns";
import { LongWork } from "./longWork";
import { Previews } from "./previews";
import { Recorder } from "./recorder";
import { Signatures } from "./signatures";
import type { StartUp } from "./startUp";
import { UnaskedTabs } from "./unaskedTabs";
import { UnfinishedSearches } from "./unfinishedSearches";

/** What the features share: built once, passed on, disposed with the extension. */
export interface Services extends StartUp {
  readonly documents: HaltDocuments;
  readonly files: HaltFiles;
  readonly sessions: HaltSessions;
  readonly newerRuns: NewerRuns;
  readonly facts: FactsCache;
  readonly places: HaltPlaces;
  readonly current: CurrentHalt;
  readonly unaskedTabs: UnaskedTabs;
  readonly previews: Previews;
  readonly ledgers: Ledgers;
  readonly refresh: LedgerRefresh;
  readonly lifts: LiftCounts;
  readonly gates: GateViews;
  readonly signatures: Signatures;
  readonly work: LongWork;
  readonly searches: UnfinishedSearches;
  readonly recorder: Recorder;
  /** Git as the built-in extension found it, else as `git.path` or the search path has it. */
  readonly git: () => Promise<Git>;
}

/** Builds what the features share, and has it end with the extension. The ledgers are kept fresh from now on. */
export function createServices(startUp: StartUp): Services {
  const documents = new HaltDocuments();
  const sessions = new HaltSessions();
  const files = new HaltFiles(documents, startUp.log);
  const current = new CurrentHalt(files, sessions);
  const newerRuns = new NewerRuns(files, startUp.log);
  const facts = new FactsCache(git, newerRuns, startUp.log);
  const places = new HaltPlaces(git, startUp.log);
  const unaskedTabs = new UnaskedTabs(startUp.log);
  const previews = new Previews();
  const ledgers = new Ledgers(files, git, startUp.log);
  const refresh = new LedgerRefresh(ledgers, startUp.log);
  const lifts = new LiftCounts(files, ledgers);
  const gates = new GateViews(ledgers, lifts, startUp.log);
  const signatures = new Signatures(ledgers, startUp.log);
  const recorder = new Recorder(startUp.context, startUp.log);
  startUp.context.subscriptions.push(
    documents,
    files,
    current,
    newerRuns,
    facts,
    places,
    unaskedTabs,
    previews,
    gates,
    signatures,
    lifts,
    ledgers,
    refresh,
    recorder,
  );
  return {
    ...startUp,
    documents,
    files,
    sessions,
    current,
    newerRuns,
    facts,
    places,
    unaskedTabs,
    previews,
    ledgers,
    refresh,
    lifts,
    gates,
    signatures,
    work: new LongWork(),
    searches: new UnfinishedSearches(startUp.context.workspaceState, startUp.log),
    recorder,
    git,
  };
}

/** What is asked for would run a program of a folder that the person does not trust. */
export class NotTrusted extends Error {
  constructor() {
    super("This folder is in Restricted Mode: Release Halt runs git only in folders you trust.");
  }
}

async function git(): Promise<Git> {
  // A repository's settings name programs that git runs, so this is the one door to it.
  if (!vscode.workspace.isTrusted) throw new NotTrusted();
  const found = await gitExtension();
  const configured = vscode.workspace.getConfiguration("git").get<string | string[] | null>("path");
  const path = Array.isArray(configured) ? configured[0] : configured;
  return createGit(found?.gitPath ?? path ?? "git");
}
