import assert from "node:assert/strict";
import { join } from "node:path";
import * as z from "zod";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

describe("A halt that is placed in a clone without release tags", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  let clone: Repository;
  let released = "";

  beforeEach(async () => {
    const shop = await makeRepository(join(folder(), "shop"));
    released = await shop.commit("Sell kettles");
    await shop.git("tag", "v1.0.0");
    await shop.commit("Charge twice");
    await shop.git("clone", "-q", "--no-tags", shop.folder, join(folder(), "clone"));
    clone = { ...shop, folder: join(folder(), "clone") };
  });

  const run = async (...args: readonly string[]): Promise<Ran> => runCli(cli(), clone.folder, args);
  const halt = async (...args: readonly string[]): Promise<Ran> =>
    run("halt", "--title", "Charges twice", "--reason", "Money", ...args);
  const answer = z.object({ id: z.string(), warnings: z.array(z.string()) });

  it("says that it stops a rollback, too, and holds as it says", async () => {
    const { code, err } = await halt();
    assert.equal(code, 0, err);
    assert.match(err, /No release is known in this clone.*rollback.*git fetch --tags.*--base.*withdraw/);
    assert.equal((await run("check", "--commit", released)).code, 1);
  });

  it("leaves the rollback open once what it says is done", async () => {
    const { id, warnings } = answer.parse(JSON.parse((await halt("--json")).out));
    assert.equal(warnings.length, 1);
    const again = await halt("--base", released, "--json");
    assert.deepEqual(answer.parse(JSON.parse(again.out)).warnings, []);
    assert.equal(again.err, "");
    assert.equal((await run("withdraw", id, "--reason", "Halted again")).code, 0);
    assert.equal((await run("check", "--commit", released)).code, 0);
    assert.equal((await run("check")).code, 1);
  });
});
