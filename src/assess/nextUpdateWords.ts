import type { Halt } from "../halt/schema/halt";
import type { Clock } from "./clock";

/** When the next word comes, to follow `Next update:`: a time, or that it has passed; undefined while it is not set. */
export function nextUpdateWords({ communication }: Halt, { when, isPast }: Clock): string | undefined {
  const at = communication.nextUpdate;
  if (at === undefined) return undefined;
  return isPast(at) ? `was due ${when(at)}; a new time is open.` : `${when(at)}.`;
}
