import assert from "node:assert/strict";
import { appendFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { commandLine } from "../support/commandLine";
import { gateForms } from "./support/forms";
import { breakGlass, hookShop, run, type Ran } from "./support/hookShop";

for (const [form, program] of gateForms(commandLine())) {
  describe(`The gate in ${form}, where the refs of the repository are damaged`, () => {
    const { repository, halt } = hookShop();

    async function check(...more: readonly string[]): Promise<Ran> {
      return run(repository.folder, [...program(), "check", "--tag", "v4.0.0", ...more]);
    }

    for (const ref of ["private", "ledger", "remote/origin", "seen/origin"]) {
      it(`cannot tell while its ref ${ref} stands at nothing, and can once that is removed`, async () => {
        await halt();
        assert.equal((await check()).code, 0);
        const name = `refs/release-halt/${ref}`;
        const file = join(repository.folder, ".git", name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, "");
        const { code, out } = await check();
        assert.equal(code, 2, out);
        assert.ok(out.includes(`remove the file ${name} in git's folder`), out);
        await rm(file);
        assert.equal((await check()).code, 0);
      });
    }

    it("cannot tell where they cannot be listed", async () => {
      await halt();
      await repository.git("pack-refs", "--all");
      await repository.git("remote", "remove", "origin");
      assert.equal((await check()).code, 0);
      await appendFile(join(repository.folder, ".git", "packed-refs"), "no ref\n");
      assert.equal((await check()).code, 2);
      const guard = [...program(), "guard", "--tag", "v4.0.0"];
      assert.equal((await run(repository.folder, guard)).code, 1);
      assert.equal((await run(repository.folder, [...guard, "--environment", "staging"])).code, 0);
      const broken = await run(repository.folder, guard, breakGlass);
      assert.equal(broken.code, 0, broken.err);
      assert.match(broken.err, /THE GLASS WAS BROKEN[^]*It could NOT be recorded/);
    });

    it("is not kept from the answer by a ref of the person's that is broken", async () => {
      await halt();
      assert.equal((await check()).code, 0);
      await writeFile(join(repository.folder, ".git", "refs", "heads", "lost"), "");
      assert.equal((await check("--offline")).code, 0);
    });
  });
}
