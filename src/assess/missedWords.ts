import type { Clock } from "./clock";

/** That a promised date has passed: `was promised for Fri 4 Dec 16:00; a new date is open.` Undefined while it has not. */
export function missedWords(promisedAt: string, { when, isPast }: Clock): string | undefined {
  return isPast(promisedAt) ? `was promised for ${when(promisedAt)}; a new date is open.` : undefined;
}
