import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeRepository, type Repository } from "../../support/repository";

/** A repository that questions are asked in, with names for its commits. */
export interface GateRepository {
  readonly folder: string;
  /** The bare repository behind its remote `origin`, where it has one. */
  readonly remote?: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly git: (...args: readonly string[]) => Promise<string>;
}

export type BuildRepository = (place: string) => Promise<GateRepository>;

/** A repository while it is made: its commits get names. */
export interface Draft {
  readonly repository: Repository;
  readonly ids: Record<string, string>;
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** Commits one line more in a file, under a name; answers with the id. */
  change(name: string, file?: string, message?: string): Promise<string>;
  /** Gives HEAD a name. */
  name(name: string): Promise<void>;
}

/** Starts a repository with one commit, `base`, tagged v1.0.0. */
export async function draft(place: string): Promise<Draft> {
  const repository = await makeRepository(join(place, "shop"));
  const ids: Record<string, string> = {};
  const texts: Record<string, string> = {};
  const made: Draft = {
    repository,
    ids,
    git: async (...args) => repository.git(...args),
    change: async (name, file = `${name}.txt`, message = `Change ${name}`) => {
      texts[file] = `${texts[file] ?? ""}${name}\n`;
      const id = await repository.commit(message, { [file]: texts[file] });
      ids[name] = id;
      return id;
    },
    name: async (name) => {
      ids[name] = await repository.git("rev-parse", "HEAD");
    },
  };
  await made.change("base");
  await made.git("tag", "v1.0.0");
  return made;
}

/** Ends the making. */
export function finished({ repository, ids, git }: Draft, remote?: string): GateRepository {
  return { folder: repository.folder, ids, git, ...(remote !== undefined && { remote }) };
}

/** Adds a bare repository as the remote `origin`, with all branches and tags. */
export async function withOrigin(made: Draft, place: string): Promise<GateRepository> {
  const origin = join(place, "origin.git");
  await made.git("clone", "-q", "--bare", made.repository.folder, origin);
  await made.git("remote", "add", "origin", origin);
  await made.git("fetch", "-q", "origin");
  return finished(made, origin);
}

/** A clone of a repository, made with options of `git clone`, that has the same names for commits. */
export async function cloneOf(
  source: GateRepository,
  place: string,
  ...options: readonly string[]
): Promise<GateRepository> {
  const folder = join(place, "clone");
  const from = source.remote ?? source.folder;
  await source.git("clone", "-q", ...options, `file://${from}`, folder);
  const git = async (...args: readonly string[]): Promise<string> => source.git("-C", folder, ...args);
  return { folder, remote: from, ids: source.ids, git };
}

/** Takes away all ledgers, so that the next question finds only its own. */
export async function clearLedgers({ folder, remote, git }: GateRepository): Promise<void> {
  await deleteRefs(git, "refs/release-halt", "refs/remotes/origin/release-halts", "refs/heads/release-halts");
  const state = await git("rev-parse", "--path-format=absolute", "--git-common-dir");
  await rm(join(state, "release-halt"), { recursive: true, force: true });
  if (remote === undefined || remote === folder) return;
  await deleteRefs(
    (...args) => git("-C", remote, ...args),
    "refs/heads/release-halts",
    "refs/heads/release-halts-bypass",
  );
}

async function deleteRefs(git: GateRepository["git"], ...patterns: readonly string[]): Promise<void> {
  const found = await git("for-each-ref", "--format=%(refname)", ...patterns);
  for (const ref of found.split("\n").filter((line) => line !== "")) await git("update-ref", "-d", ref);
}
