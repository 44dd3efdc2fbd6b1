import { open } from "node:fs/promises";

/**
 * Writes a new file from chunks, one held at a time. False where there are more bytes than `maxBytes`: what was written of
 * them is left for the caller to remove. Throws what the chunks throw, and where the disk takes no more.
 */
export async function writeChunks(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<boolean> {
  const file = await open(path, "wx");
  try {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) return false;
      await file.writeFile(chunk);
    }
    return true;
  } finally {
    await file.close();
  }
}
