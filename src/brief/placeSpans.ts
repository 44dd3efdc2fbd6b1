import type { Span } from "../halt/briefView";
import type { CodeLocation } from "../halt/schema/halt";
import { httpUrl } from "./httpUrl";

/** A place in the code. Where it was not committed when it was taken, its commit does not show it, and that is said. */
export function placeSpans({ path, line, url, uncommitted }: CodeLocation): Span[] {
  const page = httpUrl(url);
  const place: Span = { text: `${path}:${line}`, style: "code", ...(page !== undefined && { url: page }) };
  return uncommitted === true ? [place, { text: "(not committed when it was taken)" }] : [place];
}
