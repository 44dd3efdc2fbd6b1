import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Attachment, Halt } from "../halt/schema/halt";
import { pathInside } from "../system/pathInside";
import { hashFile, readBytes } from "../system/readFiles";
import { createFile } from "../system/writeFile";

/** Where the files of a halt lie. */
export interface AttachmentPlace {
  /** The repository's top folder; undefined for a halt without one. */
  readonly top: string | undefined;
  /** The folder of the halt file: copies lie in `attachments` below it. */
  readonly haltFolder: string;
}

/** A larger file from outside the repository is not copied. */
export const maxCopiedBytes = 20 * 1024 * 1024;
const maxPictureBytes = 5 * 1024 * 1024;

/** The folder that holds the copies of attached files. */
export function attachmentFolder(haltFolder: string): string {
  return join(haltFolder, "attachments");
}

/** The file of an attachment; undefined for a link, and for a path that leads nowhere or out of the repository. */
export async function attachmentFile(
  { copy, path }: Attachment,
  { top, haltFolder }: AttachmentPlace,
): Promise<string | undefined> {
  if (copy !== undefined) return (await pathInside(attachmentFolder(haltFolder), copy))?.path;
  return path === undefined || top === undefined ? undefined : (await pathInside(top, path))?.path;
}

/**
 * The attached pictures as data URIs by the attachment's id, for a brief that stands alone. A picture that cannot be
 * shown as it was attached is left out, with a sentence that says why.
 */
export async function readPictures(
  { attachments }: Halt,
  place: AttachmentPlace,
): Promise<{ readonly images: Readonly<Record<string, string>>; readonly problems: readonly string[] }> {
  const images: Record<string, string> = {};
  const problems: string[] = [];
  for (const attachment of attachments) {
    if (attachment.kind !== "screenshot") continue;
    const picture = await readPicture(attachment, place);
    if ("data" in picture) images[attachment.id] = picture.data;
    else problems.push(`${attachment.title ?? attachment.path ?? attachment.id}: ${picture.problem}`);
  }
  return { images, problems };
}

/**
 * Brings the copies of a halt's attachments to where a copy of the halt goes. Answers with a sentence for each that could
 * not be brought.
 */
export async function bringCopies(
  { attachments }: Halt,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { copy } of attachments) {
    if (copy === undefined) continue;
    const target = join(attachmentFolder(to), copy);
    if ((await hashFile(target)) !== null) continue;
    const source = await pathInside(attachmentFolder(from), copy);
    const read = source && (await readBytes(source.path, maxCopiedBytes));
    if (read?.ok !== true) {
      problems.push(read?.message ?? `The attached file ${copy} is no longer there.`);
      continue;
    }
    const written = await createFile(target, read.bytes);
    if (!written.ok) problems.push(written.message);
  }
  return problems;
}

async function readPicture(
  attachment: Attachment,
  place: AttachmentPlace,
): Promise<{ readonly data: string } | { readonly problem: string }> {
  const file = await attachmentFile(attachment, place);
  if (file === undefined) return { problem: "the picture is no longer in the repository." };
  const read = await readBytes(file, maxPictureBytes);
  if (!read.ok) return { problem: read.message };
  const bytes = Buffer.from(read.bytes);
  const wanted = attachment.captured?.sha256;
  if (wanted !== undefined && createHash("sha256").update(bytes).digest("hex") !== wanted) {
    return { problem: "the picture has changed since it was attached." };
  }
  const type = pictureType(bytes);
  if (type === undefined) return { problem: "only PNG, JPEG, GIF and WebP pictures go into a brief." };
  return { data: `data:image/${type};base64,${bytes.toString("base64")}` };
}

/** By the first bytes, not by the name (https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern). */
function pictureType(bytes: Buffer): "png" | "jpeg" | "gif" | "webp" | undefined {
  const head = bytes.toString("latin1", 0, 12);
  if (head.startsWith("\x89PNG\r\n\x1A\n")) return "png";
  if (head.startsWith("\xFF\xD8\xFF")) return "jpeg";
  if (/^GIF8[79]a/.test(head)) return "gif";
  return /^RIFF[\s\S]{4}WEBP/.test(head) ? "webp" : undefined;
}
