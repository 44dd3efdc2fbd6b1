import * as vscode from "vscode";
import { refsWithCommits } from "../capture/git/refsWithCommits";
import type { OtherCommit } from "../prove/planVerification";
import type { CommitToVerify } from "../prove/verify";
import { plainLabel } from "./plainLabel";
import type { Services } from "./services";

const mostRefs = 500;
const mostCommits = 200;

interface CommitItem extends vscode.QuickPickItem {
  readonly other?: OtherCommit;
}

/**
 * Lets the person pick tags, branches and commits to verify beside target and base. Answers with what is ticked; undefined
 * when they left.
 * @param planned of those, target and base are not offered, and the others are ticked
 */
export async function pickOtherCommits(
  services: Services,
  top: vscode.Uri,
  planned: readonly CommitToVerify[],
): Promise<readonly OtherCommit[] | undefined> {
  const picked = await vscode.window.showQuickPick(itemsFor(services, top, planned), {
    title: "Which commits are verified, too?",
    placeHolder: "Search by tag, branch, words or commit id",
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.flatMap(({ other }) => other ?? []);
}

async function itemsFor(
  services: Services,
  top: vscode.Uri,
  planned: readonly CommitToVerify[],
): Promise<CommitItem[]> {
  const git = await services.git();
  const [refs, log] = await Promise.all([
    refsWithCommits(git, top.fsPath, ["refs/tags", "refs/heads", "refs/remotes"], { newestFirst: true }),
    git.run(top.fsPath, ["log", `--max-count=${mostCommits}`, "--format=%H%x00%s", "HEAD", "--"]),
  ]);
  if (!refs.ok) throw new Error(`The tags and branches could not be listed: ${refs.message}`);
  if (!log.ok) throw new Error(`The commits could not be listed: ${log.message}`);
  const fixed = new Set(
    planned.flatMap(({ role, commit, uncommittedOf }) => (role === "other" ? [] : [uncommittedOf ?? commit])),
  );
  const ticked = new Set(planned.flatMap(({ role, ref }) => (role === "other" ? [ref] : [])));
  const itemOf = (ref: string, commit: string, words: string): CommitItem[] =>
    fixed.has(commit)
      ? []
      : [
          {
            label: plainLabel(ref),
            description: plainLabel(words),
            picked: ticked.has(ref),
            other: { ref, commit },
          },
        ];
  const named = (place: string): CommitItem[] =>
    refs.refs
      .filter(({ ref }) => ref.startsWith(place) && !ref.endsWith("/HEAD"))
      .slice(0, mostRefs)
      .flatMap(({ ref, commit }) => itemOf(ref.slice(place.length), commit, commit.slice(0, 10)));
  const commits = log.out.split("\n").flatMap((line) => {
    const [commit = "", subject = ""] = line.split("\0");
    return commit === "" ? [] : itemOf(commit.slice(0, 10), commit, subject);
  });
  return [
    ...group("Tags", named("refs/tags/")),
    ...group("Branches", [...named("refs/heads/"), ...named("refs/remotes/")]),
    ...group("Commits", commits),
  ];
}

function group(name: string, items: readonly CommitItem[]): readonly CommitItem[] {
  return items.length === 0 ? [] : [{ label: name, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
