import * as vscode from "vscode";

/** An action that a message offers. */
export interface Offer {
  readonly label: string;
  readonly run: () => unknown;
}

/** Tells of a problem in a notification, which waits for nobody, and offers what to do about it. */
export function showProblem(message: string, ...offers: readonly Offer[]): void {
  void vscode.window
    .showWarningMessage(message, ...offers.map(({ label }) => label))
    .then((chosen) => offers.find(({ label }) => label === chosen)?.run());
}

/** Says in the status bar what was done. */
export function showDone(message: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${message}`, 8000);
}

/** Says in a notification what was done, where the person needs to read it or may want to go on from it. */
export function showNews(message: string, ...offers: readonly Offer[]): void {
  void vscode.window
    .showInformationMessage(message, ...offers.map(({ label }) => label))
    .then((chosen) => offers.find(({ label }) => label === chosen)?.run());
}

/** One line of text from the person; undefined when they left the box. */
export async function askText(
  title: string,
  options: {
    readonly prompt: string;
    readonly placeHolder?: string;
    readonly value?: string;
    readonly optional?: boolean;
  },
): Promise<string | undefined> {
  const { optional, ...shown } = options;
  const answer = await vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    ...shown,
    validateInput: (value) =>
      value.trim() === "" && optional !== true ? "Please write a few words." : undefined,
  });
  return answer?.trim();
}

/** What went wrong, in words, of anything that was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
