import { dirname, isAbsolute, resolve, sep } from "node:path";
import { globBase } from "../system/listFiles";
import { isZipPath, type AttachedResult } from "./newerRun";
import { sourcePlace } from "./sourcePlace";

/** Where to watch for a newer run of an attached result. */
export interface WatchPlace {
  /** Absolute. */
  readonly folder: string;
  /** Of the files in that folder, as a glob. */
  readonly pattern: string;
  /** The one file that is meant, absolute; undefined where all that the pattern names are. */
  readonly file?: string;
  /** How long nothing is written until a run is taken to have ended. */
  readonly quietMs: number;
}

/** Runners write a report in pieces, and then are done. */
const fileQuietMs = 2000;
/** Runners write the files of a set while they run, one after each class. */
const setQuietMs = 10_000;

/**
 * The place of an attached file or set; undefined where it is not watched: what a pipeline left behind, or a command printed, is no file here, and
 * a halt may come from anyone, so no whole folder outside of the repository is watched for it.
 * @param top the repository's top folder
 */
export async function watchPlace(top: string, attached: AttachedResult): Promise<WatchPlace | undefined> {
  const { path, parts, captured } = attached;
  if (
    captured.ci !== undefined ||
    captured.run?.printed === true ||
    (await sourcePlace(top, path)).kind === "outside"
  )
    return undefined;
  const file = resolve(top, path);
  if (parts === undefined || isZipPath(path))
    return { folder: dirname(file), pattern: "*", file, quietMs: fileQuietMs };
  if (isAbsolute(path)) return undefined;
  const base = globBase(path);
  if (base === undefined) return { folder: file, pattern: "**/*", quietMs: setQuietMs };
  const pattern = path.slice(base.length).replace(/^\//, "");
  return { folder: resolve(top, base), pattern, quietMs: setQuietMs };
}

/** Whether a file that was written belongs to what a place is about. */
export function isAt({ folder, file }: WatchPlace, written: string): boolean {
  return file === undefined ? written.startsWith(folder + sep) : written === file;
}
