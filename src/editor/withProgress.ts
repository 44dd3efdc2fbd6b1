import * as vscode from "vscode";

/** Shows that something runs that may be slow, and lets the person stop it. */
export async function withProgress<Result>(
  title: string,
  work: (signal: AbortSignal, report: (message: string, increment?: number) => void) => Promise<Result>,
): Promise<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => {
      stop.abort();
    });
    try {
      return await work(stop.signal, (message, increment) => {
        progress.report({ message, ...(increment !== undefined && { increment }) });
      });
    } finally {
      listening.dispose();
    }
  });
}
