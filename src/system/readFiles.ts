import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";

/** A named pipe that nobody writes to would hold the opening forever. */
const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK;

export type OpenedFile =
  | {
      readonly ok: true;
      /** The bytes, once; the file closes at their end or when the reader stops. */
      readonly chunks: AsyncIterable<Uint8Array>;
      /** SHA-256 of the whole file, in hex; known once the chunks came to their end. */
      sha256(): string;
      /** ISO 8601. */
      readonly modifiedAt: string;
      readonly size: number;
    }
  | { readonly ok: false; readonly message: string };

/** Opens a file for reading once, in chunks, hashed on the way. Devices, pipes and folders are refused. */
export async function openChunks(path: string): Promise<OpenedFile> {
  let file: FileHandle;
  try {
    file = await open(path, withoutWaiting);
  } catch (error) {
    return { ok: false, message: `${path} could not be read: ${readProblem(error)}` };
  }
  const found = await file.stat();
  if (!found.isFile()) {
    await file.close();
    return { ok: false, message: `${path} is not a file.` };
  }
  const hash = createHash("sha256");
  let digest: string | undefined;
  return {
    ok: true,
    chunks: hashed(file, (chunk) => hash.update(chunk)),
    sha256: () => (digest ??= hash.digest("hex")),
    modifiedAt: found.mtime.toISOString(),
    size: found.size,
  };
}

/** What a path leads to; `other` is what is neither a file nor a folder, or cannot be looked at. */
export async function kindOfPath(path: string): Promise<"file" | "folder" | "other" | "none"> {
  try {
    const found = await stat(path);
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  } catch (error) {
    return isGone(error) ? "none" : "other";
  }
}

/** When a file was written last, in milliseconds since 1970; undefined where it cannot be looked at. */
export async function writtenMs(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs;
}

/** The first bytes of a file, or as many as there are; none where it cannot be read, which who opens it is told. */
export async function readHead(path: string, bytes: number): Promise<Uint8Array> {
  const opened = await openChunks(path);
  if (!opened.ok) return new Uint8Array();
  for await (const chunk of opened.chunks) return chunk.subarray(0, bytes);
  return new Uint8Array();
}

/** SHA-256 of a file in hex; null where there is no file to read. */
export async function hashFile(path: string): Promise<string | null> {
  const opened = await openChunks(path);
  if (!opened.ok) return null;
  for await (const chunk of opened.chunks) if (chunk.length === 0) break;
  return opened.sha256();
}

export type ReadFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: "gone" | "notReadable"; readonly message: string };

/**
 * A text file (UTF-8). One that is longer than `maxBytes` is refused, not cut.
 * @param options `strict` refuses bytes that are no UTF-8; else they become U+FFFD
 */
export async function readTextFile(
  path: string,
  maxBytes: number,
  { strict = false }: { readonly strict?: boolean } = {},
): Promise<ReadFile> {
  const read = await readBytes(path, maxBytes);
  if (!read.ok) return read;
  if (strict && !isUtf8(read.bytes))
    return { ok: false, reason: "notReadable", message: `${path} is not a text in UTF-8.` };
  return { ok: true, text: Buffer.from(read.bytes).toString("utf8") };
}

/** A file's bytes. One that is longer than `maxBytes` is refused, not cut. */
export async function readBytes(
  path: string,
  maxBytes: number,
): Promise<{ readonly ok: true; readonly bytes: Uint8Array } | (ReadFile & { readonly ok: false })> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, withoutWaiting);
    const found = await file.stat();
    if (!found.isFile()) return { ok: false, reason: "notReadable", message: `${path} is not a file.` };
    const bytes = found.size > maxBytes ? undefined : await wholeOf(file, found.size, maxBytes);
    return bytes === undefined
      ? { ok: false, reason: "notReadable", message: `${path} is longer than ${maxBytes} bytes.` }
      : { ok: true, bytes };
  } catch (error) {
    return {
      ok: false,
      reason: isGone(error) ? "gone" : "notReadable",
      message: `${path} could not be read: ${readProblem(error)}`,
    };
  } finally {
    await file?.close();
  }
}

/**
 * The bytes of an open file; undefined where there are more than `maxBytes`. A file that grows, and one that the system makes
 * up while it is read, holds more than its size says.
 */
async function wholeOf(file: FileHandle, size: number, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let wanted = size + 1; length <= maxBytes; wanted = 64 * 1024) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted));
    if (bytesRead === 0) return Buffer.concat(parts, length);
    parts.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  return undefined;
}

async function* hashed(file: FileHandle, update: (chunk: Uint8Array) => void): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 })) {
      const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
      update(bytes);
      yield bytes;
    }
  } finally {
    await file.close();
  }
}

/** Whether something failed because there is no such file or folder. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function readProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (isGone(error)) return "there is no such file.";
  if (code === "EACCES" || code === "EPERM") return "reading it is not allowed.";
  return error instanceof Error ? error.message : String(error);
}
