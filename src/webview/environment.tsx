import type { Halt } from "../halt/schema/halt";
import { command, intend } from "./host";
import { ItemList } from "./itemList";
import { usePage } from "./pageContext";
import { timeWords } from "./words";

/** Where the steps were run, as facts: what a colleague compares with their own machine. */
export function EnvironmentFacts({ halt }: { readonly halt: Halt }) {
  const { state } = usePage();
  const { environment } = halt.reproduction;
  const trusted = state.restricted === undefined ? {} : { disabled: true, title: state.restricted };
  return (
    <fieldset class="list">
      <legend>Environment</legend>
      {environment === undefined ? (
        <p class="hint">
          Not captured yet: the system, the versions of the tools that the steps use, lock files, time zone
          and locale.
        </p>
      ) : (
        <>
          <dl class="facts-list">
            {state.environment.map(({ name, text }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <p class="facts">
            Captured {timeWords(environment.captured.at)}
            {environment.captured.by !== undefined && <> by {environment.captured.by}</>}
            {environment.captured.commit !== undefined && <> at {environment.captured.commit.slice(0, 7)}</>}
          </p>
          {environment.variables.length > 0 && (
            <ItemList path={["reproduction", "environment", "variables"]} noun="variable">
              {(_, { id }) => {
                const variable = environment.variables.find((one) => one.id === id);
                return (
                  <code>
                    {variable?.name}={variable?.value}
                  </code>
                );
              }}
            </ItemList>
          )}
        </>
      )}
      {!state.readOnly && (
        <div class="buttons">
          <button type="button" class="secondary" {...trusted} onClick={() => command("captureEnvironment")}>
            {environment === undefined ? "Capture environment" : "Capture environment again"}
          </button>
          {environment !== undefined && (
            <>
              <button type="button" class="secondary" {...trusted} onClick={() => command("addVariables")}>
                Add variables
              </button>
              <button
                type="button"
                class="link"
                title="Remove; undo brings it back"
                onClick={() => intend({ kind: "set", path: ["reproduction", "environment"] })}
              >
                Remove
              </button>
            </>
          )}
        </div>
      )}
    </fieldset>
  );
}
