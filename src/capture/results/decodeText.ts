import { TextDecoder } from "node:util";

/**
 * Decodes a file's bytes to text: by its byte order mark, else by the encoding that an XML declaration names, else as
 * UTF-8. Yields nothing it cannot read: bytes that do not fit the encoding end the reading with an error.
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  let head = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (decoder !== undefined) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 256) continue;
    decoder = decoderFor(head);
    yield decoder.decode(head, { stream: true });
  }
  if (decoder === undefined) yield decoderFor(head).decode(head);
  else yield decoder.decode();
}

function decoderFor(head: Buffer): TextDecoder {
  return new TextDecoder(encodingOf(head), { fatal: true });
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0x3c && head[1] === 0) return "utf-16le";
  if (head[0] === 0 && head[1] === 0x3c) return "utf-16be";
  const declared = /^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(
    head.toString("latin1"),
  )?.[1];
  if (declared === undefined || /^utf-?16/i.test(declared)) return "utf-8";
  return declared;
}
