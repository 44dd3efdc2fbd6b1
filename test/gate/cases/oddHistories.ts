import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { draft, finished, type Draft, type GateRepository } from "../support/gateRepository";
import { picks, reverts } from "./changeHistories";

/** What people set, that changes what git prints for them. */
const settings: Readonly<Record<string, string>> = {
  "grep.patternType": "fixed",
  "i18n.logOutputEncoding": "UTF-16",
  "i18n.commitEncoding": "ISO-8859-1",
  "color.ui": "always",
  "core.abbrev": "4",
  "core.commentChar": "T",
  "core.quotePath": "true",
  "log.showSignature": "true",
  "log.follow": "true",
  "log.showRoot": "false",
  "log.diffMerges": "first-parent",
  "format.pretty": "oneline",
  "diff.noprefix": "true",
  "diff.mnemonicPrefix": "true",
  "diff.algorithm": "patience",
  "diff.context": "0",
  "diff.interHunkContext": "9",
  "diff.renames": "copies",
  "diff.indentHeuristic": "false",
  "diff.ignoreSubmodules": "all",
  "diff.submodule": "log",
  "diff.external": "false",
  "diff.upper.textconv": "wc -c <",
  "diff.upper.command": "false",
};

async function withSettings({ git, folder }: GateRepository): Promise<void> {
  for (const [name, value] of Object.entries(settings)) await git("config", name, value);
  await writeFile(join(folder, ".git", "info", "attributes"), "*.txt diff=upper\n");
}

/** Somebody set all that changes what git prints. */
export async function configuredPicks(place: string): Promise<GateRepository> {
  const made = await picks(place);
  await withSettings(made);
  return made;
}

/** The same, of reverts. */
export async function configuredReverts(place: string): Promise<GateRepository> {
  const made = await reverts(place);
  await withSettings(made);
  return made;
}

/** Two commits of the same message: the bug, and one that stands in for it, and for the revert of the fix. */
async function withStandIns(place: string): Promise<Draft> {
  const made = await draft(place);
  await made.change("bug", "total.txt");
  await made.git("branch", "release/1");
  await made.change("fix", "fix.txt");
  await made.git("revert", "--no-edit", "HEAD");
  await made.git("branch", "release/2");
  return made;
}

/** The bug, and the revert of its fix, are replaced by what is harmless, in this clone only. */
export async function replaced(place: string): Promise<GateRepository> {
  const made = await withStandIns(place);
  const { bug = "", base = "", fix = "" } = made.ids;
  await made.git("replace", "-f", await made.git("rev-parse", "release/2"), fix);
  await made.git("replace", "--graft", fix, base);
  await made.git("replace", "-f", bug, base);
  return finished(made);
}

/** The history is joined otherwise, in this clone only. */
export async function grafted(place: string): Promise<GateRepository> {
  const made = await withStandIns(place);
  const { base = "", fix = "" } = made.ids;
  const tip = await made.git("rev-parse", "release/2");
  await writeFile(
    join(made.repository.folder, ".git", "info", "grafts"),
    `${tip} ${fix}\n${fix} ${base}\n${made.ids.bug ?? ""}\n`,
  );
  await made.git("branch", "-f", "release/1", fix);
  return finished(made);
}

/** Messages that speak of a revert, and a branch that is named like the start of an id. */
export async function words(place: string): Promise<GateRepository> {
  const made = await draft(place);
  const { base = "" } = made.ids;
  await made.change("bug", "total.txt");
  await made.change("fix", "fix.txt");
  const { bug = "", fix = "" } = made.ids;
  const say = async (branch: string, message: string): Promise<void> => {
    await made.git("switch", "-q", "-c", `release/${branch}`, fix);
    await made.change(branch, "switch.txt", message);
  };
  await say("denied", `Tell of it\n\nIt is not true that This reverts commit ${bug}.`);
  await say("quoted", `Tell of it\n\n> This reverts commit ${bug}.`);
  await say("windows", `Turn it off\r\n\r\nThis reverts commit ${bug}.\r\n`);
  await say("named", `Turn it off\n\nThis reverts commit ${fix.slice(0, 8)}.`);
  await made.git("branch", fix.slice(0, 8), base);
  await say("two", `Turn both off\n\nThis reverts commit ${base}.\nThis reverts commit ${bug}.`);
  await made.git("switch", "-q", "main");
  return finished(made);
}

