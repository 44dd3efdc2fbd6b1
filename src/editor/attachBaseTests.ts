import * as vscode from "vscode";
import { newSinceBaseWords } from "../assess/newSinceBase";
import { baseWords } from "../assess/targetWords";
import { describeResults } from "../capture/results/describeResults";
import { instantOf } from "../halt/instant";
import { notWholeWords } from "./attachTests";
import { change, commandTarget, placeOf, type CommandTarget } from "./commandTarget";
import { showDone, showProblem } from "./messages";
import { readOrTell } from "./readOrTell";
import type { Services } from "./services";

/** Attaches results of the base: they tell which of the tests that fail passed there. */
export async function attachBaseTests(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const base = baseWords(target.halt);
  if (target.halt.base === undefined || base === undefined) {
    showProblem("The halt has no base yet, so nothing can be compared with it.", {
      label: "Choose Base",
      run: () => vscode.commands.executeCommand("releaseHalt.chooseBase", argument),
    });
    return false;
  }
  const picked = await vscode.window.showOpenDialog({
    title: `Results of the tests on ${base}`,
    openLabel: "Attach",
    canSelectMany: false,
    canSelectFiles: true,
    // One dialog for both is to be had on macOS only.
    canSelectFolders: process.platform === "darwin",
    ...(target.top !== undefined && { defaultUri: target.top }),
  });
  const [uri] = picked ?? [];
  return uri === undefined ? false : attachBase(services, target, uri);
}

/**
 * Attaches results of the base as one undo step, and says what they tell.
 * @param options `onlyWhole` leaves a file alone that cannot be read whole, as while a run is writing it
 */
export async function attachBase(
  services: Services,
  { uri, halt }: CommandTarget,
  source: vscode.Uri,
  { onlyWhole = false }: { readonly onlyWhole?: boolean } = {},
): Promise<boolean> {
  const { attachBaseIntents } = await import("../capture/attachTests");
  const current = await commandTarget(services, uri);
  if (current === undefined || halt.base === undefined) return false;
  const top = placeOf(current).top ?? placeOf(current).haltFolder;
  const context = { top, now: instantOf(new Date()), commit: halt.base.commit };
  const { failingTests, baseTests } = current.halt;
  const job = { kind: "base", path: source.fsPath, known: { failingTests, baseTests }, context } as const;
  const result = await readOrTell(job);
  if (result === undefined) return false;
  if (!result.ok) {
    showProblem(result.message);
    return false;
  }
  const name = vscode.workspace.asRelativePath(source);
  const error = result.file.problems.find(({ severity }) => severity === "error");
  if (onlyWhole && error !== undefined) {
    showProblem(notWholeWords(name, error.message));
    return false;
  }
  if (!(await change(services, current, attachBaseIntents(current.halt, result)))) return false;
  const after = await commandTarget(services, uri);
  const since = after === undefined ? undefined : newSinceBaseWords(after.halt);
  if (error !== undefined) showProblem(`${name} is attached with what is wrong with it: ${error.message}`);
  else showDone(`${name} attached: ${describeResults(result.results)}. ${since ?? ""}`.trim());
  services.sessions.of(uri)[0]?.post({ kind: "reveal", item: "failingTests" });
  return true;
}
