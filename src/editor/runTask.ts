import * as vscode from "vscode";

/** How a task ended; `unknown` where it tells no exit code. */
export type TaskEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "unknown" }
  | { readonly kind: "cancelled" };

/** A task without a process of its own, and one that was terminated, tell no exit code: this long after their end. */
const lateMs = 500;
/** A task that does not end when it is terminated is no longer waited for. */
const stuckMs = 10_000;

/**
 * Runs a task as the person's own "Run Task" does, and waits for its end. When the signal comes it is terminated. Throws
 * where the editor refuses to run it.
 */
export async function runTask(task: vscode.Task, signal: AbortSignal): Promise<TaskEnd> {
  const codes = new Map<vscode.TaskExecution, number | undefined>();
  const ended = new Set<vscode.TaskExecution>();
  const changed = new vscode.EventEmitter<void>();
  const subscriptions = [
    changed,
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      codes.set(execution, exitCode);
      changed.fire();
    }),
    vscode.tasks.onDidEndTask(({ execution }) => {
      ended.add(execution);
      changed.fire();
    }),
  ];
  try {
    const execution = await started(task, signal);
    if (execution === undefined) return { kind: "cancelled" };
    return await new Promise<TaskEnd>((resolve) => {
      const stop = (): void => {
        execution.terminate();
        setTimeout(resolve, stuckMs, { kind: "cancelled" } satisfies TaskEnd).unref();
      };
      const look = (): void => {
        const exitCode = codes.get(execution);
        if (signal.aborted && (ended.has(execution) || codes.has(execution))) resolve({ kind: "cancelled" });
        else if (exitCode !== undefined) resolve({ kind: "exited", exitCode });
        else if (ended.has(execution))
          setTimeout(resolve, lateMs, { kind: "unknown" } satisfies TaskEnd).unref();
      };
      subscriptions.push(changed.event(look));
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
      // It may have ended while it was being started.
      look();
    });
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}

/** A task may ask the person for something before it starts, and never start: undefined where they gave up. */
async function started(task: vscode.Task, signal: AbortSignal): Promise<vscode.TaskExecution | undefined> {
  const starting = Promise.resolve(vscode.tasks.executeTask(task));
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener(
      "abort",
      () => {
        resolve(undefined);
      },
      { once: true },
    );
  });
  const execution = await Promise.race([starting, stopped]);
  // It may start all the same, when what it asked for is answered.
  if (execution === undefined)
    starting.then(
      (late) => {
        late.terminate();
      },
      () => undefined,
    );
  return execution;
}
