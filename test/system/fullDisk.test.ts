import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHaltFile } from "../../src/system/haltStore";
import { takeName } from "../../src/system/takeName";
import { replaceFile } from "../../src/system/writeFile";
import { smallDisk, type SmallDisk } from "../support/smallDisk";

describe("A full disk", () => {
  let disk: SmallDisk | undefined;
  let folder = "";

  before(function () {
    disk = smallDisk(this, "64k");
    ({ folder } = disk);
  });

  after(async () => disk?.remove());

  it("leaves the old file whole, nothing beside it, and says so", async () => {
    const path = join(folder, "brief.md");
    await writeFile(path, "the old brief");
    const written = await replaceFile(path, "x".repeat(200_000));
    assert.ok(!written.ok);
    assert.match(written.message, /brief\.md was not written: the disk is full/);
    assert.equal(await readFile(path, "utf8"), "the old brief");
    assert.deepEqual(await readdir(folder), ["brief.md"]);
  });

  it("keeps no half of a new halt", async () => {
    const written = await createHaltFile(folder, "halt", "x".repeat(200_000));
    assert.equal(written.ok, false);
    assert.deepEqual(await readdir(folder), ["brief.md"]);
  });

  it("keeps no half of one either where there are no hard links", async () => {
    const aside = join(tmpdir(), `release-halt-aside-${process.pid}`);
    await writeFile(aside, "x".repeat(200_000));
    const refused = Object.assign(new Error(), { code: "EPERM" });
    const taken = takeName(aside, join(folder, "halt"), async () => Promise.reject(refused));
    await assert.rejects(taken, { code: "ENOSPC" });
    assert.deepEqual(await readdir(folder), ["brief.md"]);
    await rm(aside);
  });

  it("that may only be read is said to be that", async () => {
    disk?.makeReadOnly();
    const written = await replaceFile(join(folder, "brief.md"), "new");
    assert.ok(!written.ok);
    assert.match(written.message, /was not written: the disk is read-only/);
    const deep = await createHaltFile(join(folder, "git", "release-halt"), "halt", "{}");
    assert.ok(!deep.ok);
    assert.match(deep.message, /was not written: the disk is read-only/);
    assert.equal(await readFile(join(folder, "brief.md"), "utf8"), "the old brief");
  });
});
