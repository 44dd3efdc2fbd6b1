import * as vscode from "vscode";
import { counted } from "../assess/rangeWords";
import { reviewSteps } from "../capture/recording/reviewSteps";
import { wordsOf } from "./messages";
import { tellKept } from "./reviewRecording";
import type { Services } from "./services";

/** Shows in the status bar that a recording is on and how many steps there are; tells once of one that waits since before. */
export function showRecording({ recorder, sessions, log }: Services): vscode.Disposable[] {
  const item = vscode.window.createStatusBarItem(
    "releaseHalt.recording",
    vscode.StatusBarAlignment.Left,
    // Beside what the gate says.
    -9,
  );
  item.name = "Release Halt: Recording";
  let wasOn = recorder.isOn;
  const show = (): void => {
    tellMenus(recorder).catch((error: unknown) => {
      log.error(`The menus do not know of the recording: ${wordsOf(error)}`);
    });
    if (wasOn !== recorder.isOn) sessions.updateAll();
    wasOn = recorder.isOn;
    const { recording } = recorder;
    if (recording === undefined) {
      item.hide();
      return;
    }
    const steps = reviewSteps(recording);
    const kept = steps.filter(({ drop }) => drop === undefined).length;
    const drops = steps.length - kept;
    const words = counted(kept, "step");
    item.text = recorder.isOn ? `$(record) Recording: ${words}` : `$(list-ordered) Recorded: ${words}`;
    item.tooltip = [
      recorder.isOn
        ? "What you run in terminals, as tasks and in the debugger becomes reproduction steps. Click to stop and review them."
        : "A recording waits for its review. Click to review it.",
      drops === 0 ? "" : `${counted(drops, "more step")} will be proposed for dropping.`,
    ]
      .join("\n")
      .trim();
    item.command = recorder.isOn ? "releaseHalt.stopRecording" : "releaseHalt.reviewRecording";
    item.backgroundColor = recorder.isOn
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
    item.show();
  };
  show();
  if (recorder.recording !== undefined) tellKept(recorder.recording);
  return [item, recorder.onDidChange(show)];
}

async function tellMenus({ isOn, recording }: Services["recorder"]): Promise<void> {
  await vscode.commands.executeCommand("setContext", "releaseHalt.recording", isOn);
  const waits = !isOn && recording !== undefined;
  await vscode.commands.executeCommand("setContext", "releaseHalt.hasRecording", waits);
}
