/** The address of a remote without user names, passwords, tokens and queries; what is no address stays as it is. */
export function withoutCredentials(address: string): string {
  const scp = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(address);
  if (scp !== null && !/^[a-z]:[\\/]/i.test(address)) return `${scp[1] ?? ""}:${scp[2] ?? ""}`;
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.protocol === "file:") return address;
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href;
}

/** Host and path of a remote, from any of the forms that git takes (https://git-scm.com/docs/git-clone#_git_urls). */
export function hostAndPath(address: string): { readonly host: string; readonly path: string } | undefined {
  const bare = withoutCredentials(address);
  const scp = /^([^:/\s]+):(?!\/\/)(.+)$/.exec(bare);
  const parts = scp === null ? urlParts(bare) : { host: scp[1] ?? "", path: scp[2] ?? "" };
  if (parts === undefined) return undefined;
  return { host: parts.host.toLowerCase(), path: parts.path.replace(/^\/+|\/+$|\.git\/?$/g, "") };
}

function urlParts(address: string): { host: string; path: string } | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!["http:", "https:", "ssh:", "git:", "git+ssh:"].includes(url.protocol)) return undefined;
  return { host: url.hostname, path: decodeURI(url.pathname) };
}
