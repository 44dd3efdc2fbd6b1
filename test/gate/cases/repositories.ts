import { join } from "node:path";
import { execFileSync } from "node:child_process";
import {
  cloneOf,
  draft,
  finished,
  withOrigin,
  type Draft,
  type GateRepository,
} from "../support/gateRepository";

/** A commit that is in no repository here. */
export const lost = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

/** Two components that are tagged each on its own; the bug is in the checkout. */
export async function monorepo(place: string): Promise<GateRepository> {
  const made = await draft(place);
  await made.git("tag", "checkout@1.0.0");
  await made.git("tag", "search@1.0.0");
  await made.change("bug", "packages/checkout/total.txt");
  await made.change("later", "packages/search/index.txt");
  await made.git("tag", "checkout@1.1.0");
  await made.git("tag", "search@1.1.0");
  return finished(made);
}

/** One line of history, released by tags only; beside it a branch that never had the bug. */
export async function trunk(place: string): Promise<GateRepository> {
  const made = await draft(place);
  await made.change("two");
  await made.git("tag", "v1.1.0");
  await made.change("bug");
  await made.git("tag", "-a", "-m", "Release 1.2.0", "v1.2.0");
  await made.change("last");
  await made.git("branch", "feature/x");
  await made.git("tag", "of-a-file", await made.git("rev-parse", "HEAD:base.txt"));
  await made.git("switch", "-q", "-c", "release/9", "v1.0.0");
  await made.change("side");
  await made.git("switch", "-q", "main");
  return finished(made);
}

async function makeReleases(place: string): Promise<Draft> {
  const made = await draft(place);
  await made.change("main1");
  await made.git("switch", "-q", "-c", "release/2.3", "v1.0.0");
  await made.change("old");
  await made.git("tag", "v2.3.0");
  await made.git("switch", "-q", "-c", "release/2.4", "main");
  await made.change("bug", "total.txt");
  await made.change("prepared");
  await made.git("tag", "v2.4.0");
  await made.change("newer");
  await made.git("switch", "-q", "-c", "hotfix/2.4.1", "v2.4.0");
  await made.change("fix", "total.txt");
  await made.git("switch", "-q", "-c", "hotfix/2.4.2", "v2.4.0");
  await made.change("unrelated");
  await made.git("switch", "-q", "main");
  return made;
}

/** Release branches: 2.3 without the bug, 2.4 with it, and two hotfix branches, of which the first has the fix. */
export async function releases(place: string): Promise<GateRepository> {
  return finished(await makeReleases(place));
}

/** The same with a remote. */
export async function shop(place: string): Promise<GateRepository> {
  return withOrigin(await makeReleases(place), place);
}

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

/** Checked out two commits deep, on the branch with the bug. */
export async function shallow(place: string): Promise<GateRepository> {
  const source = await shop(join(place, "source"));
  const clone = await cloneOf(source, place, "--depth", "2", "--branch", "release/2.4");
  await clone.git("config", "protocol.file.allow", "always");
  return clone;
}

/** Like it, for a question that fetches the history. */
export async function shallowToFetch(place: string): Promise<GateRepository> {
  return shallow(place);
}

/** Without the contents of files, but those that are checked out. */
export async function partial(place: string): Promise<GateRepository> {
  const source = await picks(join(place, "source"));
  await source.git("config", "uploadpack.allowFilter", "true");
  const clone = await cloneOf(
    source,
    place,
    "--filter=blob:none",
    "--no-checkout",
    "--branch",
    "release/fixUntold",
  );
  for (const branch of ["untold", "told"]) {
    await clone.git("branch", "-q", "-f", "--no-track", `release/${branch}`, `origin/release/${branch}`);
  }
  return { folder: clone.folder, ids: clone.ids, git: clone.git };
}

/** Nothing was committed yet. */
export async function unborn(place: string): Promise<GateRepository> {
  const made = await draft(place);
  await made.change("bug");
  await made.git("switch", "-q", "--orphan", "empty");
  return finished(made);
}

/** At a tag, as a pipeline checks out. */
export async function detached(place: string): Promise<GateRepository> {
  const made = await makeReleases(place);
  await made.git("switch", "-q", "--detach", "v2.4.0");
  return finished(made);
}

/** A linked worktree on the release branch. */
export async function worktree(place: string): Promise<GateRepository> {
  const made = await makeReleases(place);
  const folder = join(place, "linked");
  await made.git("worktree", "add", "-q", folder, "release/2.4");
  const { ids, git } = finished(made);
  return { folder, ids, git: async (...args) => git("-C", folder, ...args) };
}

/** The repository on a server. */
export async function bare(place: string): Promise<GateRepository> {
  const { remote = "", ids, git } = await shop(place);
  return { folder: remote, remote, ids, git: async (...args) => git("-C", remote, ...args) };
}

/** Like it, with several remotes that it mirrors to. */
export async function mirrored(place: string): Promise<GateRepository> {
  const made = await bare(place);
  for (const name of ["north", "south"]) await made.git("remote", "add", name, join(place, `${name}.git`));
  return made;
}

/** The shop, whose checked-out branch follows another remote than the one where halts are shared. */
export async function forked(place: string): Promise<GateRepository> {
  const made = await shop(place);
  await made.git("remote", "add", "fork", join(place, "fork.git"));
  await made.git("config", `branch.${await made.git("symbolic-ref", "--short", "HEAD")}.remote`, "fork");
  return made;
}

/** Several remotes, of which none is `origin`. */
export async function remotes(place: string): Promise<GateRepository> {
  const made = await makeReleases(place);
  await made.git("remote", "add", "north", join(place, "north.git"));
  await made.git("remote", "add", "south", join(place, "south.git"));
  return finished(made);
}

/** Like it; the branch that is checked out follows one of them, and a tag has its name. */
export async function followed(place: string): Promise<GateRepository> {
  const made = await remotes(place);
  await made.git("config", "branch.main.remote", "south");
  await made.git("tag", "main");
  return made;
}

/** Names that git allows and a careless script does not survive. */
export const oddTags = [
  "v1.0.0+build.7",
  "größe-1",
  "it's",
  'a"quote',
  "$(pwned)",
  "v1;id",
  "ship-é/&|",
  "%s%n",
];

/** Refs of such names. */
export async function oddNames(place: string): Promise<GateRepository> {
  const made = await draft(place);
  await made.change("bug");
  for (const tag of oddTags) await made.git("tag", tag);
  await made.git("branch", "release/`id`");
  await made.git("update-ref", "refs/tags/-v1", "HEAD");
  return finished(made);
}
