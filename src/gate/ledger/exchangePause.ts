const minuteMs = 60_000;
const longestMs = 60 * minuteMs;

/** What is known when the next exchange with a remote is planned. */
export interface ExchangePlan {
  /** How often the person wants it. */
  readonly intervalMinutes: number;
  /** Exchanges in a row that failed. */
  readonly failures: number;
  /** When the last one ended, in milliseconds; undefined when there was none. */
  readonly lastMs: number | undefined;
  readonly nowMs: number;
}

/**
 * How long to wait before the remote is asked again, in milliseconds: the interval, twice as long after each failure up to
 * an hour, so that a remote that is down is left in peace. 0 when it is due.
 */
export function exchangePauseMs({ intervalMinutes, failures, lastMs, nowMs }: ExchangePlan): number {
  if (lastMs === undefined) return 0;
  const interval = intervalMinutes * minuteMs;
  const wanted = Math.max(interval, Math.min(longestMs, interval * 2 ** Math.min(failures, 20)));
  const passed = nowMs - lastMs;
  // A clock that was put back would make it wait for longer than anybody asked for.
  return passed < 0 ? 0 : Math.max(0, wanted - passed);
}