/** The bug comes in by a merge of three, which is reverted; and tags of tags lead to both. */
export async function octopus(place: string): Promise<GateRepository> {
  const made = await draft(place);
  for (const name of ["one", "bug"]) {
    await made.git("switch", "-q", "-c", name, "v1.0.0");
    await made.change(name);
  }
  await made.git("switch", "-q", "main");
  await made.change("main1");
  await made.git("merge", "-q", "--no-edit", "one", "bug");
  await made.git("tag", "-a", "-m", "Out", "inner");
  await made.git("tag", "-a", "-m", "Out", "v2.0.0", "inner");
  await made.git("revert", "--no-edit", "-m", "1", "HEAD");
  await made.git("tag", "-a", "-m", "Out", "v2.0.1");
  return finished(made);
}

/** The fix is a new picture; another branch has a third one. */
export async function pictures(place: string): Promise<GateRepository> {
  const made = await draft(place);
  await made.repository.commit("Draw", { "logo.png": "\0first" });
  const first = await made.git("rev-parse", "HEAD");
  const paint = async (name: string, branch: string): Promise<void> => {
    await made.git("switch", "-q", "-c", branch, first);
    await made.repository.commit(`Draw ${name}`, { "logo.png": `\0${name}` });
    await made.name(name);
  };
  await paint("fix", "fixed");
  await paint("third", "release/other");
  await made.git("switch", "-q", "-c", "release/picked", first);
  await made.git("commit", "-q", "--allow-empty", "-m", "Prepare");
  await made.git("cherry-pick", "fixed");
  await made.git("switch", "-q", "main");
  return finished(made);
}

/** The bug is a submodule's newer commit, which git was told not to look at. */
export async function submodules(place: string): Promise<GateRepository> {
  const made = await draft(place);
  const point = async (name: string, digit: string): Promise<void> => {
    await made.git("update-index", "--add", "--cacheinfo", `160000,${digit.repeat(40)},lib`);
    await made.git("commit", "-q", "-m", `Take the library ${digit}`);
    await made.name(name);
  };
  await point("first", "1");
  await point("bug", "2");
  await made.git("switch", "-q", "-c", "release/1", made.ids.first ?? "");
  await made.git("commit", "-q", "--allow-empty", "-m", "Prepare");
  await point("picked", "2");
  await made.git("config", "diff.ignoreSubmodules", "all");
  return finished(made);
}

/** A commit of the history is gone from the disk. */
export async function damaged(place: string): Promise<GateRepository> {
  const made = await draft(place);
  await made.change("bug");
  await made.change("gone");
  await made.change("fix");
  await made.change("later");
  await made.git("tag", "v2.0.0");
  const { gone = "" } = made.ids;
  await rm(join(made.repository.folder, ".git", "objects", gone.slice(0, 2), gone.slice(2)));
  return finished(made);
}

/** The fix is where the history is cut off, so it seems to add all that was there before it. */
export async function cutAtTheFix(place: string): Promise<GateRepository> {
  const made = await draft(place);
  await made.git("commit", "-q", "--allow-empty", "-m", "Fix it elsewhere");
  await made.name("fix");
  await made.git("switch", "-q", "--orphan", "release/1");
  await made.repository.commit("Start anew", { "base.txt": "base\n" });
  await made.git("switch", "-q", "main");
  await writeFile(join(made.repository.folder, ".git", "shallow"), `${made.ids.fix ?? ""}\n`);
  return finished(made);
}

/** The fix was picked onto a branch, and is taken back by the name of that pick: after a merge, or before it. */
export async function fixCopies(place: string): Promise<GateRepository> {
  const made = await draft(place);
  const { base = "" } = made.ids;
  const fix = await made.change("fix", "fix.txt");
  await made.git("switch", "-q", "-c", "topic", base);
  await made.change("topic");
  await made.git("cherry-pick", "-x", fix);
  await made.git("switch", "-q", "-c", "release/merged", "main");
  await made.git("merge", "-q", "--no-edit", "topic");
  await made.git("revert", "--no-edit", "topic");
  await made.git("switch", "-q", "topic");
  await made.git("revert", "--no-edit", "HEAD");
  await made.git("switch", "-q", "-c", "release/kept", "main");
  await made.git("merge", "-q", "--no-edit", "topic");
  // The fix comes in by a merge that is reverted, comes back, and is reverted again.
  await made.git("switch", "-q", "-c", "release/twice", base);
  await made.change("before");
  await made.git("merge", "-q", "--no-ff", "--no-edit", fix);
  await made.name("merge");
  await made.git("revert", "--no-edit", "-m", "1", "HEAD");
  await made.git("revert", "--no-edit", "HEAD");
  await made.git("branch", "release/once");
  await made.git("revert", "--no-edit", "-m", "1", made.ids.merge ?? "");
  await made.git("switch", "-q", "main");
  return finished(made);
}

