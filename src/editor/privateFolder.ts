import * as vscode from "vscode";
import { gateDefaults } from "../gate/gateDefaults";

/** Where the halts of a folder are kept: in git's common directory and in the tree. */
export interface HaltFolders {
  readonly top: vscode.Uri;
  readonly privateFolder: vscode.Uri;
  readonly sharedFolder: vscode.Uri;
}

/**
 * The halt folders of the work tree that a folder lies in, found without running git: start-up and Restricted Mode must
 * not. Undefined where it lies in none. In a linked worktree or a submodule `.git` is a file that names the directory
 * (https://git-scm.com/docs/gitrepository-layout).
 */
export async function haltFoldersOf(folder: vscode.Uri): Promise<HaltFolders | undefined> {
  for (let top = folder; ; top = vscode.Uri.joinPath(top, "..")) {
    if ((await typeOf(vscode.Uri.joinPath(top, ".git"))) !== undefined) return foldersBy(top);
    if (top.path === vscode.Uri.joinPath(top, "..").path) return undefined;
  }
}

/** The git directory of a work tree, its own one in a linked worktree; undefined where there is none. */
export async function gitFolderOf(top: vscode.Uri): Promise<vscode.Uri | undefined> {
  const dotGit = vscode.Uri.joinPath(top, ".git");
  const type = await typeOf(dotGit);
  if (type === undefined) return undefined;
  return (type & vscode.FileType.Directory) !== 0 ? dotGit : namedFolder(top, dotGit, /^gitdir: (.+)$/m);
}

async function foldersBy(top: vscode.Uri): Promise<HaltFolders | undefined> {
  const gitFolder = await gitFolderOf(top);
  if (gitFolder === undefined) return undefined;
  const common =
    (await namedFolder(gitFolder, vscode.Uri.joinPath(gitFolder, "commondir"), /^(.+)$/m)) ?? gitFolder;
  return {
    top,
    privateFolder: vscode.Uri.joinPath(common, "release-halt"),
    sharedFolder: vscode.Uri.joinPath(top, ".release-halt"),
  };
}

/** Whether a workspace folder holds a halt, or lies in a repository that has a ledger of halts or should have one. */
export async function hasHalts(): Promise<boolean> {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const folders = await haltFoldersOf(uri);
    const places =
      folders === undefined
        ? [vscode.Uri.joinPath(uri, ".release-halt")]
        : [folders.privateFolder, folders.sharedFolder];
    for (const place of places) {
      if ((await haltFilesIn(place)).length > 0) return true;
    }
    if (folders !== undefined && (await hasLedger(folders))) return true;
  }
  return false;
}

/** Larger lists of refs are left to git. */
const mostPackedBytes = 16 * 1024 * 1024;

/** Whether a ref of the ledger is here, loose or packed, or the settings say something; found without running git. */
async function hasLedger({ privateFolder, sharedFolder }: HaltFolders): Promise<boolean> {
  const common = vscode.Uri.joinPath(privateFolder, "..");
  const signs = [
    vscode.Uri.joinPath(common, "refs", "release-halt"),
    vscode.Uri.joinPath(sharedFolder, "settings.yaml"),
  ];
  for (const sign of signs) if ((await typeOf(sign)) !== undefined) return true;
  const remotes = vscode.Uri.joinPath(common, "refs", "remotes");
  if ((await typeOf(remotes)) !== undefined) {
    for (const [remote] of await vscode.workspace.fs.readDirectory(remotes)) {
      const tracked = vscode.Uri.joinPath(remotes, remote, gateDefaults.ledgerBranch);
      if ((await typeOf(tracked)) !== undefined) return true;
    }
  }
  const packed = vscode.Uri.joinPath(common, "packed-refs");
  if ((await typeOf(packed)) === undefined) return false;
  if ((await vscode.workspace.fs.stat(packed)).size > mostPackedBytes) return true;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(packed));
  return new RegExp(String.raw`^\S+ refs/(release-halt/|remotes/.*/${gateDefaults.ledgerBranch}$)`, "m").test(
    text,
  );
}

/** The halt files of a folder; none where the folder does not exist. */
export async function haltFilesIn(folder: vscode.Uri): Promise<vscode.Uri[]> {
  if ((await typeOf(folder)) === undefined) return [];
  const entries = await vscode.workspace.fs.readDirectory(folder);
  return entries
    .filter(([name, type]) => name.endsWith(".halt.json") && (type & vscode.FileType.Directory) === 0)
    .map(([name]) => vscode.Uri.joinPath(folder, name));
}

async function namedFolder(
  from: vscode.Uri,
  file: vscode.Uri,
  pattern: RegExp,
): Promise<vscode.Uri | undefined> {
  if ((await typeOf(file)) === undefined) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const name = pattern.exec(text)?.[1]?.trim();
  if (name === undefined || name === "") return undefined;
  return /^([a-z]:)?[\\/]/i.test(name)
    ? from.with({ path: vscode.Uri.file(name).path })
    : vscode.Uri.joinPath(from, name);
}

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && ["FileNotFound", "FileNotADirectory"].includes(error.code))
      return undefined;
    throw error;
  }
}
