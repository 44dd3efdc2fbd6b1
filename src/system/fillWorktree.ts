import { resolve } from "node:path";
import { fillLfsFiles, usesLfs } from "./fillLfsFiles";
import { fillSubmodules, hasSubmodules, type FillOptions } from "./fillSubmodules";
import type { Git } from "./git";

const mostNamed = 3;

/**
 * Fills a worktree with what git leaves out of it and the person's clone has: submodules, and files of Git LFS. Answers with
 * what is still not in it, as sentences.
 * @param top where the person has the repository checked out
 */
export async function fillWorktree(
  git: Git,
  top: string,
  folder: string,
  options: FillOptions,
): Promise<readonly string[]> {
  const isOfLfs = await usesLfs(git, folder);
  if (!isOfLfs && !(await hasSubmodules(folder))) return [];
  const places = await git.run(top, ["rev-parse", "--git-common-dir", "--git-dir"]);
  if (!places.ok) return [];
  const [common = ".git", ...own] = places.out
    .split("\n")
    .filter(Boolean)
    .map((place) => resolve(top, place));
  const gitFolders = [...new Set([common, ...own])];
  const submodules = await fillSubmodules(git, { folder, gitFolders, original: top }, options);
  const pointers = isOfLfs ? [...(await fillLfsFiles(git, folder, common))] : [];
  for (const { folder: inner, gitFolder } of submodules.filled) {
    const left = (await usesLfs(git, inner)) ? await fillLfsFiles(git, inner, gitFolder) : [];
    pointers.push(...left.map((path) => `${inner.slice(folder.length + 1)}/${path}`));
  }
  const { empty } = submodules;
  return [
    ...(empty.length === 0
      ? []
      : [
          `${named("submodule", empty)} empty in the checkout: the commit is not on this machine. A set-up command fills it: "git submodule update --init --recursive".`,
        ]),
    ...(pointers.length === 0
      ? []
      : [
          `${named("file of Git LFS", pointers, "files of Git LFS")} only a pointer in the checkout: the content is not on this machine. "git lfs fetch --all" brings it.`,
        ]),
  ];
}

/** `The submodule libs/till is`, `2 submodules (libs/till, libs/tax) are`. */
function named(one: string, paths: readonly string[], several = `${one}s`): string {
  const [only = "", ...others] = paths;
  if (others.length === 0) return `The ${one} ${only} is`;
  const more = paths.length > mostNamed ? ", …" : "";
  return `${paths.length} ${several} (${paths.slice(0, mostNamed).join(", ")}${more}) are`;
}
