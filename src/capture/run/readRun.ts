import { newItemId } from "../../halt/newId";
import type { CommandRun, Redactions, TestRun } from "../../halt/schema/halt";
import { readTestsFor, storedBytesLeft, type KnownTests } from "../attachTests";
import { tailOf } from "../cutText";
import { isNamedAsResults } from "../findResults";
import { pathFrom, type AttachContext, type AttachedTests } from "../readTestFile";
import { mergeFound } from "../redaction/knownSecrets";
import { terminalText } from "../terminalText";
import { recordOfRun, type FinishedRun } from "./finishedRun";
import { readPrinted } from "./readPrinted";
import { resultsWritten, type ResultsSeen } from "./resultsWritten";
import { withRun } from "./withRun";

type ReadResults = AttachedTests & { readonly ok: true };

/** What a run left behind for a halt. */
export interface RunEvidence {
  /** How it ran, without secrets. */
  readonly record: CommandRun;
  /** Result files that it wrote, or what it printed where that is results. */
  readonly files: readonly ReadResults[];
  /** The run itself, where it left no results that can be read. */
  readonly run?: TestRun;
  /** Of `run`; a file has its own. */
  readonly redactions: Redactions;
  /** Files that could not be read at all. */
  readonly problems: readonly string[];
}

export interface RunContext extends Omit<AttachContext, "maxStoredBytes" | "only"> {
  /** Below which results are looked for. */
  readonly folder: string;
  /** The result files there before the run. */
  readonly before: ResultsSeen;
}

/**
 * Reads what a run left behind: the result files that it wrote; where none is of a known format, what it printed, by the
 * same readers; and where they do not know that either, the end of it as it is, of which no test is counted.
 */
export async function readRun(halt: KnownTests, run: FinishedRun, context: RunContext): Promise<RunEvidence> {
  const { top, folder, before } = context;
  const { record, redactions } = await recordOfRun(run, top);
  const written = await resultsWritten(folder, before);
  const places = new Set(written.map(({ path }) => pathFrom(top, path)));
  const others = halt.failingTests.filter(({ path }) => !places.has(path));
  let maxStoredBytes = storedBytesLeft({ failingTests: others }, "", "");
  const files: ReadResults[] = [];
  const problems: string[] = [];
  for (const { path, only } of written) {
    const read = await readTestsFor(halt, path, { ...context, maxStoredBytes, ...(only && { only }) });
    if (!read.ok) problems.push(read.message);
    else if (read.results.format !== "unknown" || isNamedAsResults(path)) {
      files.push(read);
      maxStoredBytes = Math.max(0, maxStoredBytes - Buffer.byteLength(JSON.stringify(read.file)));
    }
  }
  const isKnown = files.some(({ results }) => results.format !== "unknown");
  const printed = isKnown ? undefined : await readPrinted(halt, run, record, context);
  if (printed !== undefined) files.push(printed);
  const [first, ...rest] = withRun(files, run, record);
  const hasResults = isKnown || printed !== undefined;
  const item = hasResults ? undefined : await runItem(run, record, context);
  const counted = first && { ...first, redactions: mergeFound(first.redactions, redactions) };
  return {
    record,
    files: counted === undefined ? [] : [counted, ...rest],
    ...(item && { run: item.run }),
    redactions: mergeFound(item?.redactions ?? {}, first === undefined ? redactions : {}),
    problems,
  };
}

/** Of what was printed. */
const keptBytes = 2048;

async function runItem(
  { output }: FinishedRun,
  record: CommandRun,
  { now, by, commit }: RunContext,
): Promise<{ readonly run: TestRun; readonly redactions: Redactions }> {
  const { redact } = await import("../redaction/redact");
  const { text, found } = await redact(terminalText(output?.tail ?? "").trim());
  return {
    run: {
      id: newItemId("run"),
      captured: { at: now, ...(by && { by }), ...(commit && { commit }), run: record },
      ...(output === undefined ? { outputNotCaptured: true } : { output: tailOf(text, keptBytes) }),
    },
    redactions: found,
  };
}
