const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does long work that Ctrl+C, or whoever ends this process, stops in good order. */
export async function untilStopped<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await work(stop.signal);
  } finally {
    for (const signal of signals) process.removeListener(signal, onSignal);
  }
}
