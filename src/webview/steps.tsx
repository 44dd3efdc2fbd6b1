import type { Intent } from "../halt/intent";
import type { Halt, ReproductionStep } from "../halt/schema/halt";
import { CodePlace } from "./codePlace";
import { Field, Tick } from "./field";
import { command } from "./host";
import { Icon } from "./icon";
import { ItemList } from "./itemList";
import { usePage } from "./pageContext";
import type { Section } from "./section";
import { SectionActions } from "./sectionActions";

const ways: Section["actions"] = [
  {
    command: "recordReproduction",
    label: "Record steps",
    whileRecording: { command: "stopRecording", label: "Stop recording" },
  },
  { command: "addStepFromTerminal", label: "Add last terminal command" },
  { command: "addStepFromSelection", label: "Add editor selection" },
];

const withCommand: Section["actions"] = [{ command: "exportScript", label: "Export as script" }];

/** The ordered steps, each with what was captured about it, between what holds before them and what shows after. */
export function Steps({ halt }: { readonly halt: Halt }) {
  const { steps } = halt.reproduction;
  const canRun = steps.some((step) => step.command !== undefined);
  return (
    <fieldset class="list steps">
      <legend>Steps</legend>
      <div class="form">
        <Field path={["reproduction", "preconditions"]} label="Before the first step" kind="area" />
      </div>
      <ItemList
        path={["reproduction", "steps"]}
        noun="step"
        initial={{ text: "" }}
        ordered
        actions={({ id }, index) => <CopyCommand step={stepOf(halt, id)} number={index + 1} />}
      >
        {(path, { id }, index) => {
          const step = stepOf(halt, id);
          return (
            <>
              <Field path={[...path, "text"]} label={`Step ${index + 1}`} kind="area" />
              {step !== undefined && <StepFacts step={step} />}
              {step?.command !== undefined && (
                <Tick
                  path={[...path, "decides"]}
                  label="Decides whether the bug shows"
                  along={(isOn) => (isOn ? onlyOne(halt, id) : [])}
                />
              )}
            </>
          );
        }}
      </ItemList>
      <SectionActions actions={canRun ? [...ways, ...withCommand] : ways} />
      <div class="form form-pair">
        <Field path={["reproduction", "expected"]} label="Expected" kind="area" />
        <Field path={["reproduction", "actual"]} label="Actual" kind="area" />
      </div>
    </fieldset>
  );
}

function stepOf({ reproduction }: Halt, id: string): ReproductionStep | undefined {
  return reproduction.steps.find((step) => step.id === id);
}

/** For a terminal: the command goes into its folder by itself. */
function CopyCommand({
  step,
  number,
}: {
  readonly step: ReproductionStep | undefined;
  readonly number: number;
}) {
  if (step?.command === undefined) return null;
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`Copy the command of step ${number}`}
      title="Copy the command, for a terminal"
      onClick={() => command("copyStep", step.id)}
    >
      <Icon name="copy" />
    </button>
  );
}

/** One step decides: the others no longer do. */
function onlyOne({ reproduction }: Halt, chosen: string): Intent[] {
  return reproduction.steps
    .filter(({ id, decides }) => id !== chosen && decides === true)
    .map(({ id }) => ({ kind: "set", path: ["reproduction", "steps", { id }, "decides"] }));
}

function StepFacts({ step }: { readonly step: ReproductionStep }) {
  const { state } = usePage();
  const { command: typed, output, location } = step;
  const ran = state.stepsRan[step.id];
  return (
    <>
      {ran !== undefined && (
        <p class="facts">
          {typed !== undefined && (
            <>
              <code>{typed}</code>{" "}
            </>
          )}
          {ran}
        </p>
      )}
      {output !== undefined && <pre>{output}</pre>}
      {location !== undefined && (
        <CodePlace
          id={step.id}
          name={`${location.path}:${location.line}`}
          text={location.text}
          now={state.places.steps[step.id]}
          open="openLocation"
        />
      )}
    </>
  );
}
