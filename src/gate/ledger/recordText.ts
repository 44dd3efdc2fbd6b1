import { dateWords } from "../../assess/dateWords";
import { plainLine } from "../../brief/escapeMarkdown";
import type { LedgerState } from "../../halt/ledgerState";
import { criteriaLine, type JudgedCriterion } from "../criteria/judgeCriteria";
import type { Signed } from "./eventSignatures";
import { eventDetail, eventName } from "./eventWords";
import { scopeWords } from "./scopeWords";
import { signatureWords } from "./signatureWords";

/** What beside the record itself is told of a halt. */
export interface RecordFacts {
  /** Who sees it, as part of a sentence. */
  readonly audience: string;
  readonly criteria: readonly JudgedCriterion[];
  /** IANA name. */
  readonly timeZone: string | undefined;
  /** How its events are signed, by their ids; empty where nobody signs. */
  readonly signatures?: ReadonlyMap<string, Signed>;
}

/** The record of a halt as a plain text for a person: what it stops, why, what lifts it, and all that happened. */
export function recordText(state: LedgerState, facts: RecordFacts): string {
  const { audience, criteria, timeZone, signatures } = facts;
  const { terms, placed, closed } = state;
  const by = placed.by === undefined ? "" : ` by ${plainLine(placed.by)}`;
  const status = { halted: "Halted", approvalRequired: "Approval required", closed: "Closed" }[state.status];
  return [
    plainLine(terms.title),
    "",
    `${closed === undefined ? status : eventName(closed)}${terms.release === undefined ? "" : ` · release ${plainLine(terms.release)}`} · ${audience}`,
    `Placed${by}, ${dateWords(placed.at, timeZone)}`,
    `Why: ${plainLine(terms.reason)}`,
    ...(terms.reviewAt === undefined ? [] : [`To be reviewed by ${dateWords(terms.reviewAt, timeZone)}`]),
    "",
    "What it stops",
    ...scopeWords(terms.scope).map((line) => `  ${line}`),
    "",
    `What lifts it (${closed === undefined ? criteriaLine(criteria) : "as declared"})`,
    ...(criteria.length === 0
      ? ["  a lift with a reason"]
      : criteria.map((one) => `  ${criterionLine(one, closed !== undefined)}`)),
    "",
    "What happened",
    ...state.events.toReversed().flatMap((event) => {
      const who = event.by === undefined ? "" : ` by ${plainLine(event.by)}`;
      const detail = eventDetail(event);
      const signed = signatures?.get(event.id);
      const how = signed === undefined ? "" : ` · ${signatureWords(signed)}`;
      return [
        `  ${dateWords(event.at, timeZone)}  ${eventName(event)}${who}${how}`,
        ...(detail === "" ? [] : [`      ${detail}`]),
      ];
    }),
    "",
    "Names are recorded as git knows them, not authenticated.",
    "",
  ].join("\n");
}

function criterionLine({ met, words, why }: JudgedCriterion, closed: boolean): string {
  const text = plainLine(words);
  return closed ? text : `${met ? "met    " : "not met"}  ${text}. ${plainLine(why)}`;
}
