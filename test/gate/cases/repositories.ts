import { join } from "node:path";
import {
  cloneOf,
  draft,
  finished,
  withOrigin,
  type Draft,
  type GateRepository,
} from "../support/gateRepository";
import { picks } from "./changeHistories";

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
  await made.git("remote", "remove", "origin");
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
