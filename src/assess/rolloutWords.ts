import type { Halt } from "../halt/schema/halt";
import { isWritten, listed, phrase } from "./phrase";
import { figureWords } from "./rangeWords";
import { releaseWords, targetWords } from "./targetWords";

/** Whether users have the release, as far as the halt says. */
export function isOut({ rollout }: Halt): boolean {
  return rollout.state === "inProgress" || rollout.state === "paused" || rollout.state === "complete";
}

/**
 * How far the release is out, as a sentence: `Out to 10 percent (north) since Wed 25 Nov 08:00; paused now.` Undefined
 * while nobody has said so.
 * @param when a time in words
 */
export function rolloutWords(halt: Halt, when: (iso: string) => string): string | undefined {
  const { state, since } = halt.rollout;
  const start = since === undefined ? "" : ` since ${when(since)}`;
  const open = halt.status !== "closed";
  switch (state) {
    case undefined:
      return undefined;
    case "notStarted":
      return `The rollout of ${releaseWords(halt)} has not started.`;
    case "inProgress":
      return `${share(halt)}${start}${places(halt)}${open ? "; still going on" : ""}.`;
    case "paused":
      return `${share(halt)}${start}${places(halt)}${open ? "; paused now" : ""}.`;
    case "complete":
      return `Out to everybody${start}${targets(halt)}${places(halt)}.`;
  }
}

/** How a rollout under way is stopped, from the option that stops it; undefined when none says how. */
export function stopWords(halt: Halt): string | undefined {
  if (!isOut(halt)) return undefined;
  const option = halt.options.find(({ kind, ruledOut }) => kind === "stopSpread" && !isWritten(ruledOut));
  if (option === undefined) return undefined;
  const parts = [
    isWritten(option.title) ? phrase(option.title) : "",
    isWritten(option.needs) ? `needs ${phrase(option.needs)}` : "",
    isWritten(option.timeToSafe) ? `safe by: ${phrase(option.timeToSafe)}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? undefined : `How the spread is stopped: ${parts.join("; ")}.`;
}

function share({ rollout }: Halt): string {
  const ring = isWritten(rollout.ring) ? phrase(rollout.ring) : undefined;
  if (rollout.percent === undefined) return ring === undefined ? "Partly out" : `Out to ${ringWords(ring)}`;
  return `Out to ${figureWords(rollout.percent)} percent${ring === undefined ? "" : ` (${ring})`}`;
}

/** A ring that is only a number says so; one with a name is called by it. */
function ringWords(ring: string): string {
  return /^\w$|^\d+$/.test(ring) ? `ring ${ring}` : ring;
}

function targets(halt: Halt): string {
  const words = targetWords(halt);
  return words === "" || words === releaseWords(halt) ? "" : `: ${words}`;
}

function places({ targets: list }: Halt): string {
  const names = list.flatMap(({ environments }) => environments.filter(isWritten).map(phrase));
  return names.length === 0 ? "" : `, in ${listed([...new Set(names)])}`;
}
