import { createHash } from "node:crypto";
import { basename, extname, join } from "node:path";
import { newItemId } from "../halt/newId";
import type { Attachment } from "../halt/schema/halt";
import { pathInside } from "../system/pathInside";
import { hashFile, readBytes } from "../system/readFiles";
import { createFile } from "../system/writeFile";
import { attachmentFolder, maxCopiedBytes, type AttachmentPlace } from "./attachmentFile";

export type DescribedAttachment =
  { readonly ok: true; readonly attachment: Attachment } | { readonly ok: false; readonly message: string };

/**
 * A file or a link as an attachment: a link by its address (`http` and `https` only), a file of the repository by its
 * path and SHA-256. A file from elsewhere, as a screenshot mostly is, is copied beside the halt: a desktop is tidied up,
 * and its path means nothing to others.
 * @param context `now` is ISO 8601 with offset
 */
export async function describeAttachment(
  source: string,
  context: AttachmentPlace & { readonly now: string; readonly by?: string },
): Promise<DescribedAttachment> {
  const captured = { at: context.now, ...(context.by === undefined ? {} : { by: context.by }) };
  const id = newItemId("attachment");
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) return describeLink(source, { id, captured });
  const kind = kindOf(source);
  const inside = context.top === undefined ? undefined : await pathInside(context.top, source);
  if (inside === undefined) return copied(source, { id, kind, captured }, context.haltFolder);
  const sha256 = await hashFile(inside.path);
  if (sha256 === null) return { ok: false, message: `${source} could not be read. Nothing was attached.` };
  return {
    ok: true,
    attachment: { id, kind, path: inside.relative, captured: { ...captured, sha256 } },
  };
}

function describeLink(
  source: string,
  { id, captured }: Pick<Attachment, "id" | "captured">,
): DescribedAttachment {
  const url = URL.canParse(source) ? new URL(source) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    return { ok: false, message: `${source} is no web address (http or https). Nothing was attached.` };
  }
  url.username = "";
  url.password = "";
  const kind = /grafana|kibana|datadog|dashboard|newrelic/i.test(source) ? "dashboard" : "link";
  return { ok: true, attachment: { id, kind, url: url.href, captured } };
}

async function copied(
  source: string,
  attachment: Pick<Attachment, "id" | "kind" | "captured">,
  haltFolder: string,
): Promise<DescribedAttachment> {
  const read = await readBytes(source, maxCopiedBytes);
  if (!read.ok) return { ok: false, message: `${read.message} Nothing was attached.` };
  const extension = /^\.[a-z0-9]{1,10}$/i.test(extname(source)) ? extname(source).toLowerCase() : "";
  const copy = attachment.id + extension;
  const written = await createFile(join(attachmentFolder(haltFolder), copy), read.bytes);
  if (!written.ok) return { ok: false, message: `${written.message} Nothing was attached.` };
  const sha256 = createHash("sha256").update(read.bytes).digest("hex");
  const { captured } = attachment;
  return {
    ok: true,
    attachment: {
      ...attachment,
      path: basename(source),
      copy,
      ...(captured && { captured: { ...captured, sha256 } }),
    },
  };
}

function kindOf(path: string): Attachment["kind"] {
  const extension = extname(path).toLowerCase();
  if ([".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"].includes(extension)) return "screenshot";
  if (
    [".har", ".trace", ".cpuprofile", ".heapsnapshot"].includes(extension) ||
    /trace[^/\\]*\.zip$/i.test(path)
  )
    return "trace";
  return [".log", ".txt", ".out"].includes(extension) ? "log" : "file";
}
