import { join } from "node:path";
import { capitalised } from "../assess/phrase";
import { runEndWords, runSubject } from "../assess/runWords";
import { attachIntents } from "../capture/attachTests";
import { captureContext, isDirty, type CaptureContext } from "../capture/git/captureContext";
import { describeResults, sinceWords } from "../capture/results/describeResults";
import { couldNotRun, finishedCommand, type FinishedRun } from "../capture/run/finishedRun";
import { readRun, type RunEvidence } from "../capture/run/readRun";
import { seeResults } from "../capture/run/resultsWritten";
import { earlierRunIntents, runIntents } from "../capture/run/runIntents";
import { TestsRun } from "../gate/criteria/testsRun";
import { findHalt, haltOf } from "../gate/namedHalt";
import { criteriaOf } from "../gate/termsOf";
import { applyIntents } from "../halt/applyIntent";
import type { Intent } from "../halt/intent";
import type { Halt } from "../halt/schema/halt";
import { readHaltFile } from "../system/haltStore";
import { placeInside, realPath } from "../system/pathInside";
import { runCommand, type RanCommand } from "../system/runCommand";
import { withTemporaryFolder } from "../system/temporaryFolder";
import { updateFile } from "../system/updateFile";
import {
  done,
  folderOf,
  needed,
  now,
  optional,
  print,
  secondsOf,
  tell,
  WrongUse,
  type Flags,
} from "./command";
import { git, placeOf } from "./place";
import { attachedOf, isWhole, judged } from "./testCommands";
import { untilStopped } from "./untilStopped";

/**
 * `attach --run`: runs the person's own command and attaches what it left behind. What it prints goes to standard error as
 * it comes.
 */
export async function attachRun(flags: Flags, [name = "", ...files]: readonly string[]): Promise<number> {
  const command = needed(flags, "run");
  const timeoutS = secondsOf(flags, "timeout", 1);
  if (flags.base === true)
    throw new WrongUse("--run is of what is checked out here: results of the base are attached as files.");
  if (files.length > 0)
    throw new WrongUse("--run finds the result files by itself: name no files beside it.");
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { top, settings } = await placeOf(flags, path);
  const halt = await haltAt(path);
  const place = { top: top ?? folderOf(flags), cwd: await folderOfRun(folderOf(flags), top) };
  const context = top === undefined ? {} : await captureContext(git, top);
  const run = new TestsRun(halt.status === "active" ? criteriaOf(halt) : []);
  return withTemporaryFolder("release-halt-run-", async (folder) => {
    const file = join(folder, "stdout.txt");
    const uncommitted = top !== undefined && (await isDirty(git, top, []));
    const before = await seeResults(place.top);
    // What it runs has a group of its own.
    const ran = await untilStopped(async (signal) =>
      runCommand(command, {
        ...{ cwd: place.cwd, into: file, signal },
        ...(timeoutS !== undefined && { timeoutMs: timeoutS * 1000 }),
        onOutput: (chunk) => process.stderr.write(chunk),
      }),
    );
    const finished = finishedCommand(ran, { command, cwd: place.cwd, file });
    if (finished === undefined) return notFinished(ran);
    const movedTo = await movedFrom(context, top);
    const evidence = await readRun(
      halt,
      { ...finished, uncommitted, ...optional("movedTo", movedTo) } satisfies FinishedRun,
      { top: place.top, folder: place.top, before, now: now(), ...context, onTest: run.see },
    );
    const words = `${capitalised(runSubject(evidence.record))} ${runEndWords(evidence.record)}.`;
    if (evidence.run !== undefined && evidence.files.length === 0 && couldNotRun(evidence.record))
      throw new WrongUse(`${words} The shell could not run it, so nothing was attached.`);
    await attach(path, evidence);
    for (const read of evidence.files) run.add(read.file);
    const lines = [words, ...evidence.files.flatMap(linesOf), ...evidence.problems];
    if (evidence.run !== undefined)
      lines.push(
        "It left no test results that can be read: how it ended and what it printed last is attached.",
      );
    lines.push(...(await judged(run, { top, settings, id: halt.id, context })));
    const attached = evidence.files.map((read) => attachedOf(read.file.path, read));
    print(
      flags,
      { path, run: { ...evidence.record, ...optional("output", evidence.run?.output) }, attached },
      lines,
    );
    const whole = evidence.run === undefined && evidence.problems.length === 0;
    return whole && evidence.files.every(({ file: read }) => isWhole(read)) ? 0 : 1;
  });
}

async function haltAt(path: string): Promise<Halt> {
  return done(haltOf(path, done(await readHaltFile(path)).text)).halt;
}

/** Where the person is, in the halt's repository; else its top: what runs elsewhere says nothing of its commit. */
async function folderOfRun(folder: string, top: string | undefined): Promise<string> {
  if (top === undefined || (await realPath(top)) === (await realPath(folder))) return folder;
  return typeof (await placeInside(top, folder)) === "string" ? top : folder;
}

function notFinished({ end }: RanCommand): number {
  if (end.kind === "notStarted") throw new WrongUse(`The command could not be started: ${end.message}.`);
  tell("Stopped. Nothing was attached.");
  return 130;
}

async function movedFrom({ commit }: CaptureContext, top: string | undefined): Promise<string | undefined> {
  if (top === undefined || commit === undefined) return undefined;
  const after = (await captureContext(git, top)).commit;
  return after === commit ? undefined : after;
}

async function attach(path: string, { files, run, record, redactions }: RunEvidence): Promise<void> {
  const update = async (intents: (halt: Halt) => Intent[]): Promise<void> => {
    done(await updateFile(path, (text) => applyIntents(text, intents(done(haltOf(path, text)).halt))));
  };
  for (const read of files)
    await update((halt) => [
      ...earlierRunIntents(halt, record),
      ...attachIntents(halt, read.file, read.redactions),
    ]);
  if (run !== undefined) await update((halt) => runIntents(halt, run, redactions));
}

function linesOf({ file, results }: RunEvidence["files"][number]): readonly string[] {
  const errors = file.problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
  const since = file.since === undefined ? [] : [sinceWords(file.since)];
  return [`${file.path}: ${describeResults(results)}`, ...errors, ...since];
}
