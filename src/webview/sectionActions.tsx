import { command } from "./host";
import { usePage } from "./pageContext";
import type { Section } from "./section";

/** What can be done for a section, as a row of buttons; nothing where the halt is read-only. */
export function SectionActions({ actions }: Pick<Section, "actions">) {
  const { state } = usePage();
  if (actions.length === 0 || state.readOnly) return null;
  return (
    <div class="buttons">
      {actions.map((action) => {
        const shown = (state.isRecording ? action.whileRecording : undefined) ?? action;
        return (
          <button
            key={action.command}
            type="button"
            class="secondary"
            {...(action.needsTrust === true &&
              state.restricted !== undefined && { disabled: true, title: state.restricted })}
            onClick={() => command(shown.command)}
          >
            {shown.label}
          </button>
        );
      })}
    </div>
  );
}
