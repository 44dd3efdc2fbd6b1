import { openPoints, type OpenPoint } from "../assess/openPoints";
import { capitalised, listed } from "../assess/phrase";
import type { Span } from "../halt/briefView";
import { evidenceTitles, type EvidenceId } from "../halt/evidence";
import { open, takenOn, type BriefContext } from "./briefContext";

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

/** All that is not known yet, a sentence for each evidence item, with who finds out and until when; then what is stale. */
export function openSpans(context: BriefContext): Span[] {
  const points = openPoints(context.halt).map((point) => {
    const by = takenOn(context, point.item);
    return open(`${capitalised(pointWords(context, point))}${by === "" ? "" : `: ${by}`}.`);
  });
  const rollout =
    context.halt.rollout.state === undefined ? [open(`How far ${context.release} is out.`)] : [];
  return [...rollout, ...points, ...staleSpans(context)];
}

/** The same in one line, for the short brief. */
export function openLine(context: BriefContext): string {
  return openPoints(context.halt)
    .filter(({ item }) => item !== "options" && item !== "communication" && item !== "stakeholders")
    .map((point) => {
      const by = takenOn(context, point.item);
      return pointWords(context, point) + (by === "" ? "" : ` (${by})`);
    })
    .join("; ");
}

function pointWords({ checklist }: BriefContext, { item, names }: OpenPoint): string {
  if (checklist.items.find(({ id }) => id === item)?.state === "missing") return unknowns[item];
  if (names.length <= maximumNames) return listed(names);
  return `${names.slice(0, maximumNames).join(", ")} and ${names.length - maximumNames} more`;
}

function staleSpans({ checklist }: BriefContext): Span[] {
  return checklist.items
    .filter(({ state }) => state === "stale")
    .map(({ id, reason }) => open(`${evidenceTitles[id]} may be out of date: ${reason}`));
}
