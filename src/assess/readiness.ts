import { criterionText } from "./criterionText";
import type { ChecklistItem, Readiness } from "../halt/checklist";
import { evidenceTitles, type EvidenceId } from "../halt/evidence";
import type { Halt } from "../halt/schema/halt";
import { dateWords, shortDateWords } from "./dateWords";
import { isWritten } from "./phrase";
import { counted } from "./rangeWords";

/** What no meeting goes well without. */
const foundations: readonly EvidenceId[] = [
  "reproduction",
  "failingTests",
  "impact",
  "severity",
  "rollback",
  "remediation",
];

/** Title, target, one observation, who decides, and by when. */
export function readyForHalt(halt: Halt): Readiness {
  const missing = [
    isWritten(halt.title) ? "" : "what is wrong",
    halt.targets.length > 0 ? "" : "which release",
    halt.observations.length > 0 ? "" : "an observation",
    isWritten(halt.decision.decider) ? "" : "who decides",
    halt.decision.decideBy !== undefined ? "" : "by when",
  ].filter((part) => part !== "");
  return { ready: missing.length === 0, missing };
}

/** The six foundations, complete and not stale. An item that somebody took on says who and until when. */
export function readyForMeeting(
  items: readonly ChecklistItem[],
  halt: Halt,
  now: string,
  timeZone?: string,
): Readiness {
  const missing = items
    .filter(({ id, state }) => foundations.includes(id) && state !== "complete")
    .map((item) => itemWords(item, halt) + takenOn(item, now, timeZone));
  return { ready: missing.length === 0, missing };
}

/** The lift criteria: at least one, and all met. What is looked up at the lift is not met before. */
export function readyForLift({ liftCriteria }: Halt, timeZone?: string): Readiness {
  if (liftCriteria.length === 0) return { ready: false, missing: ["a lift criterion"] };
  const missing = liftCriteria
    .filter(({ met }) => met !== true)
    .map(
      (criterion) =>
        criterionText(criterion, (iso) => dateWords(iso, timeZone)) ?? "a criterion without words",
    );
  return { ready: missing.length === 0, missing };
}

function itemWords(item: ChecklistItem, halt: Halt): string {
  const title = evidenceTitles[item.id].toLowerCase();
  if (item.state === "missing") return title;
  if (item.state === "stale") return `${title} anew`;
  if (item.field === "impact.users.source") return "users, source";
  const broken = halt.failingTests.length > 0 && item.id === "failingTests";
  return broken ? "failing tests, a whole result" : `${title}, ${lastWord(item)}`;
}

/** The field's own name where it says something by itself; else how the item stands. */
const fieldWords: Readonly<Record<string, string>> = {
  "reproduction.steps": "steps",
  "reproduction.expected": "expected result",
  "reproduction.actual": "actual result",
  "impact.affected": "who is hit",
  "impact.functionality": "what is broken",
  "impact.users.low": "users",
  "impact.money": "cost",
  "severity.level": "level",
  "severity.clause": "clause",
  "severity.facts": "facts",
  "rollback.to": "version",
  "rollback.steps": "steps",
  "rollback.minutes.low": "minutes",
  "rollback.minutes.source": "source of the minutes",
  "remediation.fixHours.low": "fix",
  "remediation.retestHours.low": "retest",
  "remediation.promisedAt": "date",
  "remediation.estimatedBy": "who estimated",
};

function lastWord({ field }: ChecklistItem): string {
  return fieldWords[field ?? ""] ?? "details";
}

function takenOn({ owner, due }: ChecklistItem, now: string, timeZone?: string): string {
  const parts = [owner ?? "", due === undefined ? "" : `due ${shortDateWords(due, now, timeZone)}`];
  const words = parts.filter((part) => part !== "").join(", ");
  return words === "" ? "" : ` (${words})`;
}

/** `3 of 4 criteria met`. */
export function criteriaWords({ liftCriteria }: Halt): string {
  const met = liftCriteria.filter((criterion) => criterion.met === true).length;
  return `${met} of ${counted(liftCriteria.length, "criterion", "criteria")} met`;
}
