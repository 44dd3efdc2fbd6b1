import { plainLine } from "../../brief/escapeMarkdown";
import type { HaltScope, ScopeChange } from "../../halt/ledgerRecord";

/** Which releases a halt stops, in sentences; content first, because it decides. */
export function scopeWords({
  causes,
  fixes,
  line,
  refs,
  components,
  environments,
  released,
}: HaltScope): string[] {
  return [
    ...(causes.length > 0
      ? [`What holds the change ${shortIds(causes)}, whatever it is called.`]
      : line !== undefined
        ? [`What is not released yet on the line of history of ${line.slice(0, 10)}.`]
        : refs.length > 0
          ? [`Refs that match ${refs.map(plainLine).join(", ")}.`]
          : ["Every release."]),
    ...(components.length > 0 ? [`Of ${components.map(plainLine).join(", ")} only.`] : []),
    ...(environments.length > 0 ? [`To ${environments.map(plainLine).join(", ")} only.`] : []),
    ...(fixes.length > 0 ? [`Not what holds the fix ${shortIds(fixes)}.`] : []),
    ...(released.length > 0 ? ["Never what was released already: the way back stays open."] : []),
  ];
}

function shortIds(changes: readonly ScopeChange[]): string {
  return changes.map(({ commit }) => commit.slice(0, 10)).join(", ");
}
