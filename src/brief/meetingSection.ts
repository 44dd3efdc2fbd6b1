import { roleTitles } from "../assess/judgePeople";
import { capitalised, isWritten, phrase } from "../assess/phrase";
import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import type { Halt, Stakeholder } from "../halt/schema/halt";
import { open, type BriefContext } from "./briefContext";
import { isDecider } from "./decider";

/** A short meeting, unless the halt says how long. */
export const usualMinutes = 15;

type Person = readonly [name: Span, role: string, needs: Span];

/** Who is in the room, each with what they need to decide; the roles that no meeting goes well without are named as open. */
export function meetingSection(context: BriefContext): BriefSection {
  if (context.closed) return { id: "meeting", title: "The meeting", blocks: [] };
  const rows = [...deciderRow(context.halt), ...people(context.halt), ...unnamed(context.halt)].map(
    ([name, role, needs]) => [[name], [{ text: role }], [needs]],
  );
  const table: BriefBlock = { kind: "table", head: ["name", "role", "what they need to decide"], rows };
  return {
    id: "meeting",
    title: "The meeting",
    blocks: [{ kind: "paragraph", spans: timeSpans(context) }, table, ...owners(context.halt)],
  };
}

function timeSpans({ halt, when, isPast }: BriefContext): Span[] {
  const { at, minutes = usualMinutes, place } = halt.meeting;
  const where = isWritten(place) ? `, ${phrase(place)}` : "";
  if (at === undefined) return [open(`Its time is not set yet; ${minutes} minutes${where}.`)];
  const start = isPast(at) ? `It was on ${when(at)}` : capitalised(when(at));
  const spans: Span[] = [{ text: `${start}, ${minutes} minutes${where}.` }];
  return isWritten(place) ? spans : [...spans, open("Its place is not set yet.")];
}

function deciderRow({ decision, stakeholders }: Halt): Person[] {
  if (!isWritten(decision.decider)) return [[open("not named yet"), "Decides", { text: "" }]];
  const listed = stakeholders.find((person) => isDecider(person, decision.decider));
  const role = listed?.role === undefined ? "" : `, ${roleTitles[listed.role]}`;
  const needs = isWritten(listed?.needs) ? { text: phrase(listed.needs) } : { text: "the decision" };
  return [[{ text: phrase(decision.decider) }, `Decides${role}`, needs]];
}

function people({ stakeholders, decision }: Halt): Person[] {
  return stakeholders
    .filter(({ name, role }) => isWritten(name) && role !== "codeOwner")
    .filter((person) => !isDecider(person, decision.decider))
    .map(({ name, role, needs }) => [
      { text: phrase(name ?? "") },
      role === undefined ? "" : capitalised(roleTitles[role]),
      isWritten(needs) ? { text: phrase(needs) } : open("not written down yet"),
    ]);
}

const expected = ["product", "engineering", "sponsor"] as const;

function unnamed(halt: Halt): Person[] {
  return expected
    .filter((role) => !hasRole(halt, role))
    .map((role) => {
      const optional = role === "sponsor" ? " (optional)" : "";
      return [open("not named yet"), capitalised(roleTitles[role]) + optional, { text: "" }];
    });
}

/** Whether somebody is named in the role. */
export function hasRole({ stakeholders }: Halt, wanted: Stakeholder["role"]): boolean {
  return stakeholders.some(({ name, role }) => role === wanted && isWritten(name));
}

function owners({ stakeholders }: Halt): BriefBlock[] {
  const names = stakeholders.flatMap(({ name, role }) =>
    role === "codeOwner" && isWritten(name) ? [phrase(name)] : [],
  );
  if (names.length === 0) return [];
  const spans = [{ text: `Code owners: ${names.join(", ")}.` }];
  return [{ kind: "paragraph", label: "For information", spans }];
}
