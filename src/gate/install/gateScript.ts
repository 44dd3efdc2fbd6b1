import { join } from "node:path";
import { readTextFile, type ReadFile } from "../../system/readFiles";

const maxBytes = 1024 * 1024;

/** The gate as it comes with this version: beside the bundle, or where it is written. */
export async function readGateScript(folder: string): Promise<ReadFile> {
  const packaged = await readTextFile(join(folder, "release-halt.sh"), maxBytes, { strict: true });
  return packaged.ok
    ? packaged
    : readTextFile(join(folder, "..", "gate", "release-halt.sh"), maxBytes, { strict: true });
}
