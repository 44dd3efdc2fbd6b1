import { resolve } from "node:path";
import { newSinceBaseWords } from "../assess/newSinceBase";
import {
  attachBaseIntents,
  attachIntents,
  readBaseTestsFor,
  readTestsFor,
  storedBytesLeft,
} from "../capture/attachTests";
import { readTestFile, type AttachedTests } from "../capture/readTestFile";
import { captureContext, type CaptureContext } from "../capture/git/captureContext";
import { describeResults, sinceWords } from "../capture/results/describeResults";
import { recordFindings } from "../gate/criteria/recordFindings";
import { TestsRun } from "../gate/criteria/testsRun";
import { HaltLedger } from "../gate/ledger/haltLedger";
import { findHalt, haltOf } from "../gate/namedHalt";
import { criteriaOf } from "../gate/termsOf";
import { applyIntents } from "../halt/applyIntent";
import type { Redactions, TestResultFile } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import type { ResultProblem, TestTotals } from "../halt/testResults";
import { readHaltFile } from "../system/haltStore";
import { updateFile } from "../system/updateFile";
import { done, folderOf, now, optional, print, WrongUse, type Flags } from "./command";
import { recordedWords } from "./ledgerHalt";
import { findingWords } from "./metCommand";
import { git, placeOf } from "./place";

interface Attached extends Partial<TestTotals> {
  readonly file: string;
  readonly flaky?: number;
  readonly problems: TestResultFile["problems"];
  readonly redactions?: Redactions;
}

/**
 * `attach`: result files, or sets of them, as evidence of a halt. Each is read before the halt is held, so that no other
 * command waits.
 */
export async function attach(flags: Flags, [name = "", ...files]: readonly string[]): Promise<number> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { top, settings } = await placeOf(flags, path);
  const context = top === undefined ? {} : await captureContext(git, top);
  const { halt: before } = done(haltOf(path, done(await readHaltFile(path)).text));
  const run = new TestsRun(before.status === "active" ? criteriaOf(before) : []);
  const attached: Attached[] = [];
  const lines: string[] = [];
  for (const file of files) {
    const { halt } = done(haltOf(path, done(await readHaltFile(path)).text));
    const [source, base] = [resolve(file), top ?? process.cwd()];
    const maxStoredBytes = storedBytesLeft(halt, source, base);
    const about = { top: base, now: now(), maxStoredBytes, ...context, onTest: run.see };
    const read = await readTestsFor(halt, source, about);
    if (!read.ok) {
      lines.push(read.message);
      attached.push(notAttached(file, read.message));
      continue;
    }
    const add = (text: string) =>
      applyIntents(text, attachIntents(done(haltOf(path, text)).halt, read.file, read.redactions));
    done(await updateFile(path, add));
    run.add(read.file);
    const { since } = read.file;
    lines.push(`${file}: ${describeResults(read.results)}`, ...(since ? [sinceWords(since)] : []));
    attached.push(attachedOf(file, read));
  }
  lines.push(...(await judged(run, { top, settings, id: before.id, context })));
  print(flags, { path, attached }, lines);
  return attached.every(isWhole) ? 0 : 1;
}

interface Judging {
  readonly top: string | undefined;
  readonly settings: Settings;
  /** The halt. */
  readonly id: string;
  readonly context: CaptureContext;
}

/** What a run says of the criteria that ask for tests, once it is recorded; nothing where none does. */
export async function judged(
  run: TestsRun,
  { top, settings, id, context }: Judging,
): Promise<readonly string[]> {
  if (top === undefined || !run.isAsked || run.paths.length === 0) return [];
  const ledger = new HaltLedger(git, top, settings);
  const { findings, change } = await recordFindings(run, { git, top, ledger, id, context, now: now() });
  return [...findings.map(findingWords), ...(change === undefined ? [] : [recordedWords(done(change))])];
}

/** `attach --base`: results of the base, which tell which of the halt's failures are new. */
export async function attachBase(flags: Flags, [name = "", ...files]: readonly string[]): Promise<number> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { top = process.cwd() } = await placeOf(flags, path);
  const attached: Attached[] = [];
  const lines: string[] = [];
  for (const file of files) {
    const { halt } = done(haltOf(path, done(await readHaltFile(path)).text));
    if (halt.base === undefined)
      throw new WrongUse(
        "The halt has no base yet. Choose one first, as with: release-halt draft --base REF.",
      );
    const context = { top, now: now(), commit: halt.base.commit };
    const read = await readBaseTestsFor(halt, resolve(file), context);
    if (!read.ok) {
      lines.push(read.message);
      attached.push(notAttached(file, read.message));
      continue;
    }
    const add = (text: string) => applyIntents(text, attachBaseIntents(done(haltOf(path, text)).halt, read));
    done(await updateFile(path, add));
    const after = done(haltOf(path, done(await readHaltFile(path)).text)).halt;
    lines.push(`${file}: ${describeResults(read.results)}`, ...optionalLine(newSinceBaseWords(after)));
    attached.push(attachedOf(file, read));
  }
  print(flags, { path, attached }, lines);
  return attached.every(isWhole) ? 0 : 1;
}

/** What is printed of an attached file. */
export function attachedOf(
  file: string,
  { results, file: { problems }, redactions }: AttachedTests & { readonly ok: true },
): Attached {
  const { suites, total, passed, failed, errored, skipped, flaky } = results;
  return { file, suites, total, passed, failed, errored, skipped, flaky, problems, redactions };
}

function notAttached(file: string, message: string): Attached {
  return { file, problems: [{ severity: "error", message }] };
}

/** Whether nothing is wrong with it. */
export function isWhole({
  problems,
}: {
  readonly problems: readonly Pick<ResultProblem, "severity">[];
}): boolean {
  return problems.every(({ severity }) => severity !== "error");
}

function optionalLine(words: string | undefined): readonly string[] {
  return words === undefined ? [] : [words];
}

/** `tests`: what result files, folders, zips or globs hold. */
export async function tests(flags: Flags, files: readonly string[]): Promise<number> {
  const out = await Promise.all(files.map(testsOf));
  print(
    flags,
    out.map(({ result }) => result),
    out.map(({ line }) => line),
  );
  return out.every(({ whole }) => whole) ? 0 : 1;
}

async function testsOf(file: string): Promise<{ whole: boolean; line: string; result: object }> {
  const read = await readTestFile(resolve(file), { top: process.cwd(), now: now() });
  if (!read.ok) {
    const none = {
      ...{ suites: 0, total: 0, passed: 0, failed: 0, errored: 0, skipped: 0 },
      ...{ flaky: 0, attempts: 0, repeated: 0, partial: false, declared: null, failuresNotStored: 0 },
    };
    const problems = [{ severity: "error", message: read.message }];
    const result = { file, format: "unknown", ...none, problems, failures: [] };
    return { whole: false, line: read.message, result };
  }
  const { format, suites, total, passed, failed, errored, skipped } = read.results;
  const { flaky, attempts, repeated, partial, declared, failuresNotStored } = read.results;
  const { problems } = read.file;
  const failures = read.file.failures.map((failure) => ({ ...failure, id: undefined }));
  const counts = { suites, total, passed, failed, errored, skipped, flaky, attempts, repeated };
  return {
    whole: isWhole({ problems }),
    line: `${file}: ${describeResults(read.results)}`,
    result: {
      ...{ file, format, ...counts, partial, declared, problems, failures, failuresNotStored },
      ...optional("parts", read.file.parts),
    },
  };
}
