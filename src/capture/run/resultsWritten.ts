import { basename, sep } from "node:path";
import { fileStates, type FileState } from "../../system/listFiles";
import { hashFile } from "../../system/readFiles";
import { groupResultFiles, looksLikeResultFile, noResultGlob, resultFileGlob } from "../findResults";

/** The result files below a folder at a moment, by their paths. */
export type ResultsSeen = ReadonlyMap<string, SeenFile>;

interface SeenFile extends FileState {
  /** Absent for a long file. */
  readonly sha256?: string;
}

/** Files that a run wrote side by side. */
export interface WrittenResults {
  /** Of the file, or of the folder or the glob that names them and, it may be, others of an earlier run. */
  readonly path: string;
  /** Of those that were written, within the set; undefined for one file. */
  readonly only: readonly string[] | undefined;
}

/** Looks at the result files below a folder, before a run. */
export async function seeResults(folder: string): Promise<ResultsSeen> {
  const seen = new Map<string, SeenFile>();
  for (const state of await statesBelow(folder)) {
    const sha256 = state.size > longestHashed ? null : await hashFile(state.path);
    seen.set(state.path, { ...state, ...(sha256 !== null && { sha256 }) });
  }
  return seen;
}

/**
 * The result files that were written since, also where the same content was written again: that is a new run. A clock that
 * counts in seconds, and a tool that sets times, hide what was written behind the same time; the content tells.
 */
export async function resultsWritten(
  folder: string,
  before: ResultsSeen,
): Promise<readonly WrittenResults[]> {
  const written: string[] = [];
  for (const state of await statesBelow(folder))
    if (await isWritten(state, before.get(state.path))) written.push(state.path);
  const slashed = new Map(written.map((path) => [path.split(sep).join("/"), path]));
  return groupResultFiles([...slashed.keys()].sort()).map(({ path, files }) => {
    const [only] = files;
    const isFile = files.length === 1 && only === path;
    return {
      path: slashed.get(path) ?? path,
      only: isFile ? undefined : files.map((file) => basename(file)),
    };
  });
}

/** Longer ones are known by size and time alone, so that nobody waits before the run. */
const longestHashed = 16 * 1024 * 1024;

async function statesBelow(folder: string): Promise<readonly FileState[]> {
  const states = await fileStates(folder, resultFileGlob, noResultGlob);
  return states.filter(({ path }) => looksLikeResultFile(path));
}

async function isWritten(now: FileState, before: SeenFile | undefined): Promise<boolean> {
  if (before === undefined) return true;
  const { size, modifiedAt, inode, sha256 } = before;
  if (now.size !== size || now.modifiedAt !== modifiedAt || now.inode !== inode) return true;
  return sha256 !== undefined && (await hashFile(now.path)) !== sha256;
}
