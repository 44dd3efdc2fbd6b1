import type { Checklist } from "../halt/checklist";
import type { Halt } from "../halt/schema/halt";
import { capitalised } from "./phrase";
import { criteriaWords } from "./readiness";

/** More names than these make a line that nobody reads. */
const maximumNamed = 3;

/** Where the halt stands, in one calm line: `Ready to halt. For the meeting: users, source (due 15:00).` */
export function readinessLine(halt: Halt, ready: Checklist["ready"]): string {
  if (halt.status === "closed") return `${capitalised(halt.outcome?.kind ?? "closed")}.`;
  const meeting = ready.meeting.ready
    ? "Ready for the meeting."
    : `For the meeting: ${named(ready.meeting.missing)}.`;
  if (halt.status === "active") return `Halted. ${meeting} ${liftWords(halt, ready)}`;
  const toHalt = ready.halt.ready ? "Ready to halt." : `To halt: ${named(ready.halt.missing)}.`;
  return `${toHalt} ${meeting}`;
}

function liftWords(halt: Halt, ready: Checklist["ready"]): string {
  if (ready.lift.ready) return "Ready to lift.";
  return halt.liftCriteria.length === 0 ? "To lift: no criterion yet." : `To lift: ${criteriaWords(halt)}.`;
}

function named(parts: readonly string[]): string {
  const rest = parts.length - maximumNamed;
  if (rest <= 0) return parts.join("; ");
  return `${parts.slice(0, maximumNamed).join("; ")}; and ${rest} more`;
}
