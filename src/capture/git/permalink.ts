import { decoded, remotePlace } from "./remoteAddress";

/**
 * The page of a commit, or of a line of a file at that commit, at the forge that a remote belongs to; null for a forge
 * that is not known. Hosts of a company are known by their name (`gitlab.example.com`).
 */
export function permalink(remote: string, commit: string, path?: string, line?: number): string | null {
  const parts = remotePlace(remote);
  if (parts === undefined) return null;
  const { host } = parts;
  const file = path?.split("/").map(encodeURIComponent).join("/");
  if (host === "dev.azure.com" || host.endsWith(".visualstudio.com") || host === "ssh.dev.azure.com") {
    return azure(host, parts.path, commit, path, line);
  }
  const page = `${parts.origin}/${encodeURI(parts.path)}`;
  if (host === "github.com" || host.startsWith("github.")) {
    return file === undefined
      ? `${page}/commit/${commit}`
      : `${page}/blob/${commit}/${file}${anchor("#L", line)}`;
  }
  if (host === "gitlab.com" || host.startsWith("gitlab.")) {
    return file === undefined
      ? `${page}/-/commit/${commit}`
      : `${page}/-/blob/${commit}/${file}${anchor("#L", line)}`;
  }
  if (host === "bitbucket.org") {
    return file === undefined
      ? `${page}/commits/${commit}`
      : `${page}/src/${commit}/${file}${anchor("#lines-", line)}`;
  }
  return null;
}

function anchor(prefix: string, line: number | undefined): string {
  return line === undefined ? "" : `${prefix}${line}`;
}

/** `dev.azure.com/org/project/_git/repo`, `ssh.dev.azure.com:v3/org/project/repo`, `org.visualstudio.com/project/_git/repo`. */
function azure(host: string, path: string, commit: string, file?: string, line?: number): string | null {
  const parts = path.split("/").filter((part) => part !== "_git" && part !== "DefaultCollection");
  if (host === "ssh.dev.azure.com") parts.shift();
  if (host.endsWith(".visualstudio.com")) parts.unshift(host.split(".")[0] ?? "");
  const [organisation, project, repository = project] = parts;
  if (organisation === undefined || project === undefined || repository === undefined) return null;
  const page = `https://dev.azure.com/${[organisation, project].map(encodePart).join("/")}/_git/${encodePart(repository)}`;
  if (file === undefined) return `${page}/commit/${commit}`;
  const query = new URLSearchParams({ path: `/${file}`, version: `GC${commit}` });
  if (line !== undefined) {
    for (const [key, value] of Object.entries({
      line,
      lineEnd: line + 1,
      lineStartColumn: 1,
      lineEndColumn: 1,
    })) {
      query.set(key, String(value));
    }
  }
  return `${page}?${query.toString()}`;
}

function encodePart(part: string): string {
  return encodeURIComponent(decoded(part));
}
