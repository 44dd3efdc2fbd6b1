/**
 * The address of a remote without user names, passwords, tokens and queries. Of what is no address that is known, all that
 * stands before an `@` goes.
 */
export function withoutCredentials(address: string): string {
  const scp = /^(?:[^@/\s]+@)?([^:/\s@]+):(?![/:])([^@]+)$/.exec(address);
  if (scp !== null && !/^[a-z]:[\\/]/i.test(address)) return `${scp[1] ?? ""}:${scp[2] ?? ""}`;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address) || !URL.canParse(address)) return withoutUser(address);
  const url = new URL(address);
  if (url.protocol === "file:") return address;
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href;
}

/** `codecommit::https://user:secret@host/x`, `https://user:pa/ss@host/x`: the last `@` ends what may be secret. */
function withoutUser(address: string): string {
  const at = address.lastIndexOf("@");
  if (at === -1) return address.replace(/\?.*$/s, "");
  const scheme = /^(?:[a-z0-9]+::)?(?:[a-z][a-z0-9+.-]*:\/\/)?/i.exec(address)?.[0] ?? "";
  return scheme + address.slice(at + 1);
}

/** A remote's place. */
export interface RemotePlace {
  readonly host: string;
  /** Where the host's pages are, as in `https://git.example:8443`. */
  readonly origin: string;
  readonly path: string;
}

/** The place of a remote, from any of the forms that git takes (https://git-scm.com/docs/git-clone#_git_urls). */
export function remotePlace(address: string): RemotePlace | undefined {
  const bare = withoutCredentials(address);
  const scp = /^([^:/\s]+):(?!\/\/)(.+)$/.exec(bare);
  const parts = scp === null ? urlParts(bare) : { host: scp[1] ?? "", path: scp[2] ?? "" };
  if (parts === undefined) return undefined;
  const host = parts.host.toLowerCase();
  const path = parts.path.replace(/^\/+|\/+$|\.git\/?$/g, "");
  return { host, origin: parts.origin ?? `https://${host}`, path };
}

/** A port of HTTP is that of the pages, too; one of SSH is not. */
function urlParts(address: string): { host: string; origin?: string; path: string } | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!["http:", "https:", "ssh:", "git:", "git+ssh:"].includes(url.protocol)) return undefined;
  const ofPages = url.port !== "" && /^https?:$/.test(url.protocol);
  return { host: url.hostname, ...(ofPages && { origin: url.origin }), path: decoded(url.pathname) };
}

/** A per cent sign that begins no code stands for itself. */
export function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
