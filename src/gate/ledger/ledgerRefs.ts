import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { gateDefaults } from "../gateDefaults";

/** Halts that only this clone has. */
export const privateRef = "refs/release-halt/private";
/** This clone's copy of the shared ledger, with its own events that are not pushed yet. */
export const sharedRef = "refs/release-halt/ledger";
/** Notes of this clone on releases that went past the gate; each form of the gate writes them. */
export const localBypasses = "refs/release-halt/bypass/";

/** What the ledger does to refs is none of the person's work: no hook hears of it, and no clean-up starts with it. */
export const quietly = [
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "gc.auto=0",
  "-c",
  "maintenance.auto=false",
] as const;

/** The branch of the remote that holds the ledger. */
export function ledgerBranch(settings: Settings): string {
  return settings.ledger?.branch ?? gateDefaults.ledgerBranch;
}

/** Branches under this name tell of releases that went past the gate on any machine. */
export function bypassBranches(settings: Settings): string {
  return `refs/heads/${ledgerBranch(settings)}-bypass/`;
}

/** What the last fetch of the ledger brought. */
export function fetchedRef(remote: string): string {
  return `refs/release-halt/remote/${remote}`;
}

/** The newest state of the remote's ledger that was accepted here: whoever rewrites the ledger does not lead on from it. */
export function seenRef(remote: string): string {
  return `refs/release-halt/seen/${remote}`;
}

/** A state of the local ledger that could not be read any more, kept for whoever wants to look. */
export function damagedRef(tip: string): string {
  return `refs/release-halt/damaged/${tip}`;
}

/** What somebody let go when they accepted a ledger that was rewritten: a commit that says why, on top of it. */
export function forgottenRef(commit: string): string {
  return `refs/release-halt/forgotten/${commit}`;
}

/**
 * The remote that is the shared store: the one of the settings, or the only one; else of those that are known to hold a
 * ledger, or of all where none is, `origin` or that of the current branch.
 * Undefined without any remote, in a repository without a work tree, which is a store itself, and where it is one of
 * several and nobody knows which.
 */
export async function ledgerRemote(git: Git, top: string, settings: Settings): Promise<string | undefined> {
  const remotes = await remotesOf(git, top);
  return remotes.length === 0 ? undefined : chosenOf(git, top, remotes, settings);
}

/** Whether there are several remotes, and nothing says which of them holds the ledger. */
export async function isRemoteUnclear(git: Git, top: string, settings: Settings): Promise<boolean> {
  const remotes = await remotesOf(git, top);
  return remotes.length > 1 && (await chosenOf(git, top, remotes, settings)) === undefined;
}

async function remotesOf(git: Git, top: string): Promise<readonly string[]> {
  const [listed, bare] = await Promise.all([git.run(top, ["remote"]), isBare(git, top)]);
  return listed.ok && !bare ? listed.out.split("\n").filter((name) => name !== "") : [];
}

/** Whether it is a repository without a work tree, as a server has it. */
export async function isBare(git: Git, top: string): Promise<boolean> {
  const bare = await git.run(top, ["rev-parse", "--is-bare-repository"]);
  return bare.ok && bare.out.trim() === "true";
}

async function chosenOf(
  git: Git,
  top: string,
  remotes: readonly string[],
  settings: Settings,
): Promise<string | undefined> {
  if (settings.ledger?.remote !== undefined) return settings.ledger.remote;
  if (remotes.length === 1) return remotes[0];
  const holding = await withLedger(git, top, remotes, ledgerBranch(settings));
  const candidates = holding.length > 0 ? holding : remotes;
  if (candidates.length === 1) return candidates[0];
  if (candidates.includes("origin")) return "origin";
  // Git's own short name says "heads/" where a tag has the name, too.
  const head = await git.run(top, ["symbolic-ref", "-q", "HEAD"]);
  const [, branch] = /^refs\/heads\/(.+)\n$/.exec(head.ok ? head.out : "") ?? [];
  const own = branch === undefined ? undefined : await git.run(top, ["config", `branch.${branch}.remote`]);
  return own?.ok === true && candidates.includes(own.out.trim()) ? own.out.trim() : undefined;
}

async function withLedger(
  git: Git,
  top: string,
  remotes: readonly string[],
  branch: string,
): Promise<readonly string[]> {
  const namesOf = (remote: string): readonly string[] => [
    seenRef(remote),
    fetchedRef(remote),
    `refs/remotes/${remote}/${branch}`,
  ];
  const tips = await tipsOf(git, top, remotes.flatMap(namesOf));
  return remotes.filter((remote) => namesOf(remote).some((ref) => tips.has(ref)));
}

/** Git lists no refs of this repository: nobody can tell what its ledgers hold. */
export class UnreadableRefs extends Error {}

/** The commits that refs point to now, by the ref's full name. */
export async function tipsOf(
  git: Git,
  top: string,
  patterns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return (await refsOf(git, top, patterns)).tips;
}

/** The same, with the refs that point to nothing, as a machine leaves them that lost its power: git passes over them. */
export async function refsOf(
  git: Git,
  top: string,
  patterns: readonly string[],
): Promise<{ readonly tips: ReadonlyMap<string, string>; readonly broken: readonly string[] }> {
  const listed = await git.run(top, ["for-each-ref", "--format=%(objectname) %(refname)", ...patterns]);
  if (!listed.ok) throw new UnreadableRefs(`The refs of the ledger cannot be read: ${listed.message}`);
  const tips = listed.out.split("\n").flatMap((line): [string, string][] => {
    const [, id, ref] = /^([0-9a-f]+) (.+)$/.exec(line) ?? [];
    return id === undefined || ref === undefined ? [] : [[ref, id]];
  });
  const broken = [...listed.said.matchAll(/ignoring broken ref (\S+)$/gm)].map(([, ref = ""]) => ref);
  // Git may have looked at others, too.
  return { tips: new Map(tips), broken: broken.filter((ref) => patterns.includes(ref)) };
}
