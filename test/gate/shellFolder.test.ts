import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { hookShop, run, script, type Ran } from "./support/hookShop";

describe("The gate in sh that is asked in a folder below the top", () => {
  const { repository, halt } = hookShop();

  async function check(...args: readonly string[]): Promise<Ran> {
    const below = join(repository.folder, "packages", "till");
    await mkdir(below, { recursive: true });
    return run(below, ["sh", script, "check", ...args]);
  }

  it("reads the ledger, and lets go what it does not halt", async () => {
    await halt({ id: "twice", refs: ["refs/tags/v3*"] });
    const halted = await check("--tag", "v3.0.0");
    assert.equal(halted.code, 1, halted.out);
    const open = await check("--tag", "v4.0.0");
    assert.equal(open.code, 0, open.out);
  });

  it("finds a copy of the bug that says nothing", async () => {
    const { bug = "" } = repository.ids;
    await halt({ id: "twice", bad: [bug] });
    await repository.git("switch", "-q", "-c", "release/9", "v1.0.0");
    await repository.git("commit", "-q", "--allow-empty", "-m", "Begin");
    await repository.git("cherry-pick", bug);
    const { code, out } = await check("--ref", "release/9");
    assert.equal(code, 1, out);
    assert.match(out, /Halt: twice/);
  });

  it("reads the files of halts at the top", async () => {
    await halt();
    await mkdir(join(repository.folder, ".release-halt"));
    await run(repository.folder, ["sh", "-c", `echo '"status": "active"' >.release-halt/twice.halt.json`]);
    const { code, out } = await check("--tag", "v4.0.0");
    assert.equal(code, 2, out);
    assert.match(out, /twice\.halt\.json says that its halt is active/);
  });
});
