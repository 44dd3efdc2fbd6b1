import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { isBelow, realPath } from "./pathInside";

/**
 * The program that a shell would run by a name, as a full path; undefined where there is none, and where it lies in a
 * folder that is given: what a repository brings along is not run unasked. Folders of the search path that are not named
 * in full are passed over, for they lead wherever the program is started.
 */
export async function findProgram(
  name: string,
  {
    outside,
    searchPath = process.env["PATH"] ?? "",
  }: { readonly outside: string; readonly searchPath?: string },
): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter).filter(isAbsolute)) {
    // A script of the shell is started by a shell only.
    const path = join(folder, process.platform === "win32" ? `${name}.exe` : name);
    if (!(await isProgram(path))) continue;
    const [places, tops] = [
      [path, await realPath(path)],
      [resolve(outside), await realPath(outside)],
    ];
    return places.some((place) => tops.some((top) => isBelow(top, place))) ? undefined : path;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
