import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHaltFile } from "../../src/system/haltStore";
import { replaceFile } from "../../src/system/writeFile";

const disk = mkdtempSync(join(tmpdir(), "release-halt-full-"));

// Only the administrator of a Linux machine can make a small disk.
if (mount("size=64k")) {
  describe("A full disk", () => {
    after(async () => {
      execFileSync("umount", [disk]);
      await rm(disk, { recursive: true });
    });

    it("leaves the old file whole, nothing beside it, and says so", async () => {
      const path = join(disk, "brief.md");
      await writeFile(path, "the old brief");
      const written = await replaceFile(path, "x".repeat(200_000));
      assert.ok(!written.ok);
      assert.match(written.message, /brief\.md was not written: the disk is full/);
      assert.equal(await readFile(path, "utf8"), "the old brief");
      assert.deepEqual(await readdir(disk), ["brief.md"]);
    });

    it("keeps no half of a new halt", async () => {
      const written = await createHaltFile(disk, "halt", "x".repeat(200_000));
      assert.equal(written.ok, false);
      assert.deepEqual(await readdir(disk), ["brief.md"]);
    });

    it("that may only be read is said to be that", async () => {
      execFileSync("mount", ["-o", "remount,ro", disk]);
      const written = await replaceFile(join(disk, "brief.md"), "new");
      assert.ok(!written.ok);
      assert.match(written.message, /was not written: /);
      assert.equal(await readFile(join(disk, "brief.md"), "utf8"), "the old brief");
    });
  });
}

function mount(options: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk], { stdio: "ignore" });
    return true;
  } catch {
    // Not allowed here, or no such program: there is no small disk to fill.
    return false;
  }
}
