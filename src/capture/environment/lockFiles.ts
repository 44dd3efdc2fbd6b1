import type { Environment } from "../../halt/schema/halt";
import type { Git } from "../../system/git";
import { placeInside } from "../../system/pathInside";
import { hashFile } from "../../system/readFiles";

/** Files that pin what is installed, of the package managers that have one. */
const names = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "bun.lockb",
  "deno.lock",
  "Cargo.lock",
  "go.sum",
  "go.work.sum",
  "poetry.lock",
  "uv.lock",
  "pdm.lock",
  "pylock.toml",
  "Pipfile.lock",
  "pixi.lock",
  "conda-lock.yml",
  "Gemfile.lock",
  "composer.lock",
  "packages.lock.json",
  "gradle.lockfile",
  "buildscript-gradle.lockfile",
  "Package.resolved",
  "Podfile.lock",
  "Cartfile.resolved",
  "pubspec.lock",
  "mix.lock",
  "rebar.lock",
  "stack.yaml.lock",
  "cabal.project.freeze",
  "conan.lock",
  "MODULE.bazel.lock",
  "flake.lock",
  ".terraform.lock.hcl",
  "Chart.lock",
];

const maximumListed = 50;

/** The tracked lock files with the hash that they have on the disk, those of the top folder first. */
export async function readLockFiles(
  git: Git,
  top: string,
): Promise<Pick<Environment, "lockFiles" | "lockFilesNotListed">> {
  const patterns = names.map((name) => `:(top,glob)**/${name}`);
  const tracked = await git.run(top, ["ls-files", "-z", "--cached", "--", ...patterns]);
  const paths = tracked.ok ? tracked.out.split("\0").filter((path) => path !== "") : [];
  // A path that is in conflict is listed once for each side.
  const sorted = [...new Set(paths)].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const lockFiles: Environment["lockFiles"] = [];
  for (const path of sorted.slice(0, maximumListed)) {
    const sha256 = await lockFileHash(top, path);
    if (typeof sha256 === "string") lockFiles.push({ path, sha256 });
  }
  const rest = sorted.length - maximumListed;
  return { lockFiles, ...(rest > 0 && { lockFilesNotListed: rest }) };
}

/** SHA-256 of a lock file as it is now; null when it is gone, undefined where the path leads out of the repository. */
export async function lockFileHash(top: string, path: string): Promise<string | null | undefined> {
  const place = await placeInside(top, path);
  if (typeof place === "string") return place === "gone" ? null : undefined;
  return hashFile(place.path);
}

function depth(path: string): number {
  return path.split("/").length;
}
