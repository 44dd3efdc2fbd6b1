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
  try {
    const [top, found] = await Promise.all([realpath(folder), realpath(resolve(folder, path))]);
    if (!found.startsWith(top.endsWith(sep) ? top : top + sep)) return undefined;
    return { path: found, relative: relative(top, found).split(sep).join("/") };
  } catch (error) {
    // No such file, a name that cannot be one, a loop of links: in each case there is nothing to open.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
