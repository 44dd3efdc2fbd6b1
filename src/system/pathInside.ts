import { realpath } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";

/** A file or folder that lies below another folder. */
export interface PathInside {
  /** Absolute, links followed. */
  readonly path: string;
  /** Below the folder, with `/`. */
  readonly relative: string;
}

/**
 * Where a path leads below a folder, links followed; undefined where nothing is there or where it leads out of the
 * folder. A halt may come from anyone, so the paths in it are not trusted.
 */
export async function pathInside(folder: string, path: string): Promise<PathInside | undefined> {
  const place = await placeInside(folder, path);
  return typeof place === "string" ? undefined : place;
}

/** The same, telling a path where nothing is (`gone`) from one that leads out of the folder (`outside`). */
export async function placeInside(folder: string, path: string): Promise<PathInside | "gone" | "outside"> {
  const inside = isBelow(resolve(folder), resolve(folder, path));
  // Only looking at it would log in to the server that it names.
  if (!inside && isRemotePath(path)) return "outside";
  try {
    const [top, found] = await Promise.all([realpath(folder), realpath(resolve(folder, path))]);
    if (!isBelow(top, found)) return "outside";
    return { path: found, relative: relative(top, found).split(sep).join("/") };
  } catch (error) {
    // No such file, a name that cannot be one, a loop of links: in each case there is nothing to open.
    if (error instanceof Error && "code" in error) return inside ? "gone" : "outside";
    throw error;
  }
}

/** Whether Windows takes the path for one of another machine or of a device: `\\server\share`, `//server/share`. */
export function isRemotePath(path: string): boolean {
  return /^(?:[\\/]{2}|\\\?\?\\)/.test(path);
}

/** Whether a full path lies below a folder, by their names. */
export function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The path with its links followed; as it is where nothing is there. */
export async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
