import { extname, isAbsolute, relative, sep } from "node:path";
import { newItemId } from "../halt/newId";
import type { Attachment } from "../halt/schema/halt";
import { hashFile } from "../system/readFiles";

export type DescribedAttachment =
  { readonly ok: true; readonly attachment: Attachment } | { readonly ok: false; readonly message: string };

/**
 * A file or a link as an attachment: a file by its path and SHA-256, a link by its address (`http` and `https` only).
 * @param context `top` is the repository's top folder, `now` ISO 8601 with offset
 */
export async function describeAttachment(
  source: string,
  context: { readonly top: string; readonly now: string; readonly by?: string; readonly title?: string },
): Promise<DescribedAttachment> {
  const { top, now, by, title } = context;
  const captured = { at: now, ...(by === undefined ? {} : { by }) };
  const id = newItemId("attachment");
  const named = title === undefined || title === "" ? {} : { title };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) {
    const url = URL.canParse(source) ? new URL(source) : undefined;
    if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
      return { ok: false, message: `${source} is no web address (http or https). Nothing was attached.` };
    }
    url.username = "";
    url.password = "";
    const kind = /grafana|kibana|datadog|dashboard|newrelic/i.test(source) ? "dashboard" : "link";
    return { ok: true, attachment: { id, kind, ...named, url: url.href, captured } };
  }
  const sha256 = await hashFile(source);
  if (sha256 === null) return { ok: false, message: `${source} could not be read. Nothing was attached.` };
  const inside = relative(top, source);
  const path = inside.startsWith("..") || isAbsolute(inside) ? source : inside.split(sep).join("/");
  return {
    ok: true,
    attachment: { id, kind: kindOf(source), ...named, path, captured: { ...captured, sha256 } },
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
