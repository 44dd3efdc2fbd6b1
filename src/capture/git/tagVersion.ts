import { coerce, compareBuild, parse, type SemVer } from "semver";

/** A tag read as `component` and version: `api@1.2.3`, `api-v1.2.3`, `api/v1.2.3`, `v1.2.3`, `release-2026.11.1`. */
export interface TagVersion {
  /** What stands before the version, without its separator; empty for `v1.2.3`. */
  readonly component: string;
  readonly version: string;
  readonly preRelease: boolean;
  readonly order: SemVer;
}

const shape = /^(?:(.*?)(?:@|\/|-|_))?[vV]?(\d+(?:[._]\d+)*(?:[-+.]?[0-9A-Za-z][0-9A-Za-z.+-]*)?)$/;
const genericWords = new Set(["release", "releases", "rel", "version", "v", "tag", "tags"]);

/** Reads a tag's name; undefined for a name without a version, as a moving tag (`nightly`) has. */
export function tagVersion(tag: string): TagVersion | undefined {
  if (tag.length > 250) return undefined;
  const match = shape.exec(tag);
  const version = match?.[2];
  if (version === undefined) return undefined;
  const order = orderOf(version);
  if (order === undefined) return undefined;
  const component = match?.[1] ?? "";
  return {
    component: genericWords.has(component.toLowerCase()) ? "" : component,
    version,
    preRelease: order.prerelease.length > 0,
    order,
  };
}

/** Older before newer, by semantic or calendar version (https://semver.org/#spec-item-11). */
export function compareVersions(a: TagVersion, b: TagVersion): number {
  return compareBuild(a.order, b.order);
}

/** Strict semver where it fits; else up to three numbers, leading zeros dropped, and what follows as a pre-release. */
function orderOf(version: string): SemVer | undefined {
  const strict = parse(version);
  if (strict !== null) return strict;
  const [, numbers = "", rest = ""] = /^(\d+(?:[._]\d+)*)(.*)$/.exec(version) ?? [];
  const parts = numbers.split(/[._]/).map((part) => part.replace(/^0+(?=\d)/, ""));
  const [major = "0", minor = "0", patch = "0", ...further] = parts;
  if (parts.some((part) => part.length > 15)) return undefined;
  const suffix = rest.replace(/^[-+.]/, "").replace(/[^0-9A-Za-z-]+/g, ".");
  const final = /^(final|ga|release)$/i.test(suffix) ? "" : suffix;
  // A fourth number orders like a build of the third: 1.2.3.4 is newer than 1.2.3.
  const build = further.length > 0 ? `+${further.map((part) => part.padStart(15, "0")).join(".")}` : "";
  const text = `${major}.${minor}.${patch}${final === "" ? "" : `-${final}`}${build}`;
  return parse(text) ?? coerce(text) ?? undefined;
}
