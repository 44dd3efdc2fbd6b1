import * as vscode from "vscode";
import { counted } from "../assess/rangeWords";
import type { Recording } from "../capture/recording/recording";
import { reviewSteps, stepOf } from "../capture/recording/reviewSteps";
import { appendSteps } from "./addStep";
import { commandTarget, type CommandTarget } from "./commandTarget";
import { isReadOnly } from "./isReadOnly";
import { showNews, showProblem, wordsOf, type Offer } from "./messages";
import { pickSteps } from "./pickSteps";
import type { Services } from "./services";

export const stopOffer: Offer = {
  label: "Stop Recording",
  run: () => vscode.commands.executeCommand("releaseHalt.stopRecording"),
};
export const reviewOffer: Offer = {
  label: "Review",
  run: () => vscode.commands.executeCommand("releaseHalt.reviewRecording"),
};
const discardOffer: Offer = {
  label: "Discard",
  run: () => vscode.commands.executeCommand("releaseHalt.discardRecording"),
};

/**
 * Has the person keep, drop, move and name what was recorded, and adds what they keep to the halt, as one undo step. True
 * when steps were added; otherwise the recording waits on.
 */
export async function reviewRecording(services: Services): Promise<boolean> {
  const { recorder } = services;
  const { recording } = recorder;
  if (recorder.isOn || recording === undefined) {
    if (recorder.isOn) showProblem("The recording is still under way.", stopOffer);
    else showProblem("No recording waits for a review.");
    return false;
  }
  const target = await targetOf(services, recording);
  if (target === undefined) return false;
  const picked = await pickSteps(reviewSteps(recording), notesOf(recording));
  // Another review of it may have ended before this one.
  if (recorder.recording !== recording) return false;
  switch (picked.kind) {
    case "discard":
      await discardRecording(services);
      return false;
    case "left":
      tellKept(recording);
      return false;
    case "kept": {
      if (picked.steps.length === 0) {
        showNews("No step was checked, so none was added. The recording is kept.", reviewOffer, discardOffer);
        return false;
      }
      const current = await commandTarget(services, target.uri);
      if (current === undefined) return false;
      const found = picked.steps.map(({ run }) => run.found);
      const added = await appendSteps(services, current, picked.steps.map(stepOf), found);
      if (added) await recorder.replace(undefined);
      return added;
    }
    default:
      return picked satisfies never;
  }
}

/** Drops the recording that waits for its review; it can be brought back for as long as the message stands. */
export async function discardRecording({ recorder }: Services): Promise<boolean> {
  const { recording } = recorder;
  if (recorder.isOn || recording === undefined) {
    if (recorder.isOn) showProblem("The recording is still under way.", stopOffer);
    else showProblem("No recording waits for a review.");
    return false;
  }
  await recorder.replace(undefined);
  showNews("The recording was discarded.", {
    label: "Bring It Back",
    run: async () => {
      if (recorder.recording === undefined) await recorder.replace(recording);
    },
  });
  return true;
}

/** Says that a recording waits, and offers what to do with it. */
export function tellKept(recording: Recording): void {
  const { length } = reviewSteps(recording);
  const kept = `${counted(length, "recorded step")} ${length === 1 ? "is" : "are"} kept`;
  const words =
    recording.stoppedAt === undefined
      ? `${kept} from when the window closed in the middle of the recording.`
      : `${kept} for a review.`;
  showNews(words, reviewOffer, discardOffer);
}

/** What a recording has to say of itself, each in a few words. */
export function notesOf({ leftOut, silent }: Recording): readonly string[] {
  return [
    ...(leftOut === 0 ? [] : [`the first ${counted(leftOut, "run")} are no longer kept`]),
    ...silent.map((name) => `terminal “${name}” has no shell integration: nothing of it was seen`),
  ];
}

/** The halt that it was recorded for; the current one where that is gone. */
async function targetOf(services: Services, { halt }: Recording): Promise<CommandTarget | undefined> {
  const uri = vscode.Uri.parse(halt);
  const isThere = await Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    (error: unknown) => {
      services.log.info(`The halt of the recording is not there any more: ${wordsOf(error)}`);
      return false;
    },
  );
  const target = await commandTarget(services, isThere ? uri : undefined);
  if (target === undefined || !isReadOnly(target.document.document)) return target;
  showProblem("This version of the halt is read-only, so no steps can be added to it.");
  return undefined;
}
