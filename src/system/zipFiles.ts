import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import type { FileInSet } from "./listFiles";
import type { OpenedFile } from "./readFiles";

/** All files of a zip together, unpacked: a small file may say that it holds any number of bytes. */
const mostBytes = 8 * 1024 ** 3;

/** Whether a file that begins with these bytes is a zip (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}

/**
 * The files in a zip, unpacked while they are read; nothing is written to the disk. Throws, with a sentence, where the zip
 * cannot be read; a file in it that cannot be unpacked says so when it is opened or read.
 */
export async function* filesOfZip(path: string): AsyncIterable<FileInSet> {
  const zip = await openPromise(path, { autoClose: false });
  let left = mostBytes;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      left -= entry.uncompressedSize;
      if (left < 0) throw new Error(`there are more than ${mostBytes} bytes in it`);
      yield { name: entry.fileName, open: async () => openEntry(zip, entry) };
    }
  } finally {
    zip.close();
  }
}

async function openEntry(zip: ZipFile, entry: Entry): Promise<OpenedFile> {
  if (entry.isEncrypted()) return { ok: false, message: `${entry.fileName} is encrypted in the zip.` };
  let stream: Readable;
  try {
    stream = await zip.openReadStreamPromise(entry);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `${entry.fileName} could not be unpacked: ${why}.` };
  }
  const hash = createHash("sha256");
  let digest: string | undefined;
  async function* chunks(): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of stream) {
        const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
        hash.update(bytes);
        yield bytes;
      }
    } finally {
      stream.destroy();
      if (!stream.closed) await once(stream, "close");
    }
  }
  return {
    ok: true,
    chunks: chunks(),
    sha256: () => (digest ??= hash.digest("hex")),
    modifiedAt: entry.getLastModDate().toISOString(),
    size: entry.uncompressedSize,
  };
}
