import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of its own, to fill up or to make read-only. */
export interface SmallDisk {
  readonly folder: string;
  readonly makeReadOnly: () => void;
  readonly remove: () => Promise<void>;
}

/** Mounts a small disk; undefined where that is not allowed: only the administrator of a Linux machine can. */
export function mountSmallDisk(size: string): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "release-halt-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    // Not allowed here, or no such program: the tests that need a disk are left out.
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
