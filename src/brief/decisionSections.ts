import { criterionText, isLookedUp } from "../assess/criterionText";
import { firmnessWords } from "../assess/firmnessWords";
import { draftTitles } from "../assess/judgePeople";
import { draftText } from "../assess/proposedDraft";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import type { BriefBlock, BriefSection } from "../halt/briefView";
import { open, said, type BriefContext } from "./briefContext";
import { commandSpans, longCommands } from "./commandSpans";
import { commitmentsByFirmness } from "./commitments";

/** How to get back and what lifts the halt: for those who do it. */
export function waySections(context: BriefContext): BriefSection[] {
  return [rollbackSection(context), liftSection(context)];
}

/** What is owed and told: commitments, communication drafts. */
export function toldSections(context: BriefContext): BriefSection[] {
  return [commitmentsSection(context), draftsSection(context)];
}

function rollbackSection(context: BriefContext): BriefSection {
  const { to, steps, pointsOfNoReturn, owner } = context.halt.rollback;
  const blocks: BriefBlock[] = [];
  if (steps.length > 0 || isWritten(to)) {
    const where = isWritten(to)
      ? said(context, `Back to ${phrase(to)}.`, "rollback")
      : open("Not yet known to which version.");
    const who = isWritten(owner) ? [{ text: `Run by ${phrase(owner)}.` }] : [];
    blocks.push({ kind: "paragraph", spans: [where, ...who] });
  }
  const items = steps.map(({ text, command }) => [
    ...(isWritten(text)
      ? [{ text: sentence(text) }]
      : isWritten(command)
        ? []
        : [open("not written down yet")]),
    ...(isWritten(command) ? commandSpans(command) : []),
  ]);
  if (items.length > 0) blocks.push({ kind: "list", ordered: true, items });
  blocks.push(...longCommands(steps));
  const points = pointsOfNoReturn.filter(({ text }) => isWritten(text));
  if (points.length > 0) {
    const spans = points.map(({ text }) => said(context, sentence(capitalised(text ?? "")), "noReturn"));
    blocks.push({ kind: "paragraph", label: "Points of no return", spans });
  }
  return { id: "rollback", title: "The way back", blocks };
}

function liftSection({ halt, when }: BriefContext): BriefSection {
  const items = halt.liftCriteria.map((criterion) => {
    const { met, metBy, metAt } = criterion;
    const words = criterionText(criterion, when) ?? "A criterion without words";
    if (isLookedUp(criterion)) return [{ text: `${words}: looked up when the halt is lifted` }];
    if (met !== true) return [{ text: `${words}:` }, open("not met yet")];
    const by = isWritten(metBy) ? ` by ${phrase(metBy)}` : "";
    return [{ text: `${words}: met${by}${metAt === undefined ? "" : `, ${when(metAt)}`}` }];
  });
  const blocks: BriefBlock[] = items.length === 0 ? [] : [{ kind: "list", ordered: false, items }];
  return { id: "lift", title: "What lifts the halt", blocks };
}

function commitmentsSection({ halt, when }: BriefContext): BriefSection {
  const items = commitmentsByFirmness(halt)
    .filter(({ text }) => isWritten(text))
    .map(({ text, owner, at, firmness }) => {
      const parts = [
        at === undefined ? "" : when(at),
        isWritten(owner) ? phrase(owner) : "",
        firmness === undefined ? "" : firmnessWords[firmness],
      ].filter((part) => part !== "");
      return [
        { text: parts.length === 0 ? phrase(text ?? "") : `${phrase(text ?? "")}: ${parts.join(", ")}` },
      ];
    });
  const blocks: BriefBlock[] = items.length === 0 ? [] : [{ kind: "list", ordered: false, items }];
  return { id: "commitments", title: "Dates we owe", blocks };
}

function draftsSection(context: BriefContext): BriefSection {
  const { halt, when } = context;
  const blocks = halt.communication.drafts.flatMap((draft): BriefBlock[] => {
    const text = draftText(halt, draft, context);
    if (text === undefined) return [];
    const parts = [
      isWritten(draft.audience) ? `to ${phrase(draft.audience)}` : "",
      isWritten(draft.channel) ? `by ${phrase(draft.channel)}` : "",
      isWritten(draft.owner) ? `sent by ${phrase(draft.owner)}` : "",
      draft.at === undefined ? "" : when(draft.at),
    ].filter((part) => part !== "");
    const label = capitalised(draftTitles[draft.kind]);
    const about =
      parts.length === 0
        ? open("Its readers, sender and time are not set yet.")
        : { text: `${capitalised(parts.join(", "))}.` };
    const proposed = text.proposed ? [open("Proposed from the record; nobody has edited it.")] : [];
    return [
      { kind: "paragraph", label, spans: [about, ...proposed] },
      { kind: "quote", lines: text.text.split(/\r?\n/) },
    ];
  });
  return { id: "communication", title: "What we tell people (drafts)", blocks };
}
