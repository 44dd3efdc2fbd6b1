import * as vscode from "vscode";
import { readHalt } from "../halt/readHalt";
import { instantOf } from "../halt/instant";
import { contextOf } from "./commandTarget";
import { showProblem, wordsOf } from "./messages";
import type { Services } from "./services";

/**
 * After an active halt's file was saved, records what changed of its scope, its cause or its criteria, where the record is.
 * The save does not wait for it.
 */
export function followSaves(services: Services): vscode.Disposable {
  let running: Promise<void> = Promise.resolve();
  return vscode.workspace.onDidSaveTextDocument((document) => {
    if (!document.uri.path.endsWith(".halt.json") || !vscode.workspace.isTrusted) return;
    running = running
      .then(async () => record(services, document))
      .catch((error: unknown) => {
        services.log.error(error instanceof Error ? error : String(error));
        showProblem(`The ledger did not take what changed in ${document.uri.fsPath}: ${wordsOf(error)}`);
      });
  });
}

async function record(services: Services, document: vscode.TextDocument): Promise<void> {
  const read = readHalt(document.getText());
  const top = (await services.files.find(document.uri))?.top;
  if (!read.ok || read.halt.status !== "active" || top?.scheme !== "file") return;
  const { ledger } = await services.ledgers.open(top);
  const { halt } = read;
  const by = await nameOf(services, top);
  const updated = await services.ledgers.during(top, async () =>
    ledger.update(halt, { at: instantOf(new Date()), ...by }),
  );
  if (updated === undefined) return;
  if (!updated.ok) throw new Error(updated.message);
  // A remote that does not answer is told of by the banner and the status bar: the person did not ask for anything here.
  if (updated.sync !== undefined) services.ledgers.exchanged(top, updated.sync);
}

async function nameOf(services: Services, top: vscode.Uri): Promise<{ readonly by?: string }> {
  const { by } = await contextOf(services, { top });
  return by === undefined ? {} : { by };
}
