import { plainLine } from "../../brief/escapeMarkdown";
import type { LedgerEvent } from "../../halt/ledgerRecord";
import type { LedgerState } from "../../halt/ledgerState";
import type { JudgedHalt } from "../criteria/haltsToJudge";
import { criteriaLine } from "../criteria/judgeCriteria";

/** Something that others did to a halt since it was last looked at. */
export interface HaltNews {
  readonly halt: string;
  readonly event: LedgerEvent;
  /** As a sentence. */
  readonly words: string;
}

/** The ids of all events, to be remembered. */
export function eventIds(states: readonly LedgerState[]): readonly string[] {
  return states.flatMap(({ events }) => events.map(({ id }) => id));
}

/**
 * What a person should hear of: halts that others placed or ended since the last look.
 * @param seen the ids of the events that were there at the last look; undefined at the first one, when only what is active
 *   now is news
 * @param self the person's own name, whose events are no news
 */
export function ledgerNews(
  states: readonly LedgerState[],
  seen: ReadonlySet<string> | undefined,
  self: string | undefined,
): readonly HaltNews[] {
  return states.flatMap((state) => {
    const event = state.closed ?? state.placed;
    const isNew = seen === undefined ? state.closed === undefined : !seen.has(event.id);
    if (!isNew || event.by === self) return [];
    // A halt that came and went since the last look needs nobody's attention.
    if (state.closed !== undefined && seen !== undefined && !seen.has(state.placed.id)) return [];
    return [{ halt: state.id, event, words: newsWords(state) }];
  });
}

/** The halts whose criteria are all met now, and of which the person was not told since they were placed. */
export function metNews(halts: readonly JudgedHalt[], told: ReadonlySet<string>): readonly JudgedHalt[] {
  return halts.filter(
    (halt) => halt.judged.every(({ met }) => met) && !metKeys(halt).every((key) => told.has(key)),
  );
}

/**
 * What is remembered once a person was told that a halt's criteria are met: a criterion that comes and goes is told once,
 * and one that is added later makes it a new question.
 */
export function metKeys({ id, placing, criteria }: JudgedHalt): readonly string[] {
  return criteria.map((criterion) => `${id}@${placing}#${criterion.id}`);
}

/** That the criteria of a halt are met, as a sentence. */
export function metWords({ title, judged }: JudgedHalt): string {
  return `What lifts "${plainLine(title)}" is met (${criteriaLine(judged)}).`;
}

function newsWords({ closed, placed, terms }: LedgerState): string {
  const title = plainLine(terms.title);
  const who = plainLine((closed ?? placed).by ?? "Somebody");
  switch (closed?.kind) {
    case undefined:
      return terms.mode === "halted"
        ? `${who} halted a release: ${title}.`
        : `${who} made a release wait for approval: ${title}.`;
    case "lifted":
      return `${who} lifted the halt "${title}".`;
    case "overridden":
      return `${who} lifted the halt "${title}" by override: ${closed.unmet.length} of its criteria ${closed.unmet.length === 1 ? "is" : "are"} not met.`;
    case "overruled":
      return `${who} overruled the halt "${title}": the release ships, ${plainLine(closed.riskOwner)} accepts the risk.`;
    case "withdrawn":
      return `${who} withdrew the halt "${title}".`;
    case "superseded":
      return `Another halt took the place of "${title}".`;
    default:
      return closed satisfies never;
  }
}

/** Several news as one message: the first ones in words, the rest as a number. */
export function newsMessage(words: readonly string[]): string {
  const shown = words.slice(0, 3).join(" ");
  return words.length > 3 ? `${shown} And ${words.length - 3} more.` : shown;
}

/** An active halt whose time has come to be looked at again. */
export interface ReviewDue {
  readonly halt: string;
  readonly title: string;
  readonly reviewAt: string;
}

/** The active halts that asked to be reviewed by now, each once: `asked` holds what was asked about already. */
export function reviewsDue(
  states: readonly LedgerState[],
  asked: ReadonlySet<string>,
  nowMs: number,
): readonly ReviewDue[] {
  return states.flatMap(({ id, status, terms: { reviewAt, title } }) =>
    status !== "closed" &&
    reviewAt !== undefined &&
    Date.parse(reviewAt) <= nowMs &&
    !asked.has(reviewKey(id, reviewAt))
      ? [{ halt: id, title, reviewAt }]
      : [],
  );
}

/** What is remembered of a review that was asked about. */
export function reviewKey(halt: string, reviewAt: string): string {
  return `${halt}@${reviewAt}`;
}
