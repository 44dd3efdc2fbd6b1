import { chmod, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Deletes a folder with all that is in it, also where a program took away the right to delete from a folder of it, as Go
 * does in its module cache. Answers with why it could not be done; undefined when the folder is gone.
 */
export async function removeFolder(folder: string): Promise<string | undefined> {
  if ((await remove(folder)) === undefined) return undefined;
  await giveRights(folder);
  return remove(folder);
}

async function remove(folder: string): Promise<string | undefined> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    return undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error) return error.message;
    throw error;
  }
}

async function giveRights(folder: string): Promise<void> {
  try {
    await chmod(folder, 0o700);
    for (const entry of await readdir(folder, { withFileTypes: true }))
      if (entry.isDirectory()) await giveRights(join(folder, entry.name));
  } catch (error) {
    // One of another user, as a container leaves it: that it cannot be deleted is said then.
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}
