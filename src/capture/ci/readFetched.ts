import { dirname, join } from "node:path";
import { instantOf } from "../../halt/instant";
import type { Halt, TestResultFile } from "../../halt/schema/halt";
import { openChunks } from "../../system/readFiles";
import { writeChunks } from "../../system/writeChunks";
import { storedBytesLeft } from "../attachTests";
import { comparedWithBase, sinceBefore } from "../compareTests";
import { readTestFile, type AttachContext, type AttachedTests } from "../readTestFile";
import { TestOutcomes } from "../testOutcomes";
import type { CiPlace, CiProvider } from "./ciPlace";
import type { CiResult } from "./ciResult";
import type { CiRun, CiSource } from "./ciRun";
import { sourcePath, sourceWords } from "./ciSources";
import { plainLog } from "./plainLog";

export interface FetchedContext extends Pick<AttachContext, "now" | "by"> {
  /** As it is now: what it holds already leaves less room. */
  readonly halt: Halt;
  /** The repository's top folder, in which results of the base lie. */
  readonly top: string;
}

export type FetchedTests = AttachedTests & { readonly ok: true };

/** A log without the runners' own lines is no longer than this. */
const maxPlainBytes = 1024 * 1024 * 1024;

/**
 * Reads a report, an artifact or a log that was fetched as test results, with where it is from: run, job, attempt, and the commit
 * that the run is of. What holds no test is a problem, and no result.
 * @param file in a folder that is only for it
 */
export async function readFetched(
  place: CiPlace,
  source: CiSource,
  file: string,
  { halt, top, now, by }: FetchedContext,
): Promise<CiResult<FetchedTests>> {
  const path = sourcePath(place, source);
  const words = sourceWords(place, source);
  const log = source.kind === "log" ? await plainCopy(file, place.provider) : undefined;
  if (log?.ok === false) return { ok: false, message: `${words}: ${log.message}` };
  const others = halt.failingTests.filter((one) => one.path !== path);
  const before = halt.failingTests.find((one) => one.path === path);
  const outcomes = new TestOutcomes(before?.failures ?? []);
  const read = await readTestFile(log?.path ?? file, {
    onTest: outcomes.see,
    ...{ top: dirname(file), repository: top, now, commit: source.run.commit },
    ...(by !== undefined && { by }),
    maxStoredBytes: storedBytesLeft({ ...halt, failingTests: others }, "", ""),
  });
  if (!read.ok) return { ok: false, message: `${words}: ${read.message}` };
  const { total, format, problems } = read.results;
  if (total === 0 && (log !== undefined || (read.file.parts ?? []).length === 0)) {
    const wrong = problems.find(({ severity }) => severity === "error");
    const isLogOfOther = log !== undefined && format === "unknown";
    const why = isLogOfOther || wrong === undefined ? "no test results are in it." : wrong.message;
    return { ok: false, message: `${words}: ${why}` };
  }
  const { captured, ...rest } = read.file;
  const { at } = partOf(source);
  const attached: TestResultFile = {
    ...rest,
    path,
    captured: {
      ...captured,
      from: words,
      ...(log !== undefined && { sha256: log.sha256 }),
      ci: originOf(place, source),
    },
    // A zip's times have no zone, and those of a fetched log are of the fetching.
    ...(at !== undefined && { writtenAt: instantOf(new Date(at)) }),
  };
  const compared = await comparedWithBase(attached, read.results.failures, halt, top);
  const since = sinceBefore(before, compared, outcomes);
  return { ok: true, value: { ...read, file: { ...compared, ...(since !== undefined && { since }) } } };
}

function originOf({ provider }: CiPlace, source: CiSource): TestResultFile["captured"]["ci"] {
  const { attempt, url, job } = partOf(source);
  return {
    ...{ provider, runId: source.run.id, url },
    ...(job !== undefined && { job }),
    ...(attempt !== undefined && { attempt }),
  };
}

/** The part of the run that was read: when it was made, and whose. */
function partOf(
  source: CiSource,
): Pick<CiRun, "attempt" | "url"> & { readonly at: string | undefined; readonly job?: string | undefined } {
  switch (source.kind) {
    case "report": {
      const { attempt, url, at, jobs } = source.run;
      // It holds what the last of them brought.
      return { attempt, url, at: jobs.reduce((last, job) => later(last, job.at), at) };
    }
    case "artifact":
      return source.artifact;
    case "log":
      return { ...source.job, job: source.job.name };
    default:
      return source satisfies never;
  }
}

function later(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(one) ? other : one;
}

type PlainCopy =
  | { readonly ok: true; readonly path: string; readonly sha256: string }
  | { readonly ok: false; readonly message: string };

/** A log as its programs printed it, beside the log; the hash is of the log as it was fetched. */
async function plainCopy(file: string, provider: CiProvider): Promise<PlainCopy> {
  const opened = await openChunks(file);
  if (!opened.ok) return opened;
  const path = join(dirname(file), "plain.txt");
  await writeChunks(path, plainLog(opened.chunks, provider), maxPlainBytes);
  return { ok: true, path, sha256: opened.sha256() };
}
