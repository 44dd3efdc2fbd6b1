import * as vscode from "vscode";
import { problemAt } from "./addStepFromDiagnostic";
import type { Services } from "./services";

const mostActions = 3;

/** On a problem of the editor, where the workspace has a halt that is open: a quick fix that makes it a step of that. */
export function provideDiagnosticActions(services: Services): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: "file" },
    {
      provideCodeActions: async ({ uri }, _range, { diagnostics }) => {
        if (diagnostics.length === 0 || uri.path.endsWith(".halt.json")) return [];
        const file = await services.current.file();
        if (file?.read.ok !== true || file.read.halt.status === "closed") return [];
        return diagnostics.slice(0, mostActions).map((diagnostic) => actionFor(uri, diagnostic));
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function actionFor(uri: vscode.Uri, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const title = "Release Halt: add this problem as a reproduction step";
  return {
    title,
    kind: vscode.CodeActionKind.QuickFix,
    // It mends nothing.
    diagnostics: [],
    command: {
      title,
      command: "releaseHalt.addStepFromDiagnostic",
      arguments: [{ problem: problemAt(uri, diagnostic) }],
    },
  };
}
