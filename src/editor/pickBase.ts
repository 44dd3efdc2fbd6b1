import * as vscode from "vscode";
import type { BaseCandidate } from "../halt/facts";

interface BaseItem extends vscode.QuickPickItem {
  readonly candidate?: BaseCandidate;
}

/**
 * Offers the bases with their distance, the likeliest first; any other ref may be typed. Answers with the candidate or the
 * typed ref; undefined when the person left.
 */
export async function pickBase(
  candidates: readonly BaseCandidate[],
): Promise<BaseCandidate | string | undefined> {
  const picker = vscode.window.createQuickPick<BaseItem>();
  picker.title = "Which release does production run?";
  picker.placeholder = "Choose a release, or type any tag, branch or commit";
  picker.ignoreFocusOut = true;
  const offered = candidates.map((candidate) => ({
    label: candidate.ref,
    description: `${candidate.distance} commits ${candidate.mergeBase === null ? "behind the target" : "since they parted"}`,
    detail: candidate.why,
    candidate,
  }));
  picker.items = offered;
  picker.onDidChangeValue((value) => {
    const typed = value.trim();
    const other =
      typed === "" || offered.some(({ label }) => label === typed)
        ? []
        : [{ label: typed, description: "this ref", alwaysShow: true }];
    picker.items = [...offered, ...other];
  });
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      const [chosen] = picker.selectedItems;
      resolve(chosen?.candidate ?? chosen?.label);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
