import type { CommunicationDraft, Halt, Stakeholder } from "../halt/schema/halt";
import { dateWords } from "./dateWords";
import { unfilled, type Gap, type Judgement } from "./judgement";
import { capitalised, isWritten, listed, phrase } from "./phrase";
import { counted } from "./rangeWords";

/** How people call each role. */
export const roleTitles: Readonly<Record<NonNullable<Stakeholder["role"]>, string>> = {
  product: "product",
  engineering: "engineering lead",
  sponsor: "sponsor",
  releaseManager: "release manager",
  support: "support",
  onCall: "on call",
  codeOwner: "code owner",
  legal: "legal",
  security: "security",
  other: "other",
};

/** How people call each kind of draft. */
export const draftTitles: Readonly<Record<CommunicationDraft["kind"], string>> = {
  internalStatus: "internal status",
  stakeholderNotice: "stakeholder notice",
  update: "update",
  customerNote: "note to customers",
  decisionRecord: "decision record",
};

/** Complete with who decides and by when, the meeting's time, and a person in it beside the code owners. */
export function judgeStakeholders({ stakeholders, decision, meeting }: Halt, timeZone?: string): Judgement {
  const gaps: Gap[] = [];
  if (!isWritten(decision.decider)) gaps.push(unfilled("decision.decider", "who decides", "Say who decides"));
  if (decision.decideBy === undefined) {
    gaps.push(unfilled("decision.decideBy", "by when it is decided", "Say by when"));
  }
  const invited = stakeholders.filter(({ name, role }) => isWritten(name) && role !== "codeOwner");
  if (invited.length === 0) {
    gaps.push(unfilled("stakeholders", "who is in the meeting", "Add people"));
  }
  if (meeting.at === undefined)
    gaps.push(unfilled("meeting.at", "the time of the meeting", "Set the meeting"));
  const roles = [
    ...new Set(stakeholders.flatMap(({ role }) => (role === undefined ? [] : [roleTitles[role]]))),
  ];
  const parts: string[] = [];
  if (stakeholders.length > 0) {
    const people = counted(stakeholders.length, "person", "people");
    parts.push(roles.length === 0 ? people : `${people}: ${listed(roles)}`);
  }
  if (isWritten(decision.decider)) {
    const by = decision.decideBy === undefined ? "" : ` by ${dateWords(decision.decideBy, timeZone)}`;
    parts.push(`${capitalised(phrase(decision.decider))} decides${by}`);
  }
  const empty = parts.length === 0 && decision.decideBy === undefined && meeting.at === undefined;
  return { summary: parts.length === 0 ? "Nobody named yet" : parts.join(". "), empty, gaps };
}

/**
 * Complete with the time of the next update and a draft, each draft with its audience, owner and time. A draft without a
 * text of its own counts: its text is proposed from the record.
 */
export function judgeCommunication({ communication }: Halt, timeZone?: string): Judgement {
  const { drafts, nextUpdate } = communication;
  const gaps: Gap[] = [];
  if (nextUpdate === undefined) {
    gaps.push(unfilled("communication.nextUpdate", "the time of the next update", "Set the next update"));
  }
  if (drafts.length === 0) {
    gaps.push(unfilled("communication.drafts", "what people are told", "Draft a message"));
  }
  for (const draft of drafts) gaps.push(...draftGaps(draft));
  const update = nextUpdate === undefined ? "" : `next update ${dateWords(nextUpdate, timeZone)}`;
  const proposed = drafts.filter(({ text }) => !isWritten(text)).length;
  const share = proposed === 0 ? "" : proposed === drafts.length ? " (proposed)" : ` (${proposed} proposed)`;
  const text = drafts.length === 0 ? "" : counted(drafts.length, "draft") + share;
  const summary = [text, update].filter((part) => part !== "").join(", ");
  return {
    summary: summary === "" ? "No draft yet" : capitalised(summary),
    empty: summary === "",
    gaps,
  };
}

/** The first gap names the draft, the others are read after it. */
function draftGaps(draft: CommunicationDraft): Gap[] {
  const title = `the ${draftTitles[draft.kind]}`;
  const path = `communication.drafts.${draft.id}`;
  const gaps: Gap[] = [];
  const named = (): string => (gaps.length === 0 ? title : "it");
  if (!isWritten(draft.audience))
    gaps.push(unfilled(`${path}.audience`, `who gets ${named()}`, `Say who gets ${title}`));
  if (!isWritten(draft.owner))
    gaps.push(unfilled(`${path}.owner`, `who sends ${named()}`, `Say who sends ${title}`));
  if (draft.at === undefined)
    gaps.push(unfilled(`${path}.at`, `when ${named()} goes out`, `Set when ${title} goes out`));
  return gaps;
}
