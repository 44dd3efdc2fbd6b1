import * as vscode from "vscode";
import { reviewSteps } from "../capture/recording/reviewSteps";
import type { Recording } from "../capture/recording/recording";
import type { RunPlace } from "../capture/recording/seenRun";
import { counted } from "../assess/rangeWords";
import { commandTarget, contextOf, type CommandTarget } from "./commandTarget";
import { folderIn } from "./folderIn";
import { isReadOnly } from "./isReadOnly";
import { showNews, showProblem } from "./messages";
import { DebugRuns } from "./recordDebug";
import { TaskRuns } from "./recordTasks";
import { TerminalRuns } from "./recordTerminals";
import { notesOf, reviewOffer, reviewRecording, stopOffer } from "./reviewRecording";
import type { Services } from "./services";

/**
 * Starts recording what is run in terminals, as tasks and by the debugger, for the halt that the argument names, else the
 * current one. False where it was not possible; a message has said so.
 */
export async function recordReproduction(services: Services, argument?: unknown): Promise<boolean> {
  const { recorder } = services;
  if (recorder.isOn) {
    showProblem("A recording is under way.", stopOffer);
    return false;
  }
  const { recording } = recorder;
  const choice = recording === undefined ? "anew" : await askAboutWaiting(recording);
  if (choice === "review") return reviewRecording(services);
  if (choice === undefined) return false;
  const target = await commandTarget(services, choice === "goOn" ? { uri: recording?.halt } : argument);
  if (target === undefined) return false;
  if (isReadOnly(target.document.document)) {
    showProblem("This version of the halt is read-only, so no steps can be added to it.");
    return false;
  }
  if (choice === "anew") await recorder.replace(undefined);
  await start(services, target);
  return true;
}

/** Ends the recording and has it reviewed. True when steps were added. */
export async function stopRecording(services: Services): Promise<boolean> {
  const { recorder } = services;
  if (!recorder.isOn) {
    showProblem("Nothing is being recorded.", ...(recorder.recording === undefined ? [] : [reviewOffer]));
    return false;
  }
  const recording = await recorder.stop();
  if (recording === undefined) return false;
  if (recording.runs.length > 0) return reviewRecording(services);
  await recorder.replace(undefined);
  showNews(["Nothing was run while the recording was on.", ...notesOf(recording)].join(" "));
  return false;
}

type Choice = "goOn" | "review" | "anew";

async function askAboutWaiting(recording: Recording): Promise<Choice | undefined> {
  const steps = counted(reviewSteps(recording).length, "step");
  const choices: readonly (vscode.QuickPickItem & { readonly choice: Choice })[] = [
    { choice: "goOn", label: "$(record) Go On with It", description: `after ${steps}` },
    { choice: "review", label: "$(list-ordered) Review It First" },
    { choice: "anew", label: "$(trash) Discard It and Start Anew" },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: "Record Reproduction",
    placeHolder: `A recording of ${steps} waits for its review`,
  });
  return picked?.choice;
}

async function start(services: Services, target: CommandTarget): Promise<void> {
  const { recorder, terminals: history, log } = services;
  const { top } = target;
  const lookUp = async (folder: string | undefined): Promise<RunPlace> => {
    const [inside, { commit }] = await Promise.all([folderIn(top, folder), contextOf(services, target)]);
    return { folder: inside, commit };
  };
  await recorder.start(target.uri.toString(), lookUp, () => {
    const debug = new DebugRuns(recorder, history, top?.scheme === "file" ? top.fsPath : undefined);
    const typed = new TerminalRuns(recorder, history, [debug]);
    const tasks = new TaskRuns(recorder, typed, { history, log });
    return { listeners: [typed, tasks, debug], silent: () => typed.silent() };
  });
}
