import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needs } from "./needs";

/** A disk of its own, to fill up or to make read-only. */
export interface SmallDisk {
  readonly folder: string;
  readonly makeReadOnly: () => void;
  readonly remove: () => Promise<void>;
}

/** Mounts a small disk for a test. Only the administrator can; CI runs as that one. */
export function smallDisk(test: Mocha.Context, size: string): SmallDisk {
  const disk = mountSmallDisk(size);
  const install = "A small disk could not be mounted: install mount, and let this container mount a tmpfs.";
  needs(test, disk !== undefined, install, process.getuid?.() === 0);
  return disk;
}

function mountSmallDisk(size: string): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "release-halt-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    // Not allowed here, or no such program.
    return undefined;
  }
  return {
    folder,
    makeReadOnly: () => {
      execFileSync("mount", ["-o", "remount,ro", folder]);
    },
    remove: async () => {
      // An editor that is still closing may hold a file for a moment.
      execFileSync("umount", ["--lazy", folder]);
      await rm(folder, { recursive: true });
    },
  };
}
