import { isUtf8 } from "node:buffer";
import { lstat, readdir } from "node:fs/promises";
import { isGone, readBytes } from "./readFiles";

export type SeenFile =
  | { readonly kind: "text"; readonly text: string; readonly executable: boolean }
  /** A link, a file that is no text in UTF-8, a long one, or one that cannot be read. */
  | { readonly kind: "other"; readonly executable: boolean };

const maxBytes = 4 * 1024 * 1024;

/** A file as it is, a link not followed; undefined where there is none, or a folder. */
export async function lookAtFile(path: string): Promise<SeenFile | undefined> {
  let found;
  try {
    found = await lstat(path);
  } catch (error) {
    return isGone(error) ? undefined : { kind: "other", executable: false };
  }
  if (found.isDirectory()) return undefined;
  const executable = found.isSymbolicLink() || (found.mode & 0o100) !== 0;
  if (!found.isFile()) return { kind: "other", executable };
  const read = await readBytes(path, maxBytes);
  if (!read.ok || !isUtf8(read.bytes)) return { kind: "other", executable };
  return { kind: "text", text: Buffer.from(read.bytes).toString("utf8"), executable };
}

/** The names of the files in a folder; none where there is no such folder, or it cannot be listed. */
export async function fileNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
}
