import * as vscode from "vscode";
import { describeResults, sinceWords } from "../capture/results/describeResults";
import type { AttachedTests } from "../capture/readTestFile";
import type { CaptureContext } from "../capture/git/captureContext";
import { recordFindings } from "../gate/criteria/recordFindings";
import { TestsRun } from "../gate/criteria/testsRun";
import { criteriaOf } from "../gate/termsOf";
import { instantOf } from "../halt/instant";
import {
  change,
  commandTarget,
  fullContextOf,
  placeOf,
  subjectOf,
  type CommandTarget,
} from "./commandTarget";
import { withLateProgress } from "./lateProgress";
import { showDone, showNews, showProblem } from "./messages";
import { pickResults } from "./pickResults";
import { readOrTell } from "./readOrTell";
import { tellRecorded } from "./recordEvent";
import type { Services } from "./services";

/** Finds result files in the workspace, newest first, each with what it holds, and attaches those that the person picks. */
export async function attachTests(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const files = await pickResults(target.uri);
  return files.length === 0 ? false : attach(services, target, files);
}

/** Attaches files that the Explorer or a drop named. */
export async function attachTestFile(
  services: Services,
  argument?: unknown,
  selection?: unknown,
): Promise<boolean> {
  const files = urisOf(argument, selection).filter(({ scheme }) => scheme === "file");
  if (files.length === 0) {
    showProblem("No file was given. Choose a result file in the Explorer and use its menu.");
    return false;
  }
  const target = await commandTarget(services, undefined);
  return target === undefined ? false : attach(services, target, files);
}

/**
 * Attaches result files, one undo step each, and says what came of it and what changed since the run before.
 * @param options `onlyWhole` leaves a file alone that cannot be read whole, as while a run is writing it
 */
export async function attach(
  services: Services,
  target: CommandTarget,
  files: readonly vscode.Uri[],
  { onlyWhole = false }: { readonly onlyWhole?: boolean } = {},
): Promise<boolean> {
  const { attachIntents } = await import("../capture/attachTests");
  const context = await fullContextOf(services, target);
  const problems: string[] = [];
  let attached = 0;
  const run = new TestsRun(target.halt.status === "active" ? criteriaOf(target.halt) : []);
  for (const uri of files) {
    const current = await commandTarget(services, target.uri);
    if (current === undefined) return false;
    const result = await read(current, uri, context, run);
    if (result === undefined) break;
    const name = vscode.workspace.asRelativePath(uri);
    if (!result.ok) {
      problems.push(result.message);
      continue;
    }
    const error = result.file.problems.find(({ severity }) => severity === "error");
    if (onlyWhole && error !== undefined) {
      problems.push(notWholeWords(name, error.message));
      continue;
    }
    const intents = attachIntents(current.halt, result.file, result.redactions);
    if (!(await change(services, current, intents))) continue;
    attached += 1;
    run.add(result.file);
    if (error !== undefined)
      problems.push(`${name} is attached with what is wrong with it: ${error.message}`);
    else if (files.length === 1) showDone(attachedWords(name, result));
  }
  if (problems.length > 0) showProblem(problems.join(" "));
  else if (files.length > 1) showNews(`${attached} of ${files.length} result files were attached.`);
  services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "failingTests" });
  if (attached > 0 && run.isAsked) await judgeCriteria(services, target, run, context);
  return attached > 0;
}

/** Why a newer run was not attached. */
export function notWholeWords(name: string, problem: string): string {
  return `${name} cannot be read whole, so what was attached stays: ${problem} Update it when the run has ended.`;
}

function attachedWords(name: string, { results, file }: AttachedTests & { ok: true }): string {
  const since = file.since === undefined ? "" : ` ${sinceWords(file.since)}`;
  return `${name} attached: ${describeResults(results)}.${since}`;
}

/** What lifts the halt may be met now, or no longer: the ledger takes it where it is news. */
export async function judgeCriteria(
  services: Services,
  { halt, top }: CommandTarget,
  run: TestsRun,
  context: CaptureContext,
): Promise<void> {
  if (top?.scheme !== "file" || !vscode.workspace.isTrusted) return;
  const { git, ledger } = await services.ledgers.open(top);
  const { findings, change } = await services.ledgers.during(top, async () =>
    withLateProgress("Recording what lifts the halt…", async (signal) =>
      recordFindings(run, {
        ...{ git, top: top.fsPath, ledger, id: halt.id, context, signal },
        now: instantOf(new Date()),
      }),
    ),
  );
  if (change?.ok === true && change.sync !== undefined) services.ledgers.exchanged(top, change.sync);
  const met = findings.filter(({ verdict }) => verdict === "met");
  const open = findings.filter(({ verdict }) => verdict !== "met");
  const done =
    open.length > 0
      ? `What lifts the halt is not met: ${open.map(({ result }) => result).join(" ")}`
      : `What lifts the halt is met as far as it asks for tests: ${met.map(({ result }) => result).join(" ")}`;
  tellRecorded(done, change);
}

/** Undefined when the person cancelled it, or it failed; a message has said so. */
async function read(
  target: CommandTarget,
  uri: vscode.Uri,
  context: CaptureContext,
  run: TestsRun,
): Promise<AttachedTests | undefined> {
  const { storedBytesLeft } = await import("../capture/attachTests");
  // Without a repository a file keeps its whole path.
  const top = placeOf(target).top ?? placeOf(target).haltFolder;
  const maxStoredBytes = storedBytesLeft(target.halt, uri.fsPath, top);
  const { failingTests, baseTests } = target.halt;
  const answer = await readOrTell({
    kind: "tests",
    path: uri.fsPath,
    known: { failingTests, baseTests },
    context: { top, now: instantOf(new Date()), maxStoredBytes, ...context },
    names: run.names,
  });
  answer?.seen.forEach(run.see);
  return answer?.attached;
}

function urisOf(argument: unknown, selection: unknown): vscode.Uri[] {
  if (Array.isArray(selection)) return selection.filter((uri) => uri instanceof vscode.Uri);
  if (typeof argument === "string") {
    return argument
      .split(/\r?\n/)
      .flatMap((line) => (line.trim() === "" || line.startsWith("#") ? [] : [vscode.Uri.parse(line.trim())]));
  }
  const uri = subjectOf(argument)?.uri;
  return uri === undefined ? [] : [uri];
}
