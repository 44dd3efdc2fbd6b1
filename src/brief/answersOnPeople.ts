import { draftTitles } from "../assess/judgePeople";
import { capitalised, isWritten, listed, phrase, sentence } from "../assess/phrase";
import type { Span } from "../halt/briefView";
import type { BriefContext } from "./briefContext";
import { deciderSpans } from "./firstPage";

/** Which drafts there are, for whom, and when the next word comes. */
export function communication({ halt, when }: BriefContext): Span[] | undefined {
  const drafts = halt.communication.drafts.filter(({ text }) => isWritten(text));
  if (drafts.length === 0) return undefined;
  const names = drafts.map(({ kind, audience, owner, at }) => {
    const to = isWritten(audience) ? ` to ${phrase(audience)}` : "";
    const by = isWritten(owner) ? ` by ${phrase(owner)}` : "";
    return `${draftTitles[kind]}${to}${by}${at === undefined ? "" : `, ${when(at)}`}`;
  });
  const one = drafts.length === 1;
  const spans: Span[] = [
    { text: `${one ? "A draft is" : "Drafts are"} ready for your changes: ${names.join("; ")}.` },
  ];
  const next = halt.communication.nextUpdate;
  return next === undefined ? spans : [...spans, { text: `The next update comes ${when(next)}.` }];
}

export function authority(context: BriefContext): Span[] | undefined {
  return isWritten(context.halt.decision.decider) ? deciderSpans(context) : undefined;
}

export function riskOwner({ halt }: BriefContext): Span[] | undefined {
  const { riskOwner: owner, abortThreshold, watchedBy } = halt.decision;
  if (!isWritten(owner)) return undefined;
  const spans: Span[] = [{ text: `${capitalised(phrase(owner))}, named in the record.` }];
  if (isWritten(abortThreshold)) {
    const watched = isWritten(watchedBy) ? `, watched by ${phrase(watchedBy)}` : "";
    spans.push({ text: `Stop at ${phrase(abortThreshold)}${watched}.` });
  }
  return spans;
}

const firmnessWords = { fixed: "this one is fixed", target: "a target", wish: "a wish" } as const;

export function commitment({ halt, when }: BriefContext): Span[] | undefined {
  const spans = halt.commitments.flatMap(({ text, owner, at, firmness }): Span[] => {
    if (!isWritten(text) || firmness === undefined) return [];
    const date = at === undefined ? "" : `, ${when(at)}`;
    const who = isWritten(owner) ? `, ${phrase(owner)}` : "";
    return [{ text: `${capitalised(phrase(text))}${date}${who}: ${firmnessWords[firmness]}.` }];
  });
  return spans.length === 0 ? undefined : spans;
}

export function duty({ halt, when }: BriefContext): Span[] | undefined {
  const { consequences, dutyToldTo, dutyToldAt } = halt.impact;
  const duties = consequences.filter(({ kind, text }) => kind === "duty" && isWritten(text));
  if (duties.length === 0) return undefined;
  const spans: Span[] = duties.map(({ text }) => ({ text: sentence(capitalised(text ?? "")) }));
  if (!isWritten(dutyToldTo))
    return [...spans, { text: "Not yet known whether anybody was told.", style: "open" }];
  const at = dutyToldAt === undefined ? "" : `, ${when(dutyToldAt)}`;
  return [...spans, { text: `Told: ${phrase(dutyToldTo)}${at}.` }];
}

export function trackRecord({ halt }: BriefContext): Span[] | undefined {
  const { estimates } = halt.trackRecord;
  return estimates.length === 0
    ? undefined
    : [{ text: sentence(listed(estimates.map(({ text }) => phrase(text)))) }];
}
