import { draftText } from "../assess/proposedDraft";
import { deciderSpans, decidedWords } from "../assess/decisionWords";
import { firmnessWords } from "../assess/firmnessWords";
import { draftTitles } from "../assess/judgePeople";
import { capitalised, isWritten, listed, phrase, sentence } from "../assess/phrase";
import type { Span } from "../halt/briefView";
import type { CommunicationDraft } from "../halt/schema/halt";
import { open, type BriefContext } from "./briefContext";
import { commitmentsByFirmness } from "./commitments";
import { consequenceWords } from "./why";

/** Which drafts there are, for whom, by whom and when, and when the next word comes. */
export function communication(context: BriefContext): Span[] | undefined {
  const { halt, when, isPast } = context;
  const drafts = halt.communication.drafts.filter((draft) => draftText(halt, draft, context) !== undefined);
  if (drafts.length === 0) return undefined;
  const names = drafts.map((draft) => draftWords(draft, context));
  const ready = drafts.length === 1 ? "A draft is ready" : "Drafts are ready";
  const spans: Span[] = [{ text: `${ready} for your changes:` }, ...names.map((text) => ({ text }))];
  const next = halt.communication.nextUpdate;
  if (next === undefined) return [...spans, open("The time of the next update is not set yet.")];
  if (isPast(next)) return [...spans, open(`The next update was due ${when(next)}; a new time is open.`)];
  return [...spans, { text: `The next update comes ${when(next)}.` }];
}

/** `Note to customers: families with a booking; Lou Buoy, Thu 26 Nov 09:00.` What is not set is named. */
function draftWords({ kind, audience, owner, at }: CommunicationDraft, { when }: BriefContext): string {
  const readers = isWritten(audience) ? phrase(audience) : undefined;
  const sender = [isWritten(owner) ? phrase(owner) : "", at === undefined ? "" : when(at)].filter(
    (part) => part !== "",
  );
  const unset = [
    readers === undefined ? "readers" : "",
    isWritten(owner) ? "" : "sender",
    at === undefined ? "time" : "",
  ].filter((part) => part !== "");
  const missing = unset.length === 0 ? "" : `${listed(unset)} not set yet`;
  const parts = [readers ?? "", sender.join(", "), missing].filter((part) => part !== "");
  return `${capitalised(draftTitles[kind])}: ${parts.join("; ")}.`;
}

/** Who decides, by when, and what happens if nobody does; once it is decided, what was. */
export function authority(context: BriefContext): Span[] | undefined {
  const { halt } = context;
  const decided = decidedWords(halt, context);
  if (decided.length > 0) return decided.map((text) => ({ text }));
  if (!isWritten(halt.decision.decider)) return undefined;
  const spans = deciderSpans(halt, context);
  const { ifNobodyDecides, decideBy } = halt.decision;
  const passed = decideBy !== undefined && context.isPast(decideBy);
  if (isWritten(ifNobodyDecides) || passed) return spans;
  return [...spans, open("What happens if nobody decides in time is not written down yet.")];
}

/** Who takes the risk, when it is stopped after all, and who watches. */
export function riskOwner({ halt }: BriefContext): Span[] | undefined {
  const { riskOwner: owner, abortThreshold, watchedBy } = halt.decision;
  if (!isWritten(owner)) return undefined;
  return [
    { text: `${capitalised(phrase(owner))}, named in the record.` },
    isWritten(abortThreshold)
      ? { text: `Stop threshold: ${phrase(abortThreshold)}.` }
      : open("At which threshold it is stopped is not written down yet."),
    isWritten(watchedBy)
      ? { text: `Watched by: ${phrase(watchedBy)}.` }
      : open("Who watches it is not written down yet."),
  ];
}

/** Each dated promise with how firm it is, the fixed ones first. */
export function commitment({ halt, when }: BriefContext): Span[] | undefined {
  const spans = commitmentsByFirmness(halt).flatMap(({ text, owner, at, firmness }): Span[] => {
    if (!isWritten(text) || firmness === undefined) return [];
    const date = at === undefined ? "" : `, ${when(at)}`;
    const who = isWritten(owner) ? `, ${phrase(owner)}` : "";
    const firm = firmness === "fixed" ? "this one is fixed" : firmnessWords[firmness];
    return [{ text: `${capitalised(phrase(text))}${date}${who}: ${firm}.` }];
  });
  return spans.length === 0 ? undefined : spans;
}

/** Which duties are touched, and who was told of them and when. */
export function duty({ halt, when }: BriefContext): Span[] | undefined {
  const { consequences, dutyToldTo, dutyToldAt } = halt.impact;
  const duties = consequences.filter(({ kind, text }) => kind === "duty" && isWritten(text));
  if (duties.length === 0) return undefined;
  const spans: Span[] = duties.map((one) => ({ text: consequenceWords(one) }));
  if (!isWritten(dutyToldTo)) return [...spans, open("Not yet known whether anybody was told.")];
  const at = dutyToldAt === undefined ? "" : `, ${when(dutyToldAt)}`;
  return [...spans, { text: `Told: ${phrase(dutyToldTo)}${at}.` }];
}

/** How earlier estimates turned out, in the words of the record. */
export function trackRecord({ halt }: BriefContext): Span[] | undefined {
  const { estimates } = halt.trackRecord;
  return estimates.length === 0
    ? undefined
    : estimates.filter(({ text }) => isWritten(text)).map(({ text }) => ({ text: sentence(text) }));
}
