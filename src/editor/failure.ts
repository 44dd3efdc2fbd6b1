import type * as vscode from "vscode";
import { manageTrust, showProblem, wordsOf } from "./messages";
import { NotTrusted } from "./services";

/** What was asked for failed: the person hears of it in words, and the log holds all of it. */
export function tellFailure(log: vscode.LogOutputChannel, error: unknown): void {
  if (error instanceof NotTrusted) {
    showProblem(`${error.message} Nothing was changed.`, manageTrust);
    return;
  }
  log.error(error instanceof Error ? error : String(error));
  showProblem(`Release Halt could not do this: ${wordsOf(error)}`, {
    label: "Show Log",
    run: () => {
      log.show();
    },
  });
}
