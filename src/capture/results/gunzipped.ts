import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A small file may unpack to any number of bytes. */
const mostBytes = 8 * 1024 ** 3;

/** A file's bytes as they are or, where they are packed by gzip (https://www.rfc-editor.org/rfc/rfc1952), what they hold. */
export async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await source.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = following(head, source);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* all;
    return;
  }
  const packed = Readable.from(all);
  const gunzip = createGunzip();
  packed.on("error", (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  let left = mostBytes;
  try {
    for await (const chunk of gunzip) {
      if (!(chunk instanceof Uint8Array)) continue;
      left -= chunk.length;
      if (left < 0) throw new Error(`it unpacks to more than ${mostBytes} bytes`);
      yield chunk;
    }
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

async function* following(head: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}
