import { isAbsolute, relative, sep } from "node:path";
import { instantOf } from "../halt/instant";
import { newItemId } from "../halt/newId";
import type { Redactions, TestFailure, TestResultFile } from "../halt/schema/halt";
import type { ReportedTest, TestResults } from "../halt/testResults";
import { cutText } from "./cutText";
import { FailureOwners, type Owner } from "./failureOwner";
import { readTests, type ReadPart } from "./readTests";
import { mergeFound } from "./redaction/knownSecrets";
import { maxTextBytes } from "./results/resultCollector";
import { SourceLines } from "./sourceLines";

export interface AttachContext {
  /** The repository's top folder. */
  readonly top: string;
  /** The same, for results that lie elsewhere, as those that were fetched. */
  readonly repository?: string;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly commit?: string;
  /** When that commit was made, ISO 8601 with offset. */
  readonly committedAt?: string;
  readonly by?: string;
  readonly maxStoredBytes?: number;
  /** Of a set, only the files of these names are read: others are of another run. */
  readonly only?: readonly string[];
  /** Hears of each test of the file. */
  readonly onTest?: (test: ReportedTest) => void;
}

export type AttachedTests =
  | {
      readonly ok: true;
      readonly file: TestResultFile;
      readonly redactions: Redactions;
      readonly results: TestResults;
    }
  | { readonly ok: false; readonly message: string };

type OwnerWithText = Owner & { readonly text?: string };

/**
 * Reads test results as evidence: totals, failures without secrets, source, hash, time and commit.
 * @param path of a file, or of a folder, a zip or a glob whose files are of one run
 */
export async function readTestFile(path: string, context: AttachContext): Promise<AttachedTests> {
  const { top, now, commit, by, maxStoredBytes, only, onTest } = context;
  const read = await readTests(path, {
    ...(maxStoredBytes !== undefined && { maxStoredBytes }),
    ...(only !== undefined && { only }),
    ...(onTest !== undefined && { onTest }),
  });
  if (!read.ok) return read;
  const { results, parts } = read;
  // A run is as old as the oldest of its files.
  const [writtenAt] = parts.map(({ modifiedAt }) => modifiedAt).sort();
  const owners = await ownersOf(results, context, writtenAt);
  const { failures, problems, redactions } = await withoutSecrets(results, read.from, owners);
  const { format, total, attempts, flaky, partial, declared, failuresNotStored } = results;
  const { suites, passed, failed, errored, skipped } = results;
  const place = pathFrom(top, path);
  const file: TestResultFile = {
    id: newItemId("tests"),
    path: place,
    format,
    captured: {
      at: now,
      ...(by && { by }),
      ...(commit && { commit }),
      from: place,
      ...(read.sha256 !== undefined && { sha256: read.sha256 }),
    },
    ...(writtenAt !== undefined && { writtenAt: instantOf(new Date(writtenAt)) }),
    totals: {
      ...{ suites, total, passed, failed, errored, skipped },
      ...(flaky > 0 && { flaky }),
      ...(attempts > total && { attempts }),
    },
    ...(read.isSet && partsOf(parts)),
    ...(partial && { partial }),
    ...(declared && { declared: { ...declared } }),
    problems: [...problems, ...olderThanCommit(writtenAt, context)],
    failures,
    ...(failuresNotStored > 0 && { failuresNotStored }),
  };
  return { ok: true, file, redactions, results };
}

/**
 * Where the failures lead to, by their order, each with what stands there if the file is still as it was when the tests
 * ran. What ran elsewhere may have been of another state.
 */
async function ownersOf(
  { failures }: TestResults,
  { top, repository }: AttachContext,
  writtenAt: string | undefined,
): Promise<readonly (OwnerWithText | undefined)[]> {
  const owners = new FailureOwners(repository ?? top);
  const ranHere = repository === undefined && writtenAt !== undefined;
  const lines = ranHere ? new SourceLines(top, Date.parse(writtenAt)) : undefined;
  const found: (OwnerWithText | undefined)[] = [];
  for (const failure of failures) {
    const owner = await owners.of(failure);
    const text = owner && (await lines?.at(owner));
    found.push(owner && { ...owner, ...(text !== undefined && { text }) });
  }
  return found;
}

