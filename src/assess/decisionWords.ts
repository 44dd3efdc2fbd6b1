import type { Span } from "../halt/briefView";
import type { Halt } from "../halt/schema/halt";
import type { Clock } from "./clock";
import { capitalised, isWritten, phrase, sentence } from "./phrase";

/** Who decides by when, and what happens if nobody does; empty once it is decided. */
export function deciderSpans({ decision }: Halt, { when, isPast }: Clock): Span[] {
  const { decider, decideBy, ifNobodyDecides, decided } = decision;
  if (isWritten(decided)) return [];
  if (decideBy !== undefined && isPast(decideBy)) return [passed(when(decideBy), decider, ifNobodyDecides)];
  if (!isWritten(decider) && decideBy === undefined) return [open("Not yet known who decides, and by when.")];
  const otherwise = isWritten(ifNobodyDecides) ? `; if nobody decides: ${phrase(ifNobodyDecides)}` : "";
  if (!isWritten(decider)) return [open(`To be decided by ${when(decideBy ?? "")}, not yet known by whom.`)];
  const name = capitalised(phrase(decider));
  // `Ruth Sample, head of product, decides`: the title is set off on both sides.
  const who = name.includes(",") ? `${name},` : name;
  if (decideBy === undefined)
    return [{ text: `${who} decides${otherwise}.` }, open("Not yet known by when.")];
  return [{ text: `${who} decides by ${when(decideBy)}${otherwise}.` }];
}

function passed(at: string, decider: string | undefined, otherwise: string | undefined): Span {
  const who = isWritten(decider) ? ` for ${phrase(decider)}` : "";
  const start = `The time to decide passed on ${at}${who}`;
  if (isWritten(otherwise)) return { text: `${start}; so: ${phrase(otherwise)}.` };
  return open(`${start}; what holds now is not written down.`);
}

/** What was decided, by whom, when, why, and when it is looked at again; empty before. */
export function decidedWords({ decision }: Halt, { when, isPast }: Clock): string[] {
  const { decided, decidedBy, decidedAt, reason, lookedAtAgain } = decision;
  if (!isWritten(decided)) return [];
  const by = isWritten(decidedBy) ? ` by ${phrase(decidedBy)}` : "";
  const at = decidedAt === undefined ? "" : ` on ${when(decidedAt)}`;
  const again =
    lookedAtAgain === undefined
      ? ""
      : isPast(lookedAtAgain)
        ? `It was to be looked at again on ${when(lookedAtAgain)}.`
        : `It is looked at again on ${when(lookedAtAgain)}.`;
  return [
    sentence(capitalised(decided)),
    by + at === "" ? "" : `Decided${by}${at}.`,
    isWritten(reason) ? sentence(`Reason: ${reason}`) : "",
    again,
  ].filter((part) => part !== "");
}

function open(text: string): Span {
  return { text, style: "open" };
}
