import * as vscode from "vscode";
import { audienceWords } from "../gate/ledger/ledgerOverview";
import { recordText } from "../gate/ledger/recordText";
import { liftDecision } from "../gate/liftDecision";
import { ledgerSubjectOf } from "./gateTarget";
import { openHalt } from "./openHalt";
import { showProblem, wordsOf } from "./messages";
import type { Services } from "./services";

const scheme = "release-halt";

/** The records of halts as read-only texts, anew whenever a ledger changed. */
export function provideRecords(services: Services): vscode.Disposable[] {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        try {
          return await textOf(services, uri);
        } catch (error) {
          services.log.error(error instanceof Error ? error : String(error));
          return `The record cannot be shown: ${wordsOf(error)}\n`;
        }
      },
    }),
    ...[services.ledgers, services.lifts, services.signatures].map(({ onDidChange }) =>
      onDidChange(() => {
        for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) changed.fire(uri);
      }),
    ),
  ];
}

/** Shows a halt that the ledger knows: its own editor where its file is here, else its record, to be read. */
export async function showRecord(services: Services, argument?: unknown): Promise<void> {
  const subject = ledgerSubjectOf(argument);
  if (subject === undefined) {
    await openHalt(services, argument);
    return;
  }
  const { id, top } = subject;
  const file = (await services.files.list()).find(
    (one) => one.read.ok && one.read.halt.id === id && one.top.toString() === top.toString(),
  );
  if (file !== undefined) {
    await openHalt(services, file.uri);
    return;
  }
  if ((await services.ledgers.find(top, id)) === undefined) {
    showProblem(`No ledger of this clone knows the halt ${id}.`);
    return;
  }
  const uri = vscode.Uri.from({ scheme, path: `/${id}.txt`, query: top.toString() });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}

async function textOf({ ledgers, signatures }: Services, uri: vscode.Uri): Promise<string> {
  const top = vscode.Uri.parse(uri.query);
  const id = uri.path.slice(1).replace(/\.txt$/, "");
  const { halts, remote } = await ledgers.read(top);
  const known = halts.find(({ state }) => state.id === id);
  if (known === undefined) return `No ledger of this clone knows the halt ${id} any more.\n`;
  const { git, settings } = await ledgers.open(top);
  const { criteria } = await liftDecision(
    git,
    top.fsPath,
    { state: known.state },
    { settings, now: new Date() },
  );
  return recordText(known.state, {
    audience: audienceWords(known, remote),
    criteria,
    timeZone: settings.timeZone,
    signatures: signatures.of(top, known),
  });
}
