import { StringDecoder } from "node:string_decoder";
import { TextDecoder } from "node:util";
import type { ResultCollector } from "./resultCollector";

/**
 * Decodes a file's bytes to text: by its byte order mark, else by the encoding that an XML declaration names, else as
 * UTF-8. Bytes that do not fit the encoding become the replacement character U+FFFD, and a problem says so.
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  into: Pick<ResultCollector, "problemOnce">,
): AsyncIterable<string> {
  let decoder: Decoder | undefined;
  let head = Buffer.alloc(0);
  const told = (text: string): string => {
    if (text.includes("\uFFFD"))
      into.problemOnce("warning", "Bytes do not fit the file's encoding; they are shown as \uFFFD.");
    return text;
  };
  for await (const chunk of chunks) {
    if (decoder !== undefined) {
      yield told(decoder.write(chunk));
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 256) continue;
    decoder = decoderFor(head, into);
    yield told(decoder.write(head));
  }
  if (decoder === undefined) {
    decoder = decoderFor(head, into);
    yield told(decoder.write(head));
  }
  yield told(decoder.end());
}

interface Decoder {
  write(bytes: Uint8Array): string;
  end(): string;
}

function decoderFor(head: Buffer, into: Pick<ResultCollector, "problemOnce">): Decoder {
  const encoding = encodingOf(head);
  // Of text that is mostly ASCII it makes strings of half the size that the other decoder's have.
  if (/^utf-?8$/i.test(encoding)) return new StringDecoder("utf8");
  try {
    const decoder = new TextDecoder(encoding);
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    into.problemOnce("warning", `The encoding "${encoding}" is not known; the file was read as UTF-8.`);
    return new StringDecoder("utf8");
  }
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
