import assert from "node:assert/strict";
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { removeFolder } from "../../src/system/removeFolder";
import { needs } from "../support/needs";

describe("Deleting a folder", () => {
  let folder = "";
  const inner = (): string => join(folder, "gone", "cache", "module");

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "release-halt-delete-"));
    await mkdir(inner(), { recursive: true });
    await writeFile(join(inner(), "file.txt"), "kept for good\n");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("works where a program took away the right to", async () => {
    for (const one of [inner(), join(inner(), "..")]) await chmod(one, 0o555);
    const module = JSON.stringify(resolve("src", "system", "removeFolder.ts"));
    const call = `require(${module}).removeFolder(process.argv[1]).then(console.log)`;
    // An administrator may do everything.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
    if (nobody !== undefined) {
      await chmod(folder, 0o777);
      for (const one of [inner(), join(inner(), ".."), join(inner(), "../..")])
        await chown(one, nobody.uid, nobody.gid);
    }
    const args = ["--import", "tsx", "-e", call, join(folder, "gone")];
    const { stdout } = await promisify(execFile)(process.execPath, args, { ...nobody });
    assert.equal(stdout, "undefined\n");
    await assert.rejects(stat(join(folder, "gone")));
  });

  it("says why it cannot be done", async function () {
    const held = spawnSync("chattr", ["+i", join(inner(), "file.txt")]);
    needs(this, held.status === 0, "chattr +i does not work in the temporary folder.", false);
    try {
      assert.match((await removeFolder(join(folder, "gone"))) ?? "", /file\.txt/);
    } finally {
      execFileSync("chattr", ["-i", join(inner(), "file.txt")]);
    }
  });

  it("has nothing to do where there is none", async () => {
    assert.equal(await removeFolder(join(folder, "never")), undefined);
  });
});