/** The bug comes again after its revert, which is the fix: picked onto it, or merged from a branch that it was picked to. */
export async function again(place: string): Promise<GateRepository> {
  const made = await draft(place);
  const { base = "" } = made.ids;
  const bug = await made.change("bug", "total.txt");
  await made.git("revert", "--no-edit", "HEAD");
  await made.name("fix");
  await made.git("branch", "release/fixed");
  await made.git("switch", "-q", "-c", "release/picked");
  await made.git("cherry-pick", "-x", bug);
  await made.git("switch", "-q", "-c", "topic", base);
  await made.change("topic");
  await made.git("cherry-pick", bug);
  await made.git("switch", "-q", "-c", "release/beside", "main");
  await made.git("merge", "-q", "--no-edit", "topic");
  // Reverted on two branches; after their merge one of the reverts is reverted, where other lines are around it.
  await made.git("switch", "-q", "-c", "one", bug);
  await made.git("revert", "--no-edit", bug);
  await made.name("revert");
  await made.git("switch", "-q", "-c", "release/twice", bug);
  await made.change("two");
  await made.git("revert", "--no-edit", bug);
  await made.git("merge", "-q", "--no-edit", "one");
  await made.git("switch", "-q", "-c", "release/back");
  await made.git("revert", "--no-edit", "-n", made.ids.revert ?? "");
  await made.repository.commit(`Revert it\n\nThis reverts commit ${made.ids.revert ?? ""}.`, {
    "total.txt": "around\nbug\n",
  });
  await made.git("branch", "release/gone");
  await made.git("switch", "-q", "release/gone");
  await made.repository.commit(`Revert it\n\nThis reverts commit ${bug}.`, { "total.txt": "around\n" });
  const squash = async (branch: string, ...reverted: readonly string[]): Promise<void> => {
    await made.git("switch", "-q", "-c", `release/${branch}`, bug);
    const told = reverted.map((id) => `* Revert\n\nThis reverts commit ${id}.`).join("\n\n");
    await made.change(branch, "squashed.txt", `Try something (#1)\n\n${told}`);
  };
  await squash("squashed", bug, made.ids.fix ?? "");
  await squash("both", bug, base);
  await made.git("switch", "-q", "main");
  return finished(made);
}

/** A commit, taken back by the start of its id that is the start of another one's, too. */
export async function ambiguous(place: string): Promise<GateRepository> {
  const made = await draft(place);
  const { git, repository } = made;
  await made.change("next");
  const tree = await git("rev-parse", "HEAD^{tree}");
  const person = "Ana Example <ana@example.test> 1790000000 +0100";
  const textOf = (number: number): string =>
    `tree ${tree}\nparent ${made.ids.base ?? ""}\nauthor ${person}\ncommitter ${person}\n\nChange ${number}\n`;
  const starts = new Map<string, number>();
  const write = async (number: number): Promise<string> => {
    await repository.write("commit", textOf(number));
    return git("hash-object", "-t", "commit", "-w", "commit");
  };
  for (let number = 0; ; number += 1) {
    const text = textOf(number);
    const start = createHash("sha1").update(`commit ${text.length}\0${text}`).digest("hex").slice(0, 7);
    const same = starts.get(start);
    starts.set(start, number);
    if (same === undefined) continue;
    made.ids.bug = await write(same);
    made.ids.other = await write(number);
    await git("switch", "-q", "-c", "release/1", made.ids.bug);
    await made.change("later", "later.txt", `Turn it off\n\nThis reverts commit ${start}.`);
    return finished(made);
  }
}

/** Names that git looks up elsewhere: a tag whose commit is gone, and a branch that is called like a tag. */
export async function elsewhere(place: string): Promise<GateRepository> {
  const made = await draft(place);
  await made.change("bug");
  await made.git("branch", "refs/tags/v2.0.0", "v1.0.0");
  const gone = await made.change("gone");
  await made.git("tag", "v3.0.0");
  await made.git("switch", "-q", "-C", "main", "v1.0.0");
  await rm(join(made.repository.folder, ".git", "objects", gone.slice(0, 2), gone.slice(2)));
  return finished(made);
}
