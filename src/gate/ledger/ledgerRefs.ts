import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";

/** Halts that only this clone has. */
export const privateRef = "refs/release-halt/private";
/** This clone's copy of the shared ledger, with its own events that are not pushed yet. */
export const sharedRef = "refs/release-halt/ledger";
/** Notes of this clone on releases that went past the gate; the gate without Node writes them. */
export const localBypasses = "refs/release-halt/bypass/";
const defaultBranch = "release-halts";

/** The branch of the remote that holds the ledger. */
export function ledgerBranch(settings: Settings): string {
  return settings.ledger?.branch ?? defaultBranch;
}

/** Branches under this name tell of releases that went past the gate on a machine without Node. */
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

/**
 * The remote that is the shared store: the one of the settings, of the current branch, `origin`, or the only one.
 * Undefined without any remote.
 */
export async function ledgerRemote(git: Git, top: string, settings: Settings): Promise<string | undefined> {
  if (settings.ledger?.remote !== undefined) return settings.ledger.remote;
  const listed = await git.run(top, ["remote"]);
  const remotes = listed.ok ? listed.out.split("\n").filter((name) => name !== "") : [];
  if (remotes.length <= 1) return remotes[0];
  const branch = await git.run(top, ["symbolic-ref", "--short", "-q", "HEAD"]);
  if (branch.ok) {
    const own = await git.run(top, ["config", `branch.${branch.out.trim()}.remote`]);
    if (own.ok && remotes.includes(own.out.trim())) return own.out.trim();
  }
  return remotes.includes("origin") ? "origin" : undefined;
}

/** The commits that refs point to now, by the ref's full name. */
export async function tipsOf(
  git: Git,
  top: string,
  patterns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const listed = await git.run(top, ["for-each-ref", "--format=%(objectname) %(refname)", ...patterns]);
  if (!listed.ok) throw new Error(`The refs of the ledger cannot be read: ${listed.message}`);
  return new Map(
    listed.out.split("\n").flatMap((line): [string, string][] => {
      const [, id, ref] = /^([0-9a-f]+) (.+)$/.exec(line) ?? [];
      return id === undefined || ref === undefined ? [] : [[ref, id]];
    }),
  );
}
