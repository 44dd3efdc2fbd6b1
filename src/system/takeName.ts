import { link, open, readFile, rm } from "node:fs/promises";

/** What a disk answers that knows no hard links: exFAT, sshfs, folders shared with a virtual machine; EISDIR is FAT on Windows. */
const withoutLinks: ReadonlySet<unknown> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"]);

/**
 * Gives a file that was written aside its name; fails with EEXIST where the name is taken, as no rename does. The file
 * is there whole or not at all, but on a disk without hard links: there it is written under its name, which only one
 * program can open as new, and it goes again when it cannot be filled.
 * @param makeLink the system's call
 */
export async function takeName(aside: string, path: string, makeLink = link): Promise<void> {
  try {
    await makeLink(aside, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && withoutLinks.has(error.code))) throw error;
    await fillNew(path, await readFile(aside));
  }
}

async function fillNew(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
