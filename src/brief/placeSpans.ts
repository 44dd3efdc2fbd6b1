import { shortCommit } from "../assess/targetWords";
import type { Span } from "../halt/briefView";
import type { CodeLocation } from "../halt/schema/halt";
import { httpUrl } from "./httpUrl";

/** A place in the code, with the commit that shows it so: the line may stand elsewhere by now, or be gone. */
export function placeSpans(location: CodeLocation): Span[] {
  const { path, line, url } = location;
  const page = httpUrl(url);
  const place: Span = { text: `${path}:${line}`, style: "code", ...(page !== undefined && { url: page }) };
  const pinned = pinnedWords(location);
  return pinned === undefined ? [place] : [place, { text: `(${pinned})` }];
}

/**
 * At which commit a place in the code reads as it is quoted. Where it was not committed when it was taken, no commit shows
 * it, and that is said.
 */
export function pinnedWords({ commit, uncommitted }: CodeLocation): string | undefined {
  if (uncommitted === true) return "not committed when it was taken";
  return commit === undefined ? undefined : `at ${shortCommit(commit)}`;
}
