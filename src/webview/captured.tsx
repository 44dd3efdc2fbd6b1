import type {
  CommandRun,
  Halt,
  Observation,
  ReproductionStep,
  TestFailure,
  TestResultFile,
  TestRun,
} from "../halt/schema/halt";
import type { Intent } from "../halt/intent";
import { CodePlace } from "./codePlace";
import { Choice, Field, fieldId, setting, Tick } from "./field";
import { FoundChange } from "./foundChange";
import { command, intend } from "./host";
import { ItemList } from "./itemList";
import { usePage } from "./pageContext";
import { Verifications } from "./verifications";
import { withOpenDetail } from "./view";
import { timeWords } from "./words";

const rungs: readonly (readonly [Observation["rung"], string])[] = [
  ["observed", "Observed"],
  ["confirmed", "Confirmed by a second person"],
  ["rerunHere", "Re-run here"],
  ["rerunClean", "Re-run from a clean checkout"],
];

/** The observation ladder and the ordered steps, each with what was captured about it. */
export function CapturedReproduction({ halt }: { readonly halt: Halt }) {
  return (
    <>
      <ItemList path={["observations"]} noun="observation">
        {(path, { id }) => {
          const seen = halt.observations.find((observation) => observation.id === id);
          if (seen === undefined) return null;
          const when = [
            seen.by,
            seen.at === undefined ? undefined : timeWords(seen.at),
            seen.commit?.slice(0, 10),
          ];
          return (
            <>
              <p class="facts">{when.filter((part) => part !== undefined).join(", ")}</p>
              <div class="form">
                <Choice path={[...path, "rung"]} label="How sure" choices={rungs} needed />
                <Field path={[...path, "text"]} label="What was seen" kind="area" placeholder={halt.title} />
                <Field path={[...path, "environment"]} label="Where" kind="text" />
                <Field path={[...path, "build"]} label="Build" kind="text" />
                <Field path={[...path, "url"]} label="Address" kind="text" />
              </div>
            </>
          );
        }}
      </ItemList>
      <fieldset class="list">
        <legend>Steps</legend>
        <ItemList path={["reproduction", "steps"]} noun="step" initial={{ text: "" }} ordered>
          {(path, { id }) => {
            const step = halt.reproduction.steps.find((candidate) => candidate.id === id);
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
      </fieldset>
      <Verifications />
      <FoundChange />
    </>
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

/** The attached result files with their counts, and the failures; the detail of one on demand. */
export function CapturedTests({ halt }: { readonly halt: Halt }) {
  const { state } = usePage();
  const { failingTests, baseTests, testRuns } = halt;
  const { base, sinceBase } = state.tests;
  return (
    <>
      <ItemList path={["failingTests"]} noun="result file">
        {(_, { id }) => {
          const file = failingTests.find((candidate) => candidate.id === id);
          return file === undefined ? null : (
            <ResultFile file={file} base={sinceBase === undefined ? undefined : base} />
          );
        }}
      </ItemList>
      {testRuns.length > 0 && (
        <fieldset class="list">
          <legend>Runs without test results that can be read</legend>
          <ItemList path={["testRuns"]} noun="run">
            {(_, { id }) => {
              const run = testRuns.find((candidate) => candidate.id === id);
              return run === undefined ? null : <RunFacts run={run} />;
            }}
          </ItemList>
        </fieldset>
      )}
      {failingTests.length > 0 && base !== undefined && (
        <fieldset class="list">
          <legend>Before, on {base}</legend>
          {sinceBase !== undefined && <p class="facts">{sinceBase}</p>}
          {baseTests.length === 0 && (
            <p class="hint">Results of the same tests on {base} tell which of these failures are new.</p>
          )}
          <ItemList
            path={["baseTests"]}
            noun="result of the base"
            remove={(id) => command("removeBaseTests", id)}
          >
            {(_, { id }) => {
              const file = baseTests.find((candidate) => candidate.id === id);
              return file === undefined ? null : <ResultFacts file={file} />;
            }}
          </ItemList>
          {!state.readOnly && (
            <button type="button" class="link" onClick={() => command("attachBaseTests")}>
              Attach results of {base}
            </button>
          )}
        </fieldset>
      )}
    </>
  );
}

/** Where a failure leads to, and that as a step of the reproduction. */
function FailurePlace({ failure }: { readonly failure: TestFailure }) {
  const { state } = usePage();
  const { id, name, owner } = failure;
  return (
    <>
      <CodePlace id={id} name={placeOf(failure)} now={state.places.failures[id]} open="openFailure" />
      {owner !== undefined && !state.readOnly && (
        <button
          type="button"
          class="link"
          aria-label={`Add the place of ${name} as a step`}
          onClick={() => command("addStepFromFailure", id)}
        >
          Add as a step
        </button>
      )}
    </>
  );
}

function placeOf({ owner, file = "", line }: TestFailure): string {
  if (owner !== undefined) return `${owner.path}:${owner.line}`;
  return line === undefined ? file : `${file}:${line}`;
}

const inBaseWords: Readonly<Record<NonNullable<TestFailure["inBase"]>, (base: string) => string>> = {
  passed: (base) => `passed on ${base}`,
  failed: (base) => `failed on ${base}, too`,
  skipped: (base) => `skipped on ${base}`,
  absent: (base) => `not run on ${base}`,
};

/** How a run went of which no test is known, and what it printed last. */
function RunFacts({ run: { id, captured, output, outputNotCaptured } }: { readonly run: TestRun }) {
  return (
    <>
      <Ran id={id} run={captured.run} />
      {captured.commit !== undefined && <p class="facts">At {captured.commit.slice(0, 10)}</p>}
      {outputNotCaptured === true && <p class="hint">What it printed could not be had.</p>}
      {output !== undefined && output !== "" && <pre>{output}</pre>}
    </>
  );
}

/** The command or task, how it ended and when it ran. */
function Ran({ id, run }: { readonly id: string; readonly run: CommandRun }) {
  const { state } = usePage();
  return (
    <p class="facts">
      From <code>{run.command ?? run.task}</code>: {state.tests.ran[id]}
    </p>
  );
}

/** Where results are from, what they come to, and what is wrong with them. */
function ResultFacts({ file }: { readonly file: TestResultFile }) {
  const { state } = usePage();
  const { totals, captured, parts, partsNotStored = 0 } = file;
  const since = state.tests.sinceBefore[file.id];
  const newer = state.tests.newer[file.id];
  const count = (parts?.length ?? 0) + partsNotStored;
  return (
    <>
      <p class="facts">
        <strong>{captured.ci === undefined ? file.path : (captured.from ?? file.path)}</strong>
        {parts !== undefined && <> ({count === 1 ? "1 file" : `${count} files`})</>} {totals.failed} failed,{" "}
        {totals.errored} errored, {totals.skipped} skipped, of {totals.total}
        {totals.flaky !== undefined && <>, {totals.flaky} flaky</>}. Captured {timeWords(captured.at)}
        {captured.commit !== undefined && <> at {captured.commit.slice(0, 10)}</>}
      </p>
      {captured.run !== undefined && <Ran id={file.id} run={captured.run} />}
      {since !== undefined && <p class="facts">{since}</p>}
      {newer !== undefined && (
        <p class="newer" role="status">
          {newer}{" "}
          {!state.readOnly && (
            <button
              type="button"
              class="link"
              aria-label={`Update ${file.path}`}
              onClick={() => command("updateTests", file.id)}
            >
              Update
            </button>
          )}
        </p>
      )}
      {file.problems.map(({ severity, message, line }) => (
        <p key={message} class={severity === "error" ? "problem" : "hint"}>
          {message}
          {line !== undefined && <> (line {line})</>}
        </p>
      ))}
    </>
  );
}

function ResultFile({ file, base }: { readonly file: TestResultFile; readonly base: string | undefined }) {
  const { view, show } = usePage();
  const { totals } = file;
  const toggle = (id: string): void => {
    const open = view.openDetails.includes(id);
    const openDetails = view.openDetails.filter((other) => other !== id);
    show(open ? { ...view, openDetails } : withOpenDetail(view, id));
  };
  const hidden = totals.failed + totals.errored - file.failures.length;
  return (
    <>
      <ResultFacts file={file} />
      <ul class="failures">
        {file.failures.map((failure) => {
          const open = view.openDetails.includes(failure.id);
          return (
            <li key={failure.id}>
              <button
                type="button"
                class="link"
                aria-expanded={open}
                id={fieldId(["failure", failure.id])}
                onClick={() => toggle(failure.id)}
              >
                {failure.suite === "" ? failure.name : `${failure.suite} › ${failure.name}`}
              </button>
              <p class="facts">
                {base !== undefined && failure.inBase !== undefined && (
                  <span class="badge">{inBaseWords[failure.inBase](base)}</span>
                )}{" "}
                {failure.message.split("\n")[0]}
              </p>
              {open && failure.source !== undefined && <p class="facts">In {failure.source}</p>}
              {(failure.owner !== undefined || (open && failure.file !== undefined)) && (
                <FailurePlace failure={failure} />
              )}
              {open && failure.detail !== "" && <pre>{failure.detail}</pre>}
            </li>
          );
        })}
      </ul>
      {hidden > 0 && <p class="hint">{hidden} more are counted but not shown here.</p>}
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
