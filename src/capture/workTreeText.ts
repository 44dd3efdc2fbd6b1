import { placeInside } from "../system/pathInside";
import { kindOfPath, readBytes } from "../system/readFiles";

const maxBytes = 4 * 1024 * 1024;
/** Git takes a file for binary by a NUL in as many bytes. */
const headBytes = 8000;

export type WorkTreeText =
  | { readonly kind: "text"; readonly text: string }
  /** What is outside is not looked at, a folder may be that of a submodule, and what is not readable may be too long. */
  | { readonly kind: "gone" | "outside" | "folder" | "binary" | "notReadable" };

/**
 * The text of a file in the work tree, as an editor shows it: UTF-8, or UTF-16 by its mark. A path that leads out of the
 * repository, also by a link, is not followed.
 * @param path relative to `top`, with `/`
 */
export async function workTreeText(top: string, path: string): Promise<WorkTreeText> {
  const place = await placeInside(top, path);
  if (typeof place === "string") return { kind: place };
  if ((await kindOfPath(place.path)) === "folder") return { kind: "folder" };
  const read = await readBytes(place.path, maxBytes);
  return read.ok ? textOf(read.bytes) : { kind: read.reason };
}

function textOf(bytes: Uint8Array): WorkTreeText {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  if (encoding === "utf-8" && bytes.subarray(0, headBytes).includes(0)) return { kind: "binary" };
  return { kind: "text", text: new TextDecoder(encoding).decode(bytes) };
}
