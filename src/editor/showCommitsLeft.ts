import * as vscode from "vscode";
import { plainLine } from "../brief/escapeMarkdown";
import type { ChangeSearch } from "../prove/findChange";
import { showDone } from "./messages";
import { plainLabel } from "./plainLabel";
import type { Services } from "./services";

/** Lists the commits that a search left, by what they change; one that is chosen is copied by its id. */
export async function showCommitsLeft(
  services: Services,
  top: vscode.Uri,
  search: ChangeSearch,
  left: readonly string[],
): Promise<void> {
  const { describeCommits } = await import("../prove/searchHalt");
  const described = await describeCommits(await services.git(), top.fsPath, search, left);
  const items = described.map(({ commit, subject, files, fileCount }) => ({
    label: plainLabel(subject),
    description: commit.slice(0, 10),
    detail: plainLine(
      fileCount > 3 ? `${files.slice(0, 3).join(", ")} and ${fileCount - 3} more` : files.join(", "),
    ),
    commit,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title:
      left.length > items.length
        ? `One of ${left.length} commits brought it; these are the first ${items.length}`
        : `One of these ${left.length} commits brought it`,
    placeHolder: "Choose one to copy its id",
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return;
  await vscode.env.clipboard.writeText(picked.commit);
  showDone(`${picked.commit.slice(0, 10)} is on the clipboard.`);
}
