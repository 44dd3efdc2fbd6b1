import * as vscode from "vscode";

/** Work that ends sooner shows nothing. */
const lateMs = 800;

/**
 * Waits for work that may be slow, such as a network. When it takes long, a notification shows that it runs and lets the
 * person cancel it: the signal tells the work.
 */
export async function withLateProgress<Result>(
  title: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const running = work(stop.signal);
  const late = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_, token) => {
        token.onCancellationRequested(() => {
          stop.abort();
        });
        // Whoever asked for the work hears of its failure.
        await running.catch(() => undefined);
      },
    );
  }, lateMs);
  return running.finally(() => {
    clearTimeout(late);
  });
}
