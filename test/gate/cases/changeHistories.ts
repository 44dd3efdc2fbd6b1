import { execFileSync } from "node:child_process";
import { draft, finished, type Draft, type GateRepository } from "../support/gateRepository";
import { lost } from "./lost";

/** The bug and its fix, picked onto branches with and without a word about it. */
export async function picks(place: string): Promise<GateRepository> {
  const made = await draft(place);
  const { git } = made;
  await made.change("bug", "total.txt");
  await made.change("fix", "total.txt");
  const pick = async (branch: string, from: string, ...picked: readonly string[][]): Promise<void> => {
    await git("switch", "-q", "-c", `release/${branch}`, from);
    await made.change(branch);
    for (const args of picked) await git("cherry-pick", ...args);
    await made.name(`${branch}Tip`);
  };
  const { base = "", bug = "", fix = "" } = made.ids;
  await pick("clean", base);
  await pick("told", base, ["-x", bug]);
  await pick("untold", base, [bug]);
  await pick("fixed", base, ["-x", bug], ["-x", fix]);
  await pick("fixedUntold", base, [bug], [fix]);
  await pick("fixTold", bug, ["-x", fix]);
  await pick("fixUntold", bug, [fix]);
  await pick("adapted", base);
  await git("cherry-pick", "-n", bug);
  await made.change("adapted", "total.txt", "Charge once more, for this branch");
  await pick("lostTold", base);
  await made.change("lostTold", "lost.txt", `Charge twice\n\n(cherry picked from commit ${lost})`);
  await pick("lostUntold", base);
  await made.change("lostUntold", "lost.txt", "Charge twice");
  await pick("quoted", base);
  await made.change("quoted", "quoted.txt", `Tell of it\n\n> see (cherry picked from commit ${bug}) there`);
  await git("switch", "-q", "main");
  // By the rule of the gate: `git diff-tree -p --root <commit> | git patch-id --stable`.
  made.ids.lostPatch = await patchId(made, "release/lostUntold");
  return finished(made);
}

async function patchId({ git, repository }: Draft, commit: string): Promise<string> {
  const patch = await git("diff-tree", "-p", "--root", commit);
  const out = execFileSync("git", ["patch-id", "--stable"], {
    cwd: repository.folder,
    input: `${patch}\n`,
    encoding: "utf8",
  });
  return out.split(" ")[0] ?? "";
}

/** The bug reverted, the revert reverted, and so on, each on a branch of its own. */
export async function reverts(place: string): Promise<GateRepository> {
  const made = await draft(place);
  const { git } = made;
  await made.change("bug", "total.txt");
  const { base = "", bug = "" } = made.ids;
  const branch = async (name: string, from: string): Promise<void> => {
    await git("switch", "-q", "-c", `release/${name}`, from);
  };
  const revert = async (name: string): Promise<void> => {
    await git("revert", "--no-edit", "HEAD");
    await made.name(name);
  };
  await branch("reverted", bug);
  await revert("revert");
  await branch("again", "HEAD");
  await revert("revertOfRevert");
  await branch("thrice", "HEAD");
  await revert("thirdRevert");
  await branch("reapplied", "release/reverted");
  await git("cherry-pick", "-x", bug);
  await branch("reappliedUntold", "release/reverted");
  await made.change("between");
  await git("cherry-pick", bug);
  for (const [name, id] of [
    ["shortId", bug.slice(0, 7)],
    ["tooShortId", bug.slice(0, 6)],
    ["otherId", base],
    ["longerId", `${bug}0`],
  ]) {
    await branch(name ?? "", bug);
    await git("rm", "-q", "total.txt");
    await git("commit", "-q", "-m", `Take it back\n\nThis reverts commit ${id ?? ""}.`);
  }
  await branch("fixed", bug);
  await made.change("fix", "fix.txt");
  await branch("fixReverted", "HEAD");
  await revert("revertOfFix");
  await branch("fixRestored", "HEAD");
  await revert("restored");
  const undoUntold = async (): Promise<void> => {
    await git("revert", "--no-edit", "HEAD");
    await git("commit", "-q", "--amend", "-m", "Tidy up");
  };
  await branch("fixUndone", "release/fixed");
  await undoUntold();
  await branch("fixRedone", "HEAD");
  await git("cherry-pick", made.ids.fix ?? "");
  await branch("side", bug);
  await made.change("beside");
  await git("cherry-pick", made.ids.fix ?? "");
  await undoUntold();
  await branch("fixUndoneBeside", "release/fixed");
  await git("merge", "-q", "--no-edit", "release/side");
  await branch("byHand", bug);
  await made.change("takenBack", "switch.txt", `Turn it off\n\nThis reverts commit ${bug}.`);
  await branch("byHandAgain", "HEAD");
  await made.change(
    "backAgain",
    "switch.txt",
    `Turn it on\n\nThis reverts commit ${made.ids.takenBack ?? ""}.`,
  );
  await branch("byHandThrice", "HEAD");
  await made.change("gone", "switch.txt", `Turn it off\n\nThis reverts commit ${made.ids.backAgain ?? ""}.`);
  await branch("backport", base);
  await made.change("backport");
  await git("cherry-pick", "-x", bug);
  await git("cherry-pick", "-x", made.ids.revert ?? "");
  await branch("fixBackport", bug);
  await made.change("fixBackport");
  await git("cherry-pick", "-x", made.ids.fix ?? "");
  await git("cherry-pick", "-x", made.ids.revertOfFix ?? "");
  await git("switch", "-q", "main");
  return finished(made);
}

/** The bug comes in by a merge. */
export async function merges(place: string): Promise<GateRepository> {
  const made = await draft(place);
  const { git } = made;
  await git("switch", "-q", "-c", "topic");
  await made.change("bug", "total.txt");
  await git("switch", "-q", "-c", "other", "main");
  await made.change("harmless");
  await git("switch", "-q", "main");
  await made.change("before");
  const branch = async (name: string, from: string): Promise<void> => {
    await git("switch", "-q", "-c", `release/${name}`, from);
  };
  await branch("merged", "main");
  await git("merge", "-q", "--no-ff", "--no-edit", "topic");
  await made.name("merge");
  await branch("unmerged", "HEAD");
  await git("revert", "--no-edit", "-m", "1", "HEAD");
  await branch("remerged", "HEAD");
  await git("revert", "--no-edit", "HEAD");
  await branch("otherUnmerged", "release/merged");
  await git("merge", "-q", "--no-ff", "--no-edit", "other");
  await git("revert", "--no-edit", "-m", "1", "HEAD");
  await branch("squashed", "main");
  await git("merge", "-q", "--squash", "topic");
  await git("commit", "-q", "-m", "Charge by the new rules");
  await git("switch", "-q", "-c", "picked", "main");
  await made.change("picked");
  await git("cherry-pick", "topic");
  await branch("ours", "main");
  await made.change("ours");
  await git("merge", "-q", "-s", "ours", "--no-edit", "picked");
  // It reverts a merge that the bug did not come in by: main, from the topic's side.
  await git("switch", "-q", "-c", "release/sideways", "topic");
  await git("merge", "-q", "--no-ff", "--no-edit", "main");
  await git("revert", "--no-edit", "-m", "1", "HEAD");
  await git("switch", "-q", "main");
  return finished(made);
}