/** A set of more files is counted, and these are named. */
const mostParts = 300;

function partsOf(parts: readonly ReadPart[]): Pick<TestResultFile, "parts" | "partsNotStored"> {
  const stored = parts.slice(0, mostParts).map(({ name, sha256, modifiedAt, results }) => ({
    path: name,
    sha256,
    writtenAt: instantOf(new Date(modifiedAt)),
    total: results.total,
    failed: results.failed + results.errored,
  }));
  const left = parts.length - stored.length;
  return { parts: stored, ...(left > 0 && { partsNotStored: left }) };
}

/** A result that was written before the commit was made comes from a run of an earlier state. */
function olderThanCommit(
  writtenAt: string | undefined,
  { committedAt }: AttachContext,
): TestResultFile["problems"] {
  if (committedAt === undefined || writtenAt === undefined) return [];
  if (Date.parse(writtenAt) >= Date.parse(committedAt)) return [];
  const message =
    "The file is older than the commit that is checked out: the run may be of an earlier state.";
  return [{ severity: "warning", message }];
}

/** Secrets go first, then what is too long: the other way round half of one might stay. */
async function withoutSecrets(
  { failures, problems }: TestResults,
  from: readonly string[],
  owners: readonly (OwnerWithText | undefined)[],
): Promise<{
  readonly failures: TestFailure[];
  readonly problems: TestResultFile["problems"];
  readonly redactions: Redactions;
}> {
  const { redactAll } = await import("./redaction/redact");
  const texts = failures.flatMap(({ name, suite, file = "", type = "", message, detail }, index) => [
    ...[name, suite, file, type, from[index] ?? "", message, detail, owners[index]?.text ?? ""],
  ]);
  const redacted = await redactAll([...texts, ...problems.map(({ message }) => message)]);
  let redactions: Redactions = {};
  const next = redacted[Symbol.iterator]();
  const take = (counted = true): string => {
    const { text = "", found = {} } = next.next().value ?? {};
    if (counted) redactions = mergeFound(redactions, found);
    return text;
  };
  const kept = failures.map((failure, index): TestFailure => {
    const { outcome, line, cut, attempts = 1 } = failure;
    const [name, suite, file, type] = [take(), take(), take(), take()];
    const [source, message] = [take(), take()];
    // Most tools repeat the message at the head of the detail; one secret there is one secret.
    const detail = take(failure.message === "" || !failure.detail.includes(failure.message));
    const owner = withText(owners[index], take(false));
    return {
      ...{ id: newItemId("failure"), outcome },
      suite: cutText(suite, maxTextBytes),
      name: cutText(name, maxTextBytes),
      ...(failure.file !== undefined && { file: cutText(file, maxTextBytes) }),
      ...(line !== undefined && { line }),
      ...(failure.type !== undefined && { type: cutText(type, maxTextBytes) }),
      message: cutText(message, maxTextBytes, cut?.message),
      detail: cutText(detail, maxTextBytes, cut?.detail),
      ...(from[index] !== undefined && { source: cutText(source, maxTextBytes) }),
      ...(attempts > 1 && { attempts }),
      ...(owner && { owner }),
    };
  });
  return {
    failures: kept,
    problems: problems.map((problem) => ({ ...problem, message: take() })),
    redactions,
  };
}

/** A line that holds a secret is not kept: without it, it is found by nothing. */
function withText(owner: OwnerWithText | undefined, redacted: string): TestFailure["owner"] {
  if (owner === undefined) return undefined;
  const { path, line, text } = owner;
  return text === redacted ? { path, line, text } : { path, line };
}

/** Relative to the repository with `/`, absolute outside it. */
export function pathFrom(top: string, path: string): string {
  const inside = relative(top, path);
  if (inside === "" || inside.startsWith(`..${sep}`) || inside === ".." || isAbsolute(inside)) return path;
  return inside.split(sep).join("/");
}
