import type { MachineFacts } from "../../system/machineFacts";

/** The operating system with its version, as it calls itself; by the kernel where that is all there is. */
export function systemName(facts: MachineFacts): string {
  const { platform, release, version } = facts;
  if (platform === "win32") return `${version} (${release})`;
  const found = platform === "darwin" ? macVersion(facts.systemVersion ?? "") : nameOf(facts.osRelease ?? "");
  return found ?? `${platform} ${release}`;
}

function macVersion(systemVersion: string): string | undefined {
  const found = /<key>ProductVersion<\/key>\s*<string>([\d.]{1,20})<\/string>/.exec(systemVersion);
  return found?.[1] === undefined ? undefined : `macOS ${found[1]}`;
}

/** Of an os-release file: the values are words of a shell, mostly in quotes. */
function nameOf(osRelease: string): string | undefined {
  const values = new Map<string, string>();
  for (const [, key = "", value = ""] of osRelease.matchAll(/^([A-Z_]+)=(.{1,500})$/gm))
    values.set(
      key,
      value
        .replace(/^(["'])(.*)\1\s*$/, "$2")
        .replaceAll(/\\(.)/g, "$1")
        .trim(),
    );
  const name =
    values.get("PRETTY_NAME") ?? [values.get("NAME"), values.get("VERSION")].filter(Boolean).join(" ");
  return name === "" ? undefined : name;
}
