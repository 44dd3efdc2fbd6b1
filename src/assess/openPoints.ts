import { evidenceIds, type EvidenceId } from "../halt/evidence";
import type { Halt } from "../halt/schema/halt";
import { judgements } from "./assessHalt";
import type { Clock } from "./clock";
import type { Gap } from "./judgement";
import { isWritten, phrase } from "./phrase";

/** What an evidence item still lacks, in the order of the checklist. */
export interface OpenPoint {
  readonly item: EvidenceId;
  /** Nothing of the item is there. */
  readonly missing: boolean;
  /** Each with its field, as a path in the halt, and its name, as in `a source for the users`. */
  readonly gaps: readonly Pick<Gap, "field" | "name">[];
}

/** Everything that the halt does not say yet, from the halt alone; an item without a gap is left out. */
export function openPoints(halt: Halt): OpenPoint[] {
  return evidenceIds
    .map((item) => ({ item, judgement: judgements[item](halt) }))
    .map(({ item, judgement: { empty, gaps } }) => ({ item, missing: empty, gaps }))
    .filter(({ gaps }) => gaps.length > 0);
}

/** What an item that nobody has started on would tell. */
const unknowns: Readonly<Record<EvidenceId, string>> = {
  reproduction: "how to reproduce it",
  failingTests: "which tests fail",
  impact: "what it does to users, and to how many",
  severity: "how severe it is by the policy",
  rollback: "how to get back, and how long that takes",
  remediation: "when a fix is ready",
  options: "which options there are",
  stakeholders: "who decides, and who is in the meeting",
  communication: "who is told what, and when",
};

/** More names of one item than these are not read. */
const maximumNames = 3;

/** The point as part of a sentence: its names between commas, the rest of a long list counted. */
export function openPointWords({ item, missing, gaps }: OpenPoint): string {
  if (missing) return unknowns[item];
  const names = gaps.map(({ name }) => name);
  const rest = names.length - maximumNames;
  if (rest < 2) return names.join(", ");
  return `${names.slice(0, maximumNames).join(", ")}, and ${rest} more points like these`;
}

/** Who took the item on and until when: `payments analyst, due Mon 30 Nov 15:00`; empty when nobody did. */
export function takenOnWords(halt: Halt, item: EvidenceId, { when, isPast }: Clock): string {
  const { owner, due } = halt.assignments[item] ?? {};
  const by = due === undefined ? "" : `${isPast(due) ? "was due" : "due"} ${when(due)}`;
  return [isWritten(owner) ? phrase(owner) : "", by].filter((part) => part !== "").join(", ");
}

/** All open points in one line, without a full stop; those of people and messages are left out: they are chores. */
export function openLine(halt: Halt, clock: Clock): string {
  return openPoints(halt)
    .filter(({ item }) => item !== "options" && !isChore(item))
    .map((point) => {
      const by = takenOnWords(halt, point.item, clock);
      return openPointWords(point) + (by === "" ? "" : ` (${by})`);
    })
    .join("; ");
}

/** Whether the item is about how to go on among ourselves, not about what happened. */
export function isChore(item: EvidenceId): boolean {
  return item === "stakeholders" || item === "communication";
}
