import assert from "node:assert/strict";
import { join } from "node:path";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

describe("A halt that is named by its file from another place", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  let shop: Repository;

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "shop"));
    await shop.commit("Sell kettles");
  });

  const run = async (where: string, ...args: readonly string[]): Promise<Ran> => {
    const env = { GIT_CEILING_DIRECTORIES: folder() };
    return runCli(cli(), where, args, { env });
  };

  for (const where of ["in another repository", "in none"]) {
    it(`is lifted in its own repository, also ${where}`, async () => {
      const args = ["--title", "Charges twice", "--reason", "Money", "--json"];
      const halted = await run(shop.folder, "halt", ...args);
      const { path } = JSON.parse(halted.out) as { path: string };
      const other = await makeRepository(join(folder(), "other"));
      const place = where === "in none" ? folder() : other.folder;
      const lifted = await run(place, "lift", path, "--reason", "Reverted");
      assert.equal(lifted.code, 0, lifted.err);
      const check = await run(shop.folder, "check");
      assert.equal(check.code, 0, check.out);
    });
  }
});
