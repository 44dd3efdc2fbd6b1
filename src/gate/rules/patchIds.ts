import type { Git } from "../../system/git";

const patchesAtOnce = 50;

/** The stable patch id of a commit; undefined for a merge, an empty commit, or one that is not at hand. */
export async function patchIdOf(git: Git, top: string, commit: string): Promise<string | undefined> {
  return (await patchIdsOf(git, top, [commit]))?.get(commit);
}

/** The stable patch id of what takes a commit back as it was; undefined where it has none. */
export async function inversePatchIdOf(git: Git, top: string, commit: string): Promise<string | undefined> {
  return (await readTogether(git, top, [commit], inverse))?.get(commit);
}

/** Git turns the names of the sides round, too. */
const inverse = ["-R", "--src-prefix=b/", "--dst-prefix=a/"];

/** The stable patch id by commit, of those that change something; undefined where a patch cannot be read. */
export async function patchIdsOf(
  git: Git,
  top: string,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const ids = new Map<string, string>();
  for (let at = 0; at < commits.length; at += patchesAtOnce) {
    const some = commits.slice(at, at + patchesAtOnce);
    const found = await readTogether(git, top, some);
    // One of them is too large to be read together with others.
    const each =
      found === undefined && some.length > 1
        ? await Promise.all(some.map(async (commit) => readTogether(git, top, [commit])))
        : [found];
    for (const part of each) {
      if (part === undefined) return undefined;
      for (const [commit, id] of part) ids.set(commit, id);
    }
  }
  return ids;
}

/** What is binary has no patch but the whole ids of its contents. */
async function readTogether(
  git: Git,
  top: string,
  commits: readonly string[],
  options: readonly string[] = [],
): Promise<ReadonlyMap<string, string> | undefined> {
  if (commits.length === 0) return new Map();
  const patch = await git.run(
    top,
    [
      "diff-tree",
      "--stdin",
      "-p",
      "--root",
      "--full-index",
      "--no-ext-diff",
      "--no-textconv",
      "--ignore-submodules=none",
      ...options,
    ],
    { input: commits.map((id) => `${id}\n`).join(""), encoding: "latin1" },
  );
  if (!patch.ok) return undefined;
  const ids = await git.run(top, ["patch-id", "--stable"], { input: patch.out, encoding: "latin1" });
  if (!ids.ok) return undefined;
  return new Map(
    ids.out.split("\n").flatMap((line): [string, string][] => {
      const [id = "", commit] = line.split(" ");
      return commit === undefined ? [] : [[commit, id]];
    }),
  );
}
