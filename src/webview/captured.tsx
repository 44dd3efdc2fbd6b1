import type { Halt, ReproductionStep } from "../halt/schema/halt";
import type { Intent } from "../halt/intent";
import { CodePlace } from "./codePlace";
import { EnvironmentFacts } from "./environment";
import { Field, setting, Tick } from "./field";
import { FoundChange } from "./foundChange";
import { command, intend } from "./host";
import { Icon } from "./icon";
import { ItemList } from "./itemList";
import { Ladder } from "./ladder";
import { usePage } from "./pageContext";
import { Verifications } from "./verifications";
import { timeWords } from "./words";

/** The observation ladder and the ordered steps, each with what was captured about it. */
export function CapturedReproduction({ halt }: { readonly halt: Halt }) {
  return (
    <>
      <Ladder halt={halt} />
      <fieldset class="list">
        <legend>Steps</legend>
        <ItemList
          path={["reproduction", "steps"]}
          noun="step"
          initial={{ text: "" }}
          ordered
          actions={({ id }, index) => <CopyCommand step={stepOf(halt, id)} number={index + 1} />}
        >
          {(path, { id }) => {
            const step = stepOf(halt, id);
            return (
              <>
                <div class="form">
                  <Field path={[...path, "text"]} label="Step" kind="area" />
                </div>
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
        {halt.reproduction.steps.some((step) => step.command !== undefined) && (
          <div class="buttons">
            <button type="button" class="secondary" onClick={() => command("exportScript")}>
              Export as script
            </button>
          </div>
        )}
      </fieldset>
      <EnvironmentFacts halt={halt} />
      <Verifications />
      <FoundChange />
    </>
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

/** What git said, and the attachments. */
export function CapturedContext({ halt }: { readonly halt: Halt }) {
  const { facts, base } = halt;
  return (
    <>
      <dl class="facts-list">
        {halt.targets.map((target) => (
          <Fact
            key={target.id}
            name="Target"
            text={`${target.kind} ${target.name} ${target.commit?.slice(0, 10) ?? ""}`}
          />
        ))}
        {base !== undefined && <Fact name="Base" text={`${base.ref}: ${base.why}`} />}
        {facts !== undefined && (
          <>
            <Fact name="Repository" text={facts.remote ?? facts.repository} />
            <Fact
              name="Range"
              text={`${facts.commits ?? "unknown"} commits, ${facts.changedFiles ?? "unknown"} changed files`}
            />
            <Fact name="Work tree" text={`${facts.dirty} changed, ${facts.untracked} untracked files`} />
            <Fact name="Captured" text={timeWords(facts.captured.at)} />
          </>
        )}
      </dl>
      <BugSuggestions bug={halt.bug} />
      {(facts?.warnings ?? []).map((warning) => (
        <p key={warning} class="hint">
          {warning}
        </p>
      ))}
      <ItemList path={["attachments"]} noun="attachment">
        {(_, { id }) => {
          const attachment = halt.attachments.find((candidate) => candidate.id === id);
          return (
            <button type="button" class="link" onClick={() => command("openAttachment", id)}>
              {attachment?.title ?? attachment?.path ?? attachment?.url ?? id}
            </button>
          );
        }}
      </ItemList>
    </>
  );
}

/** Ids that the branch and its commits name; the person takes the one that is meant. */
function BugSuggestions({ bug: { id: taken, suggestions } }: { readonly bug: Halt["bug"] }) {
  const { state } = usePage();
  const others = suggestions.filter(({ id }) => id !== taken);
  if (others.length === 0 || state.readOnly) return null;
  const take = (id: string, url: string | undefined): void =>
    intend(setting(["bug", "id"], id), setting(["bug", "url"], url));
  return (
    <p class="facts">
      {others.map(({ id, from, url }) => (
        <span key={id}>
          <button type="button" class="link" onClick={() => take(id, url)}>
            Use {id}
          </button>{" "}
          (from {from}){" "}
        </span>
      ))}
    </p>
  );
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}
