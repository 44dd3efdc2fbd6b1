import { join } from "node:path";
import * as vscode from "vscode";
import { capitalised } from "../assess/phrase";
import { runEndWords, runSubject } from "../assess/runWords";
import { isDirty, type CaptureContext } from "../capture/git/captureContext";
import { finishedCommand, type FinishedRun } from "../capture/run/finishedRun";
import type { ResultsSeen } from "../capture/run/resultsWritten";
import { TestsRun } from "../gate/criteria/testsRun";
import { criteriaOf } from "../gate/termsOf";
import { instantOf } from "../halt/instant";
import { runCommand, type CommandEnd } from "../system/runCommand";
import { withTemporaryFolder } from "../system/temporaryFolder";
import { attachRun } from "./attachRun";
import { commandTarget, fullContextOf, type CommandTarget } from "./commandTarget";
import { manageTrust, showNews, showProblem, wordsOf } from "./messages";
import { pickRun, taskName, type RunChoice } from "./pickRun";
import { readOrTell } from "./readOrTell";
import { rememberCommand, rememberedCommands } from "./rememberedCommands";
import { runTask, type TaskEnd } from "./runTask";
import { RunTerminal } from "./runTerminal";
import type { Services } from "./services";
import { withProgress } from "./withProgress";

/** Runs a task or a command that the person picks, and attaches what it left behind. */
export async function runTests(services: Services, argument?: unknown): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    const problem = "This folder is in Restricted Mode: Release Halt runs nothing here until you trust it.";
    showProblem(problem, manageTrust);
    return false;
  }
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const { top } = target;
  if (top?.scheme !== "file") {
    showProblem("This halt belongs to no repository that is open here, so there is nothing to run.");
    return false;
  }
  const folder = folderOfRun(top);
  const choice = await pickRun(target.halt, rememberedCommands(services.context), folder);
  if (choice === undefined) return false;
  if (choice.kind === "task" && choice.task.isBackground) {
    showProblem(
      `The task ${taskName(choice.task)} keeps running, so there is no end to wait for. Start it by itself, and attach what it writes by Attach Failing Tests.`,
    );
    return false;
  }
  return runAndAttach(services, { ...target, top }, choice, folder);
}

/** Where the person's own terminal opens, if that is in the repository. */
function folderOfRun(top: vscode.Uri): vscode.Uri {
  const inside = (vscode.workspace.workspaceFolders ?? []).find(
    ({ uri }) => uri.scheme === "file" && `${uri.path}/`.startsWith(`${top.path}/`),
  );
  return inside?.uri ?? top;
}

async function runAndAttach(
  services: Services,
  target: CommandTarget & { readonly top: vscode.Uri },
  choice: RunChoice,
  folder: vscode.Uri,
): Promise<boolean> {
  const { top } = target;
  const context = await fullContextOf(services, target);
  const uncommitted = await isDirty(await services.git(), top.fsPath, []);
  const before = await readOrTell({ kind: "see", folder: top.fsPath });
  if (before === undefined) return false;
  return withTemporaryFolder("release-halt-run-", async (place) => {
    const run = await finish(services, choice, { folder, file: join(place, "stdout.txt") });
    if (run === undefined) return false;
    const movedTo = await movedFrom(services, target, context);
    const finished = { ...run, uncommitted, ...(movedTo !== undefined && { movedTo }) };
    return readAndAttach(services, target, finished, { before, context });
  });
}

/** Runs it to its end; undefined where it was stopped or could not be run, and a message has said so. */
async function finish(
  services: Services,
  choice: RunChoice,
  place: { readonly folder: vscode.Uri; readonly file: string },
): Promise<FinishedRun | undefined> {
  return choice.kind === "task"
    ? finishTask(choice.task, place.folder)
    : finishCommand(services, choice.command, place);
}

async function finishCommand(
  services: Services,
  command: string,
  { folder, file }: { readonly folder: vscode.Uri; readonly file: string },
): Promise<FinishedRun | undefined> {
  const cwd = folder.fsPath;
  const ran = await withProgress(`Running ${command}`, async (signal) => {
    const stop = new AbortController();
    const terminal = RunTerminal.open(command, () => {
      stop.abort();
    });
    const result = await runCommand(command, {
      ...{ cwd, into: file, signal: AbortSignal.any([signal, stop.signal]) },
      withoutEnv: editorVariables(),
      onOutput: terminal.write,
    });
    terminal.end(endWords(result.end), result.end.kind === "exited" ? result.end.exitCode : 1);
    return result;
  });
  const run = finishedCommand(ran, { command, cwd, file });
  if (run !== undefined) {
    await rememberCommand(services.context, command);
    return run;
  }
  if (ran.end.kind === "notStarted")
    showProblem(`The command could not be started: ${ran.end.message}. Nothing was attached.`);
  else tellStopped();
  return undefined;
}

/** What the editor sets for itself would make a person's programs behave as its parts; its own terminals leave it out, too. */
function editorVariables(): readonly string[] {
  return Object.keys(process.env).filter((name) => /^(ELECTRON_|VSCODE_(?!GIT_))/.test(name));
}

function endWords(end: CommandEnd): string {
  switch (end.kind) {
    case "exited":
      return `Ended with ${end.exitCode}.`;
    case "signalled":
      return `Ended by ${end.signal}.`;
    case "cancelled":
    case "timedOut":
      return "Stopped.";
    case "notStarted":
      return `Not started: ${end.message}.`;
    default:
      return end satisfies never;
  }
}

async function finishTask(task: vscode.Task, folder: vscode.Uri): Promise<FinishedRun | undefined> {
  const name = taskName(task);
  const startedAt = new Date();
  let end: TaskEnd;
  try {
    end = await withProgress(`Running ${name}`, async (signal) => runTask(task, signal));
  } catch (error) {
    showProblem(`The task ${name} could not be run: ${wordsOf(error)} Nothing was attached.`);
    return undefined;
  }
  if (end.kind === "cancelled") {
    tellStopped();
    return undefined;
  }
  const durationMs = Date.now() - startedAt.getTime();
  return { task: name, cwd: folder.fsPath, startedAt: instantOf(startedAt), durationMs, end };
}

function tellStopped(): void {
  showNews(
    "Stopped. Nothing was attached; what it wrote until then can be attached by Attach Failing Tests.",
  );
}

async function movedFrom(
  services: Services,
  target: CommandTarget,
  { commit }: CaptureContext,
): Promise<string | undefined> {
  const after = (await fullContextOf(services, target)).commit;
  return after === commit ? undefined : after;
}

async function readAndAttach(
  services: Services,
  target: CommandTarget & { readonly top: vscode.Uri },
  run: FinishedRun,
  { before, context }: { readonly before: ResultsSeen; readonly context: CaptureContext },
): Promise<boolean> {
  const current = await commandTarget(services, target.uri);
  if (current === undefined) return false;
  const { failingTests, baseTests } = current.halt;
  const tests = new TestsRun(current.halt.status === "active" ? criteriaOf(current.halt) : []);
  const top = target.top.fsPath;
  const answer = await readOrTell({
    kind: "run",
    known: { failingTests, baseTests },
    run,
    context: { top, folder: top, before, now: instantOf(new Date()), ...context },
    names: tests.names,
  });
  if (answer === undefined) return false;
  answer.seen.forEach(tests.see);
  const { record } = answer.evidence;
  const words = `${capitalised(runSubject(record))} ${runEndWords(record)}.`;
  return attachRun(services, current, answer.evidence, { tests, context, words });
}
