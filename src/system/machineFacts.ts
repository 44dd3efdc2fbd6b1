import { arch, platform, release, version } from "node:os";
import { join } from "node:path";
import { kindOfPath, readTextFile } from "./readFiles";

/** What the machine tells of itself without a program being run; files as they are, absent where there are none. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** Of the kernel. */
  readonly release: string;
  /** As in `Windows 11 Pro`; the kernel's build elsewhere. */
  readonly version: string;
  /** https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
  readonly osRelease?: string;
  /** macOS tells its version in it. */
  readonly systemVersion?: string;
  /** The control groups of the first process. */
  readonly cgroup?: string;
  /** Docker puts `/.dockerenv` into each of its containers. */
  readonly hasDockerenv: boolean;
  /** Podman puts it into each of its containers, with its own name; CRI-O does without. */
  readonly containerenv?: string;
}

const maxBytes = 64 * 1024;

/** @param root where the system's files begin */
export async function readMachineFacts(root = "/"): Promise<MachineFacts> {
  const read = async (...paths: readonly string[]): Promise<string | undefined> => {
    for (const path of paths) {
      const file = await readTextFile(join(root, path), maxBytes);
      if (file.ok) return file.text;
    }
    return undefined;
  };
  const [osRelease, systemVersion, cgroup, containerenv, dockerenv] = await Promise.all([
    read("etc/os-release", "usr/lib/os-release"),
    read("System/Library/CoreServices/SystemVersion.plist"),
    read("proc/1/cgroup"),
    read("run/.containerenv"),
    kindOfPath(join(root, ".dockerenv")),
  ]);
  return {
    ...{ platform: platform(), architecture: arch(), release: release(), version: version() },
    ...(osRelease !== undefined && { osRelease }),
    ...(systemVersion !== undefined && { systemVersion }),
    ...(cgroup !== undefined && { cgroup }),
    hasDockerenv: dockerenv === "file",
    ...(containerenv !== undefined && { containerenv }),
  };
}
