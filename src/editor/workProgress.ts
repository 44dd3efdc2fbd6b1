import * as vscode from "vscode";
import { plainMessage } from "./messages";
import type { Services } from "./services";

/** Does long work of a halt that the person can follow and cancel in a notification, and that ends with the window. */
export async function withWorkProgress<Result>(
  { work: running }: Pick<Services, "work">,
  subject: vscode.Uri,
  title: string,
  work: (signal: AbortSignal, report: (message: string, increment?: number) => void) => Promise<Result>,
): Promise<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return running.during(subject.toString(), async (signal, stop) =>
    vscode.window.withProgress(options, async (progress, token) => {
      const listening = token.onCancellationRequested(stop);
      try {
        return await work(signal, (message, increment) => {
          progress.report({
            message: plainMessage(message),
            ...(increment !== undefined && { increment }),
          });
        });
      } finally {
        listening.dispose();
      }
    }),
  );
}
