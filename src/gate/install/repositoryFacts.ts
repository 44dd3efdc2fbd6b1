import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Git } from "../../system/git";
import { changeFiles, type Changed } from "../../system/changeFiles";
import { fileNames, lookAtFile } from "../../system/lookAtFile";
import { realPath } from "../../system/pathInside";
import { azureFiles } from "./azurePipelines";
import { gateAttributes, gitGate, treeGate } from "./installedGate";
import { goreleaserFiles } from "./goreleaser";
import { hookBefore } from "./hookLines";
import {
  inTree,
  keyOf,
  type FileFact,
  type HooksFolder,
  type Place,
  type RepositoryFacts,
} from "./installKind";
import { lefthookFiles } from "./lefthookHook";
import type { FileChange } from "./planInstall";
import { releasePleaseFiles } from "./releasePlease";
import { semanticReleaseFiles } from "./semanticRelease";
import { settingsMark } from "./settingsMark";

/** A repository, and where its two roots are. */
export interface InstallPlace {
  readonly facts: RepositoryFacts;
  readonly roots: Readonly<Record<Place["root"], string>>;
}

export type ReadPlace =
  { readonly ok: true; readonly place: InstallPlace } | { readonly ok: false; readonly message: string };

const lookedAt = [
  ".gitlab-ci.yml",
  ".circleci/config.yml",
  "Jenkinsfile",
  "package.json",
  ".pre-commit-config.yaml",
  ".release-halt/semantic-release.cjs",
  ...azureFiles,
  ...goreleaserFiles,
  ...lefthookFiles,
  ...releasePleaseFiles,
  ...semanticReleaseFiles,
];
const foldersLookedAt = [".husky", ".github/workflows", ".changeset"];
const hookNames = ["pre-push", "pre-push.legacy", "pre-receive"].flatMap((name) => [name, hookBefore(name)]);

/** Reads what an installation depends on: the hooks' folder and each file that a kind may look at or change. */
export async function readInstallPlace(git: Git, folder: string): Promise<ReadPlace> {
  const asked = await git.run(folder, ["rev-parse", "--is-bare-repository", "--git-common-dir"]);
  if (!asked.ok) return { ok: false, message: asked.message };
  const [isBare = "", common = ""] = asked.out.split("\n");
  const bare = isBare === "true";
  const gitRoot = await realPath(resolve(folder, common));
  const top = bare ? gitRoot : await topOf(git, folder);
  if (typeof top !== "string") return top;
  const hooks = await hooksFolder(git, top, gitRoot, bare);
  const files = new Map<string, FileFact>();
  const look = async (place: Place): Promise<void> => {
    const seen = await lookAtFile(join(place.root === "git" ? gitRoot : top, ...place.path.split("/")));
    if (seen !== undefined) files.set(keyOf(place), seen);
  };
  const places = [gitGate, ...(hooks.ok ? hookPlaces(hooks.place) : [])];
  if (!bare) {
    places.push(treeGate, gateAttributes, ...lookedAt.map(inTree));
    for (const below of foldersLookedAt) {
      const names = await fileNames(join(top, ...below.split("/")));
      places.push(
        ...names
          .filter((name) => below !== ".github/workflows" || /\.ya?ml$/.test(name))
          .map((name) => inTree(`${below}/${name}`)),
      );
    }
  }
  for (const place of places) await look(place);
  const settingsFrom = bare ? "" : await settingsMark(git, top);
  return {
    ok: true,
    place: { facts: { bare, hooks, files, settingsFrom }, roots: { tree: top, git: gitRoot } },
  };
}

/** Writes what a plan changes; nothing when a file is no longer as the plan saw it. */
export async function carryOut({ roots }: InstallPlace, changes: readonly FileChange[]): Promise<Changed> {
  return changeFiles(
    changes.map((change) =>
      change.kind === "move"
        ? { kind: "move", root: roots[change.from.root], from: change.from.path, to: change.to.path }
        : { ...change, root: roots[change.place.root], path: change.place.path },
    ),
  );
}

async function topOf(
  git: Git,
  folder: string,
): Promise<string | { readonly ok: false; readonly message: string }> {
  const top = await git.run(folder, ["rev-parse", "--show-toplevel"]);
  return top.ok ? realPath(resolve(top.out.trimEnd())) : { ok: false, message: top.message };
}

/** `--git-path hooks` knows core.hooksPath, linked work trees and submodules. */
async function hooksFolder(git: Git, top: string, gitRoot: string, bare: boolean): Promise<HooksFolder> {
  const asked = await git.run(top, ["rev-parse", "--git-path", "hooks"]);
  if (!asked.ok) return { ok: false, path: "", message: asked.message };
  const path = await realFolder(resolve(top, asked.out.trimEnd()));
  const inGit = below(gitRoot, path);
  if (inGit !== undefined) return { ok: true, place: { root: "git", path: inGit } };
  const inWorkTree = bare ? undefined : below(top, path);
  if (inWorkTree !== undefined) return { ok: true, place: { root: "tree", path: inWorkTree } };
  const scope = await git.run(top, ["config", "--show-scope", "--get", "core.hooksPath"]);
  const whose = scope.ok ? ` (${scope.out.split("\t")[0] ?? ""} setting)` : "";
  return {
    ok: false,
    path,
    message: `core.hooksPath${whose} sends git to ${path} for hooks. That is outside of the repository, so nothing is written there.`,
  };
}

/** The folder may not be there yet; the one above it may be a link. */
async function realFolder(path: string): Promise<string> {
  const found = await realPath(path);
  if (found !== path) return found;
  const above = resolve(path, "..");
  return above === path ? path : join(await realFolder(above), path.slice(above.length));
}

function below(root: string, path: string): string | undefined {
  const inside = relative(root, path);
  if (isAbsolute(inside) || inside === ".." || inside.startsWith(`..${sep}`)) return undefined;
  return inside.split(sep).join("/");
}

function hookPlaces(hooks: Place): readonly Place[] {
  // husky runs what stands beside its folder.
  const folders = hooks.path.endsWith(".husky/_")
    ? [hooks.path, hooks.path.slice(0, -"/_".length)]
    : [hooks.path];
  return folders.flatMap((path) =>
    hookNames.map((name) => ({ root: hooks.root, path: path === "" ? name : `${path}/${name}` })),
  );
}
