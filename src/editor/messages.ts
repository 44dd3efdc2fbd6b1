import * as vscode from "vscode";
import { plainLine } from "../brief/escapeMarkdown";
import { plainLabel } from "./plainLabel";

/** An action that a message offers. */
export interface Offer {
  readonly label: string;
  readonly run: () => unknown;
}

const longest = 600;

/**
 * A notification makes links of `[text](address)`, commands among them, and messages quote texts that anybody may have
 * written: those stay texts.
 */
export function plainMessage(message: string): string {
  const text = plainLine(message).replaceAll("](", "] (");
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** Where the person decides whether a folder's programs may run. */
export const manageTrust: Offer = {
  label: "Manage Workspace Trust",
  run: () => vscode.commands.executeCommand("workbench.trust.manage"),
};

/** Tells of a problem in a notification, which waits for nobody, and offers what to do about it. */
export function showProblem(message: string, ...offers: readonly Offer[]): void {
  const labels = offers.map(({ label }) => label);
  void takeUp(vscode.window.showWarningMessage(plainMessage(message), ...labels), offers);
}

/** What the person chose runs; when that fails, they hear of it. */
async function takeUp(chosen: Thenable<string | undefined>, offers: readonly Offer[]): Promise<void> {
  const label = await chosen;
  try {
    await offers.find((offer) => offer.label === label)?.run();
  } catch (error) {
    void vscode.window.showWarningMessage(plainMessage(`This could not be done: ${wordsOf(error)}`));
  }
}

/** Says in the status bar what was done. */
export function showDone(message: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${plainLabel(plainMessage(message))}`, 8000);
}

/** Says in a notification what was done, where the person needs to read it or may want to go on from it. */
export function showNews(message: string, ...offers: readonly Offer[]): void {
  const labels = offers.map(({ label }) => label);
  void takeUp(vscode.window.showInformationMessage(plainMessage(message), ...labels), offers);
}

/** Offers something in a notification; resolves once the person took it up, or closed the notification. */
export async function offerNews(message: string, ...offers: readonly Offer[]): Promise<void> {
  const labels = offers.map(({ label }) => label);
  await takeUp(vscode.window.showInformationMessage(plainMessage(message), ...labels), offers);
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
