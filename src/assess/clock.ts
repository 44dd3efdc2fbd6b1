import { dateWords } from "./dateWords";

/** How a text places times: in words, and before or after the moment that it is written for. */
export interface Clock {
  readonly when: (iso: string) => string;
  readonly isPast: (iso: string) => boolean;
}

/**
 * @param when a time in words
 * @param now ISO 8601; a text that is written for no moment calls nothing past
 */
export function clockAt(when: (iso: string) => string, now?: string): Clock {
  return { when, isPast: (iso) => now !== undefined && Date.parse(iso) < Date.parse(now) };
}

/** For a message that is read by itself: each time with its date, year and zone. */
export function messageClock({ timeZone, now }: { timeZone?: string | undefined; now?: string }): Clock {
  return clockAt((iso) => dateWords(iso, timeZone), now);
}
