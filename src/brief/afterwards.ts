import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import type { BriefContext } from "./briefContext";

/** What belongs to the halt beside the decision: follow-ups, approvals, handovers, and where else it is spoken of. */
export function afterwardsSection(context: BriefContext): BriefSection {
  return {
    id: "afterwards",
    title: "Afterwards",
    blocks: [
      ...list("Follow-ups", followUps(context)),
      ...list("Approvals, recorded and not authenticated", approvals(context)),
      ...list("Handovers", handovers(context)),
      ...list("References", references(context)),
    ],
  };
}

function list(label: string, items: readonly (readonly Span[])[]): BriefBlock[] {
  if (items.length === 0) return [];
  return [
    { kind: "paragraph", label, spans: [] },
    { kind: "list", ordered: false, items },
  ];
}

function followUps({ halt, when, isPast }: BriefContext): Span[][] {
  return halt.followUps
    .filter(({ text }) => isWritten(text))
    .map(({ text, owner, due, done }) => {
      const late = due !== undefined && isPast(due) && done !== true;
      const parts = [
        isWritten(owner) ? phrase(owner) : "nobody has taken this yet",
        due === undefined ? "" : `${late ? "was due" : "due"} ${when(due)}`,
        done === true ? "done" : "",
      ].filter((part) => part !== "");
      return [{ text: `${phrase(text ?? "")}: ${parts.join(", ")}` }];
    });
}

function approvals({ halt, when }: BriefContext): Span[][] {
  return halt.approvals.map(({ by, at, what }) => {
    const words = isWritten(what) ? `: ${phrase(what)}` : "";
    return [{ text: `${phrase(by)}, ${when(at)}${words}` }];
  });
}

function handovers({ halt, when }: BriefContext): Span[][] {
  return halt.handovers.map(({ at, from, to, note }) => {
    const parties = [
      isWritten(from) ? `from ${phrase(from)}` : "",
      isWritten(to) ? `to ${phrase(to)}` : "",
    ].filter((part) => part !== "");
    const words = isWritten(note) ? `: ${note.trim()}` : "";
    return [{ text: sentence(`${when(at)}${parties.length === 0 ? "" : `, ${parties.join(" ")}`}${words}`) }];
  });
}

function references({ halt }: BriefContext): Span[][] {
  return halt.references.map(({ system, key, url }) => [
    { text: `${capitalised(phrase(system))}:` },
    { text: isWritten(key) ? phrase(key) : (url ?? "no address"), ...(url !== undefined && { url }) },
  ]);
}
