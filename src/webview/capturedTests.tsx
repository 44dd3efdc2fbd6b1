import type { CommandRun, Halt, TestFailure, TestResultFile, TestRun } from "../halt/schema/halt";
import { CodePlace } from "./codePlace";
import { fieldId } from "./field";
import { command } from "./host";
import { ItemList } from "./itemList";
import { usePage } from "./pageContext";
import { withOpenDetail } from "./view";
import { timeWords, totalsWords } from "./words";

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
          aria-label={`Add as a step: ${name}`}
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
      {captured.commit !== undefined && <p class="facts">At {captured.commit.slice(0, 7)}</p>}
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
        {parts !== undefined && <> ({count === 1 ? "1 file" : `${count} files`})</>} {totalsWords(totals)}.
        Captured {timeWords(captured.at)}
        {captured.commit !== undefined && <> at {captured.commit.slice(0, 7)}</>}
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
