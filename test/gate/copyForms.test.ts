import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { commandLine } from "../support/commandLine";
import { gateForms } from "./support/forms";
import { hookShop, run, type Ran } from "./support/hookShop";
import { writeLedger } from "./support/writeLedger";

const cli = commandLine();

for (const [form, program] of gateForms(cli)) {
  describe(`The gate in ${form}, by a copy of the ledger`, () => {
    const { folder, repository, halt } = hookShop();

    beforeEach(async () => {
      await halt();
      await writeLedger(repository.folder, "refs/release-halt/remote/origin", { halts: [] });
      const state = join(repository.folder, ".git", "release-halt");
      await mkdir(state, { recursive: true });
      const at = Math.floor(Date.now() / 1000) - 600;
      await writeFile(join(state, "ledger.fetched"), `${at}\norigin release-halts\n`);
    });

    const check = async (...args: readonly string[]): Promise<Ran> =>
      run(repository.folder, [...program(), "check", "--tag", "v4.0.0", ...args]);

    const cut = async (): Promise<string> =>
      repository.git("remote", "set-url", "origin", join(folder(), "gone.git"));

    it("says how old it is, and that the remote could not be asked", async () => {
      await cut();
      const { code, out, err } = await check();
      assert.equal(code, 0, out + err);
      assert.match(
        out + err,
        /The remote origin could not be asked.* this clone knew of .* 10 minutes ago\.$/m,
      );
    });

    it("says nothing of the kind where the remote answers, or is not to be asked", async () => {
      for (const args of [["--offline"], []]) {
        const { code, out, err } = await check(...args);
        assert.equal(code, 0, out + err);
        assert.doesNotMatch(out + err, /could not be asked/);
      }
    });

    it("says nothing of the kind where the copy is too old to count", async () => {
      await cut();
      const { code, out, err } = await check("--max-age", "60");
      assert.equal(code, 2, out + err);
      assert.doesNotMatch(out + err, /could not be asked/);
    });

    if (form === "Node") {
      it("tells a program, too", async () => {
        await cut();
        const answer = z.object({
          verdict: z.literal("open"),
          copy: z.object({ remote: z.literal("origin"), ageSeconds: z.number(), why: z.string().min(1) }),
        });
        const { ageSeconds } = answer.parse(JSON.parse((await check("--json")).out)).copy;
        assert.ok(ageSeconds >= 600 && ageSeconds < 700, `${ageSeconds}`);
      });
    }
  });
}
