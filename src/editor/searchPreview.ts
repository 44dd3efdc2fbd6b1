import * as vscode from "vscode";
import { counted } from "../assess/rangeWords";
import { shortCommit } from "../assess/targetWords";
import { plainLine } from "../brief/escapeMarkdown";
import type { PlannedSearch } from "../prove/searchHalt";
import { runLines } from "./previewText";
import type { UnfinishedSearch } from "./unfinishedSearches";

/** What the person agreed to. */
export type AgreedSearch = "all" | "mainLine" | "continue";

export interface SearchNames {
  readonly base: string;
  readonly target: string;
  /** An earlier search of the same that did not come to its end. */
  readonly unfinished: Pick<UnfinishedSearch, "left"> | undefined;
}

/** Runs with which both ends are made sure of, and the change, where the bug shows every time. */
const runsBesideHalving = 6;

/** Shows exactly what will run, and where; the halt may come from anyone, so nothing runs before the person agreed. */
export async function agreesToSearch(
  planned: PlannedSearch,
  names: SearchNames,
): Promise<AgreedSearch | undefined> {
  const choices: readonly (vscode.MessageItem & { readonly agreed: AgreedSearch })[] = [
    ...(names.unfinished === undefined ? [] : [{ title: "Continue", agreed: "continue" } as const]),
    { title: names.unfinished === undefined ? "Find the Change" : "Start Again", agreed: "all" },
    ...(planned.mainLine < planned.commits ? [{ title: "Main Line Only", agreed: "mainLine" } as const] : []),
  ];
  const chosen = await vscode.window.showInformationMessage(
    "Run this on your machine to find the change that brought the bug?",
    { modal: true, detail: previewLines(planned, names).join("\n") },
    ...choices,
  );
  return chosen?.agreed;
}

function previewLines(
  { search, commits, mainLine, leavesOutChanges }: PlannedSearch,
  { base, target, unfinished }: SearchNames,
): readonly string[] {
  const { deciding, setup, budgetMs, ends } = search;
  const from = `${plainLine(base)} (${shortCommit(ends.base)})`;
  const to = `${plainLine(target)} (${shortCommit(ends.target)})`;
  const runs = Math.ceil(Math.log2(commits)) + runsBesideHalving;
  return [
    ...runLines(deciding, setup, {
      ...{ setup: "At each commit first", command: "At one commit after another", budgetMs },
    }),
    `From ${from} to ${to}: ${counted(commits, "commit")}, in one checkout that is deleted afterwards. About ${runs} runs where the bug shows every time, more where it does not.`,
    ...(mainLine < commits
      ? [`The main line alone has ${counted(mainLine, "commit")}: there, a merge counts as one change.`]
      : []),
    ...(leavesOutChanges ? ["Your uncommitted changes are not searched."] : []),
    ...(unfinished === undefined ? [] : [stoppedWords(unfinished)]),
  ];
}

function stoppedWords({ left }: Pick<UnfinishedSearch, "left">): string {
  const when = left === undefined ? "before it ruled a commit out" : `with ${counted(left, "commit")} left`;
  return `It was stopped ${when}: Continue makes no run again.`;
}
