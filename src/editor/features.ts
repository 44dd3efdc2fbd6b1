import type * as vscode from "vscode";
import type { CommandId } from "./commandIds";
import { handlers } from "./commands";
import { provideDiagnosticActions } from "./diagnosticActions";
import { evidenceTree } from "./evidenceTree";
import { followSaves } from "./followSaves";
import { haltsTree } from "./haltsTree";
import { keepNotices } from "./ledgerNotices";
import { provideRecords } from "./showRecord";
import { tellFailure } from "./failure";
import { HaltSession } from "./haltSession";
import { watchSettings } from "./haltSettings";
import { showFailureLenses } from "./failureLenses";
import { keepRunNotices } from "./runNotices";
import { showProblem, wordsOf } from "./messages";
import { runPageCommand } from "./pageCommands";
import { showRecording } from "./recordingStatus";
import { createServices, type Services } from "./services";
import type { StartUp } from "./startUp";
import { keepStatusBar } from "./statusBar";
import { sweepLeftovers } from "./sweepLeftovers";
import type { TreeNode } from "./treeNode";

export interface TreeRows {
  item(node: TreeNode): vscode.TreeItem;
  children(node: TreeNode | undefined): Promise<TreeNode[]>;
}

/** What start-up hands the person's first use to. */
export interface Features {
  run(id: CommandId, args: readonly unknown[]): Promise<unknown>;
  openEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void;
  readonly evidence: TreeRows;
  readonly halts: TreeRows;
  /** Ends what runs, and answers when nothing of it is left. */
  end(): Promise<void>;
}

/** Builds the services and everything that lives on them. Called once. */
export function createFeatures(startUp: StartUp): Features {
  const services = createServices(startUp);
  const { subscriptions } = startUp.context;
  subscriptions.push(
    watchSettings(() => {
      services.sessions.updateAll();
    }),
    ...keepStatusBar(services),
    ...keepNotices(services),
    ...provideRecords(services),
    ...keepRunNotices(services),
    ...showFailureLenses(services),
    ...showRecording(services),
    provideDiagnosticActions(services),
    followSaves(services),
    ...[services.ledgers, services.lifts, services.gates, services.signatures, services.places].map(
      ({ onDidChange }) =>
        onDidChange(() => {
          services.sessions.updateAll();
        }),
    ),
  );
  sweepLeftovers(services).catch((error: unknown) => {
    services.log.error(`Looking for what an earlier window left behind failed: ${wordsOf(error)}`);
  });
  return {
    evidence: evidenceTree(services),
    halts: haltsTree(services),
    run: async (id, args) => runCommand(services, id, args),
    openEditor: (document, panel) => {
      openEditor(services, document, panel);
    },
    end: async () => services.work.end(),
  };
}

/** A command that fails says so in words and in the log; it never fails in silence. */
async function runCommand(services: Services, id: CommandId, args: readonly unknown[]): Promise<unknown> {
  try {
    return await handlers[id](services, ...args);
  } catch (error) {
    tellFailure(services.log, error);
    return undefined;
  }
}

function openEditor(services: Services, document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
  const halt = services.documents.of(document);
  const session = new HaltSession(panel, halt, services, async (from, message) =>
    runPageCommand(services, from, message),
  );
  services.sessions.add(session);
  services.unaskedTabs.shown(document.uri);
  panel.onDidDispose(() => {
    session.dispose();
    services.sessions.remove(session);
    // While another editor shows the halt, it takes what was typed along.
    if (services.sessions.of(document.uri).length > 0) return;
    services.unaskedTabs.tabClosed(document.uri);
    services.documents.keepTyped(halt, document.isDirty).catch((error: unknown) => {
      services.log.error(error instanceof Error ? error : String(error));
      showProblem(`What was typed last into ${document.uri.fsPath} could not be kept: ${wordsOf(error)}`);
    });
  });
}
