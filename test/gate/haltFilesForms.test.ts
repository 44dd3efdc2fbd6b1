import assert from "node:assert/strict";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeHalt } from "../../src/halt/writeHalt";
import { commandLine } from "../support/commandLine";
import { shortInput } from "../support/halts";
import { gateForms } from "./support/forms";
import { hookShop, run } from "./support/hookShop";

const active = writeHalt({
  ...shortInput,
  status: "active",
  placement: { reason: "Charged twice", at: "2026-11-30T14:00:00+01:00" },
  scope: { everything: true },
});
const name = `${shortInput.id}.halt.json`;

for (const [form, program] of gateForms(commandLine())) {
  describe(`The gate in ${form}, where the files of halts lie otherwise`, () => {
    const { repository } = hookShop();

    async function check(folder = repository.folder): Promise<number> {
      return (await run(folder, [...program(), "check", "--tag", "v4.0.0"])).code;
    }

    it("cannot tell where a halt lies under a name or in a place that is not read", async () => {
      for (const path of [
        ...["X.Halt.JSON", "old/x.halt.json", "much/older/x.halt.json", "folder.halt.json/a"],
        ...[
          "a/much/older/x.halt.json",
          "a/b/c/d/e/.x.halt.json",
          ".hidden/.more/x.Halt.json",
          "new\nline/x.halt.json",
        ],
      ]) {
        const file = join(repository.folder, ".release-halt", path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, active);
        assert.equal(await check(), 2, path);
        await rm(join(repository.folder, ".release-halt"), { recursive: true });
      }
      assert.equal(await check(), 0);
    });

    it("cannot tell where a halt or its folder is a link that leads nowhere, or the folder is a file", async () => {
      const folder = join(repository.folder, ".release-halt");
      await symlink(join(repository.folder, "gone"), folder);
      assert.equal(await check(), 2);
      await rm(folder);
      await mkdir(folder);
      await symlink(join(repository.folder, "gone"), join(folder, name));
      assert.equal(await check(), 2);
      await rm(folder, { recursive: true });
      await rm(join(repository.folder, ".git", "release-halt"), { recursive: true, force: true });
      await writeFile(join(repository.folder, ".git", "release-halt"), "");
      assert.equal(await check(), 2);
    });

    it("sees a halt behind a link in the folder, and goes round in no circle", async () => {
      const within = join(repository.folder, ".release-halt", "a", "b", "c");
      const elsewhere = join(repository.folder, "elsewhere");
      await mkdir(within, { recursive: true });
      await mkdir(elsewhere);
      await symlink("..", join(within, "up"));
      await symlink("../..", join(within, "further"));
      await writeFile(join(elsewhere, name), active);
      assert.equal(await check(), 0);
      await symlink(elsewhere, join(within, "link"));
      assert.equal(await check(), 2);
    });

    it("does not open where a sparse checkout leaves the file of an active halt out", async () => {
      const folder = join(repository.folder, ".release-halt");
      await mkdir(folder);
      await mkdir(join(repository.folder, "src"));
      await writeFile(join(folder, name), active);
      await writeFile(join(folder, "draft.halt.json"), writeHalt({ ...shortInput, id: "draft" }));
      await writeFile(join(repository.folder, "src", "a.js"), "");
      await repository.git("add", ".release-halt", "src");
      await repository.git("commit", "-q", "-m", "Halt");
      await repository.git("sparse-checkout", "set", "src");
      assert.notEqual(await check(), 0);
      assert.notEqual(await check(join(repository.folder, "src")), 0);
      await repository.git("rm", "-q", "--cached", "--sparse", `.release-halt/${name}`);
      assert.equal(await check(), 0);
    });
  });
}
