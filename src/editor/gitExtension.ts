import * as vscode from "vscode";
import * as z from "zod";

/** What is used of the built-in git extension: the program it found and the repositories it opened. */
export interface GitExtension {
  readonly gitPath: string;
  /** Top folders of the open repositories; those that the person selected in Source Control first. */
  readonly repositories: readonly vscode.Uri[];
}

const repository = z.object({
  rootUri: z.custom<vscode.Uri>((value) => value instanceof vscode.Uri),
  ui: z.object({ selected: z.boolean() }).optional(),
});
const gitApi = z.object({ git: z.object({ path: z.string() }), repositories: z.array(repository) });
const gitExports = z.object({
  getAPI: z.custom<(version: 1) => unknown>((value) => typeof value === "function"),
});

/**
 * The built-in git extension, or undefined where it is disabled, absent (Restricted Mode) or without git. It appears
 * later when trust is granted, so it is asked for each time.
 */
export async function gitExtension(): Promise<GitExtension | undefined> {
  const extension = vscode.extensions.getExtension<unknown>("vscode.git");
  if (extension === undefined || !vscode.workspace.isTrusted) return undefined;
  const parsed = gitExports.safeParse(await extension.activate());
  if (!parsed.success) return undefined;
  let api: unknown;
  try {
    api = parsed.data.getAPI(1);
  } catch {
    // The extension throws while `git.enabled` is false or git was not found; plain git is tried then.
    return undefined;
  }
  const read = gitApi.safeParse(api);
  if (!read.success) return undefined;
  const repositories = [...read.data.repositories].sort(
    (a, b) => Number(b.ui?.selected ?? false) - Number(a.ui?.selected ?? false),
  );
  return { gitPath: read.data.git.path, repositories: repositories.map(({ rootUri }) => rootUri) };
}
