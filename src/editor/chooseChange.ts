import * as vscode from "vscode";
import type { Intent } from "../halt/intent";
import { change, type CommandTarget } from "./commandTarget";
import { showProblem } from "./messages";
import { plainLabel } from "./plainLabel";
import type { Services } from "./services";

const most = 500;

/**
 * Lets the person pick a commit, of all branches newest first, for what the halt says of changes: the one that brought the
 * bug (`cause`), its fix (`fix`), or the one that a lift criterion names (its id).
 */
export async function chooseChange(
  services: Services,
  target: CommandTarget,
  item: string | undefined,
): Promise<void> {
  const { top } = target;
  if (item === undefined) return;
  if (top?.scheme !== "file") {
    showProblem(
      "This halt is in no repository of this machine that is open, so there are no commits to choose from.",
    );
    return;
  }
  const commits = listCommits(services, top);
  const picked = await vscode.window.showQuickPick(commits, {
    title: titleOf(item),
    placeHolder: "Search by words or by commit id",
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return;
  await change(services, target, intentsFor(item, picked));
}

interface Commit extends vscode.QuickPickItem {
  /** Undefined: none. */
  readonly commit: string | undefined;
  readonly subject: string;
}

async function listCommits(services: Services, top: vscode.Uri): Promise<Commit[]> {
  const git = await services.git();
  const log = await git.run(top.fsPath, [
    "log",
    "--branches",
    "--remotes",
    "HEAD",
    `--max-count=${most}`,
    "--format=%H%x00%s%x00%an, %ar",
    "--",
  ]);
  if (!log.ok) throw new Error(`The commits could not be listed: ${log.message}`);
  const commits = log.out.split("\n").flatMap((line): Commit[] => {
    const [commit = "", subject = "", detail = ""] = line.split("\0");
    if (commit === "") return [];
    return [{ label: plainLabel(subject), description: commit.slice(0, 10), detail, commit, subject }];
  });
  const none: Commit = { label: "Not known", description: "take it out", commit: undefined, subject: "" };
  return [...commits, none];
}

function titleOf(item: string): string {
  if (item === "cause") return "The change that brought the bug";
  return item === "fix" ? "The change that fixes it" : "The change that must be in";
}

function intentsFor(item: string, { commit, subject }: Commit): readonly Intent[] {
  const set = (path: Intent["path"], value: string | undefined): Intent => ({
    kind: "set",
    path,
    ...(value !== undefined && value !== "" && { value }),
  });
  if (item === "cause") return [set(["cause", "commit"], commit), set(["cause", "subject"], subject)];
  if (item === "fix") return [set(["cause", "fixCommit"], commit), set(["cause", "fixReference"], subject)];
  return [set(["liftCriteria", { id: item }, "commit"], commit)];
}
