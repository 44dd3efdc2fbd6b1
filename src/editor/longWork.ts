/** Work that outlasts a click and must leave nothing behind: one at a time for each subject, and ended with the window. */
export class LongWork {
  readonly #running = new Map<string, { readonly stop: AbortController; readonly ended: Promise<unknown> }>();
  #isOver = false;

  isRunning(subject: string): boolean {
    return this.#running.has(subject);
  }

  /** Runs the work with a signal that tells it to stop; `stop` is for the person who cancels it. */
  async during<Result>(
    subject: string,
    work: (signal: AbortSignal, stop: () => void) => Promise<Result>,
  ): Promise<Result> {
    const stop = new AbortController();
    if (this.#isOver) stop.abort();
    const running = work(stop.signal, () => {
      stop.abort();
    });
    this.#running.set(subject, { stop, ended: running });
    return running.finally(() => this.#running.delete(subject));
  }

  /** Stops all that runs, and waits until it has cleaned up. */
  async end(): Promise<void> {
    this.#isOver = true;
    const running = [...this.#running.values()];
    for (const { stop } of running) stop.abort();
    // Whoever asked for the work hears of its failure.
    await Promise.allSettled(running.map(({ ended }) => ended));
  }
}
