import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./git";
import { pathInside } from "./pathInside";

/** A checkout whose submodules are to be filled. */
export interface FilledCheckout {
  readonly folder: string;
  /** Git directories that may hold `modules`, with the objects of submodules. */
  readonly gitFolders: readonly string[];
  /** Where the person has the same repository checked out. */
  readonly original: string;
}

export interface FillOptions {
  /** For git, before the command. */
  readonly settings: readonly string[];
  readonly signal?: AbortSignal;
}

interface Submodule {
  readonly name: string;
  /** In the checkout, with `/`. */
  readonly path: string;
  readonly commit: string;
}

/** A submodule that is filled, with the git directory that its objects are from. */
interface FilledSubmodule {
  readonly folder: string;
  readonly gitFolder: string;
}

interface Filled {
  readonly filled: readonly FilledSubmodule[];
  /** Paths of those that are empty: their commits are not on this machine. */
  readonly empty: readonly string[];
}

const fillMs = 10 * 60_000;

/**
 * Checks the submodules of a checkout out, with theirs, from the objects that the person's clone has: nothing is fetched,
 * and neither the clone nor its settings change, as they would by `git submodule update --init`.
 */
export async function fillSubmodules(
  git: Git,
  checkout: FilledCheckout,
  options: FillOptions,
): Promise<Filled> {
  const filled: FilledSubmodule[] = [];
  const empty: string[] = [];
  for (const { name, path, commit } of await submodulesOf(git, checkout.folder)) {
    if (options.signal?.aborted === true) break;
    const place = (await pathInside(checkout.folder, path))?.path;
    const gitFolder = await holderOf(git, checkout, { name, path, commit });
    if (
      place === undefined ||
      gitFolder === undefined ||
      !(await fill(git, place, gitFolder, commit, options))
    ) {
      empty.push(path);
      continue;
    }
    filled.push({ folder: place, gitFolder });
    const within = { folder: place, gitFolders: [gitFolder], original: join(checkout.original, path) };
    const deeper = await fillSubmodules(git, within, options);
    filled.push(...deeper.filled);
    empty.push(...deeper.empty.map((inner) => `${path}/${inner}`));
  }
  return { filled, empty };
}

/** Told without git, as it is asked of every checkout. */
export async function hasSubmodules(folder: string): Promise<boolean> {
  return stat(join(folder, ".gitmodules")).then(
    () => true,
    () => false,
  );
}

async function submodulesOf(git: Git, folder: string): Promise<readonly Submodule[]> {
  if (!(await hasSubmodules(folder))) return [];
  const keys = "^submodule\\..*\\.path$";
  const listed = await git.run(folder, ["config", "-z", "--blob", "HEAD:.gitmodules", "--get-regexp", keys]);
  if (!listed.ok) return [];
  const names = new Map<string, string>();
  for (const entry of listed.out.split("\0")) {
    const [, name = "", path = ""] = /^submodule\.([\s\S]*)\.path\n([\s\S]*)$/.exec(entry) ?? [];
    if (name !== "" && path !== "") names.set(path.replace(/\/$/, ""), name);
  }
  const tree = await git.run(folder, ["--literal-pathspecs", "ls-tree", "-z", "HEAD", "--", ...names.keys()]);
  if (!tree.ok) return [];
  return tree.out.split("\0").flatMap((line) => {
    const [, commit = "", path = ""] = /^160000 commit ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
    const name = names.get(path);
    return name === undefined ? [] : [{ name, path, commit }];
  });
}

/** The git directory on this machine that has a submodule's commit. */
async function holderOf(
  git: Git,
  { gitFolders, original }: FilledCheckout,
  { name, path, commit }: Submodule,
): Promise<string | undefined> {
  for (const [around, inside] of [
    ...gitFolders.map((gitFolder) => [gitFolder, `modules/${name}`] as const),
    // As git kept them before, and still does for a repository that was there before it became a submodule.
    [original, `${path}/.git`] as const,
  ]) {
    const gitFolder = (await pathInside(around, inside))?.path;
    if (gitFolder === undefined || !(await isFolder(gitFolder))) continue;
    // The work tree that it names may be gone, and git goes there first.
    const here = [`--git-dir=${gitFolder}`, `--work-tree=${around}`];
    const has = await git.run(around, [...here, "cat-file", "-e", `${commit}^{commit}`]);
    if (has.ok) return gitFolder;
  }
  return undefined;
}

/** A repository of its own that borrows the objects, so that it goes away with the folder; one that is there is moved. */
async function fill(
  git: Git,
  place: string,
  gitFolder: string,
  commit: string,
  { settings, signal }: FillOptions,
): Promise<boolean> {
  const own = join(place, ".git");
  const options = { timeoutMs: fillMs, ...(signal && { signal }) };
  const here = [...settings, `--git-dir=${own}`, `--work-tree=${place}`];
  const checkOut = async (): Promise<boolean> =>
    (await git.run(place, [...here, "checkout", "--quiet", "--detach", "--force", commit], options)).ok &&
    (await git.run(place, [...here, "clean", "--quiet", "-ffd"], options)).ok;
  if ((await isFolder(own)) && (await checkOut())) return true;
  await rm(own, { recursive: true, force: true });
  const format = commit.length === 64 ? "sha256" : "sha1";
  const made = await git.run(place, ["init", "--quiet", "--template=", `--object-format=${format}`, place]);
  if (!made.ok) return false;
  await writeFile(join(own, "objects", "info", "alternates"), `${join(gitFolder, "objects")}\n`);
  return checkOut();
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
